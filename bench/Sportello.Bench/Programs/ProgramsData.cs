using System.Globalization;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Projects;
using Sportello.Settings;
using Sportello.TestSuites;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Bench;

/// <summary>Five years of a house: so many tickets, nearly all closed, with comments and work, the same every time.</summary>
internal sealed class ProgramsData(Desk desk, int tickets)
{
    /// <summary>The day on which the programs are run.</summary>
    public static readonly DateTime Today = new(2013, 6, 30, 9, 0, 0, DateTimeKind.Utc);

    private const int Portion = 10_000;
    private const int Years = 5;

    private static readonly string[] Ours = ["vittorino", "sandro", "luca", "daniele", "marco", "fabio"];
    private static readonly string[] Customers = ["francesca", "giorgia", "martina", "daniela", "giovanna", "luisa"];
    private static readonly TicketStatus[] OpenStatuses = [TicketStatus.New, TicketStatus.Accepted, TicketStatus.UnderReview, TicketStatus.TasksIssued, TicketStatus.Returned];
    private static readonly string[] OurWords = ["We look into it.", "We will fix it by Friday.", "Try again with the new version, please.", "It will be ready by 20 June."];
    private static readonly string[] TheirWords = ["The list prints one line too few.", "When will it be fixed?", "See attached.", "It happens only on the last page."];

    private readonly Random _random = new(tickets);
    private readonly List<Contact> _ours = [];
    private readonly List<Contact> _customers = [];
    private readonly List<Project> _projects = [];
    private int _number = 10_000;

    public static async Task Make(HouseSettings settings, int tickets)
    {
        await using var house = await House.Open(settings, TimeProvider.System, default);
        await using var desk = await house.DeskOfProgram("bench", default);
        if (await desk.Sql.First("select 1 from ticket limit 1", _ => (int?)1, default) is null)
        {
            await new ProgramsData(desk, tickets).Run();
        }
    }

    private async Task Run()
    {
        await LayPeople();
        var items = await LayWork(Math.Max(10, tickets / 20));
        for (var done = 0; done < tickets; done += Portion)
        {
            await desk.Begin(default);
            var portion = Enumerable.Range(done, Math.Min(Portion, tickets - done)).Select(Ticket).ToList();
            var ids = await NewTicketRows.Insert(desk.Sql, portion, default);
            await desk.Sql.Insert("ticket_work_item", ["ticket_id", "work_item_id"], [.. portion.Zip(ids).Where(_ => _random.Next(20) == 0).Select(t => new object?[] { t.Second, items[_random.Next(items.Count)] })], default);
            await desk.Save(default);
        }

        await desk.Sql.Run(string.Equals(desk.Sql.Dialect.Name, "sqlite", StringComparison.Ordinal) ? "analyze" : "vacuum analyze", default);
    }

    private async Task LayPeople()
    {
        await desk.Begin(default);
        var ours = new Organization("vittorino srl", OrganizationCategory.Owner);
        var customer = new Organization("barilla", OrganizationCategory.Customer);
        desk.Db.AddRange(ours, customer);
        await desk.Flush(default);
        _ours.AddRange(Ours.Select(n => new Contact(n, ours.Id) { Stat = true, Correct = n is not "fabio" }));
        _customers.AddRange(Customers.Select(n => new Contact(n, customer.Id)));
        _projects.AddRange(Enumerable.Range(1, 20).Select(i => new Project(string.Create(CultureInfo.InvariantCulture, $"barilla sw{i}"), customer.Id)));
        desk.Db.AddRange(_ours.Concat(_customers));
        desk.Db.AddRange(_projects);
        await desk.Save(default);
    }

    private async Task<List<long>> LayWork(int count)
    {
        await desk.Begin(default);
        desk.Db.Add(new TestSuite("printing", _ours[2].Id));
        await desk.Flush(default);
        await desk.Sql.Insert(
            "work_item",
            ["number", "project_id", "name", "work_type", "status", "priority", "developer_id", "planned_end", "suite_id", "version", "open"],
            [.. Enumerable.Range(1, count).Select(i => new object?[]
            {
                i, _projects[_random.Next(_projects.Count)].Id, "A job", _random.Next(1, 4), i > count * 0.99 ? (int)WorkItemStatus.InProgress : (int)WorkItemStatus.Done, 2,
                _ours[_random.Next(_ours.Count)].Id, i > count * 0.99 && i % 7 == 0 ? "2013-06-20" : null, i % 10 == 0 ? 1L : null, 1, i > count * 0.99,
            })],
            default);
        await desk.Save(default);
        return await desk.Sql.List("select id from work_item order by id", r => r.GetInt64(0), default);
    }

    private Ticket Ticket(int i)
    {
        var opened = Today.AddDays(-365.0 * Years * (tickets - i) / tickets).AddSeconds(_random.Next(60));
        var open = _random.NextDouble() < (i > tickets * 0.99 ? 0.3 : 0.002);
        var status = open ? OpenStatuses[_random.Next(OpenStatuses.Length)] : TicketStatus.Closed;
        var assignee = _random.Next(5) == 0 && open ? null : _ours[_random.Next(_ours.Count)];
        var requester = _customers[_random.Next(_customers.Count)];
        var record = new TicketRecord(
            _number++, _projects[_random.Next(_projects.Count)].Id, (TicketKind)_random.Next(1, 4), status, Priority.Normal, "The list of orders prints one line too few",
            requester.Id, assignee?.Id, Origin.Import, opened, null, open ? null : opened.AddDays(1), []);
        var ticket = Tickets.Ticket.Imported(record, new Stamp(null, "bench", Door.Import, opened));
        for (var c = _random.Next(0, open ? 6 : 4); c > 0; c--)
        {
            opened = opened.AddHours(_random.Next(1, 12));
            var staff = c % 2 == 0 && status is not TicketStatus.New;
            var author = staff ? _ours[_random.Next(_ours.Count)] : requester;
            var words = staff ? OurWords : TheirWords;
            ticket.ImportComment(new CommentText(words[_random.Next(words.Length)]), staff && c % 4 == 0, staff, new Stamp(author.Id, author.Name, Door.Import, opened < Today ? opened : Today));
        }

        ticket.Settle(record);
        return ticket;
    }
}
