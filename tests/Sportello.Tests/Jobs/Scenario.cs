using System.Globalization;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Projects;
using Sportello.Settings;
using Sportello.TestSuites;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Jobs;

/// <summary>A small town for the programs: our company, a customer, one project, and whatever tickets a test needs.</summary>
internal sealed class Scenario : IAsyncDisposable
{
    private static readonly Stamp Importer = new(null, "import", Door.Import, new DateTime(2013, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    private readonly TestHouse _test;
    private readonly Dictionary<string, Contact> _people = [];
    private Project _project = null!;
    private Organization _ours = null!;
    private Organization _customer = null!;
    private int _lastNumber = 10000;

    private Scenario(TestHouse test) => _test = test;

    public House House => _test.House;

    public StoppedClock Clock => _test.Clock;

    public string Folder => _test.Folder.Path;

    public static async Task<Scenario> Open(DatabaseProvider provider, string zone = "Europe/Rome", Func<HouseSettings, HouseSettings>? change = null)
    {
        var test = await TestHouse.Open(provider, settings =>
        {
            settings = settings with { Work = settings.Work with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) } };
            return change?.Invoke(settings) ?? settings;
        });
        var scenario = new Scenario(test);
        await scenario.Change(db =>
        {
            db.AddRange(scenario._ours = new Organization("Sistemi", OrganizationCategory.Owner), scenario._customer = new Organization("Barilla", OrganizationCategory.Customer));
            return Task.CompletedTask;
        });
        await scenario.Change(db =>
        {
            db.Add(scenario._project = new Project("barilla sw1", scenario._customer.Id));
            return Task.CompletedTask;
        });
        return scenario;
    }

    public static DateTime Utc(string moment) => DateTime.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    public long Key(string name) => _people[name].Id;

    public Task Worker(string name, Action<Contact>? set = null) => Add(name, _ours, set);

    public Task Customer(string name) => Add(name, _customer, null);

    public async Task Workers(params string[] names)
    {
        foreach (var name in names)
        {
            await Worker(name);
        }
    }

    public async Task<int> Ticket(
        string? assignee,
        string opened = "2013-06-01T09:00",
        TicketStatus status = TicketStatus.New,
        TicketKind kind = TicketKind.Bug,
        (string Author, string At, bool Internal)[]? comments = null,
        int[]? workItems = null,
        (string Author, string At, string Text)[]? talk = null)
    {
        var number = ++_lastNumber;
        await Change(async (db, flush) =>
        {
            var record = new TicketRecord(number, _project.Id, kind, status, Priority.Normal, $"Ticket {number}", null, assignee is null ? null : Key(assignee), Origin.Import, Utc(opened), null, status == TicketStatus.Closed ? Utc(opened) : null, []);
            var ticket = Sportello.Tickets.Ticket.Imported(record, Importer);
            foreach (var (author, at, isInternal) in comments ?? [])
            {
                ticket.ImportComment(new CommentText("Words."), isInternal, _people[author].OrganizationId == _ours.Id, new Stamp(Key(author), author, Door.Import, Utc(at)));
            }

            foreach (var (author, at, text) in talk ?? [])
            {
                ticket.ImportComment(new CommentText(text), isInternal: false, _people[author].OrganizationId == _ours.Id, new Stamp(Key(author), author, Door.Import, Utc(at)));
            }

            ticket.Settle(record);
            db.Add(ticket);
            await flush();
            db.AddRange(db.WorkItems.Where(w => (workItems ?? Array.Empty<int>()).Contains(w.Number)).Select(w => w.Id).ToList().Select(w => new TicketWorkItem(ticket.Id, w)));
        });
        return number;
    }

    public async Task SomeTickets(string assignee, int count, string opened, TicketKind kind = TicketKind.Bug)
    {
        for (var i = 0; i < count; i++)
        {
            await Ticket(assignee, opened, kind: kind);
        }
    }

    public Task WorkItem(int number, WorkItemStatus status, WorkType type = WorkType.Other, string? suite = null) => Change(db =>
    {
        db.Add(Sportello.WorkItems.WorkItem.Imported(number, new(_project.Id, $"Job {number}") { Status = status, Type = type, Suite = suite is null ? null : db.TestSuites.Single(s => s.Name == suite).Id }));
        return Task.CompletedTask;
    });

    public Task Suite(string name, string? owner) => Change(db =>
    {
        db.Add(new TestSuite(name, owner is null ? null : Key(owner)));
        return Task.CompletedTask;
    });

    public async Task<TicketStatus> StatusOf(int number)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        return (TicketStatus)(await desk.Sql.First("select status from ticket where number = @n", r => (int?)r.GetInt32(0), default, ("@n", number)))!;
    }

    public async Task<List<string>> Rows(string query)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        return await desk.Sql.List(query, r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(i => Convert.ToString(r.GetValue(i), CultureInfo.InvariantCulture))), default);
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    private Task Add(string name, Organization organization, Action<Contact>? set) => Change(db =>
    {
        var contact = new Contact(name, organization.Id);
        set?.Invoke(contact);
        db.Add(_people[name] = contact);
        return Task.CompletedTask;
    });

    public Task Change(Func<DeskDb, Task> change) => Change((db, _) => change(db));

    private async Task Change(Func<DeskDb, Func<Task>, Task> change)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        await desk.Begin(default);
        await change(desk.Db, () => desk.Flush(default));
        await desk.Save(default);
    }
}
