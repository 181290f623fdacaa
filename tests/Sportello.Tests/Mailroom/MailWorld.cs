using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Projects;
using Sportello.Settings;
using Sportello.Tickets;

namespace Sportello.Tests.Mailroom;

/// <summary>Two of ours with a folder each, and a customer with one project; whoever writes is made a contact by name.</summary>
internal sealed class MailWorld : IAsyncDisposable
{
    public const string LucaFolder = "Письма/Лука Проверкин";
    public const string SandroFolder = "Письма/Алессандро & сын";

    private readonly TestHouse _test;

    private MailWorld(TestHouse test) => _test = test;

    public House House => _test.House;

    public TestHouse Test => _test;

    public string Data => _test.Folder.Path;

    public static async Task<MailWorld> Open(DatabaseProvider provider, MailStoreSettings store, Func<HouseSettings, HouseSettings>? change = null)
    {
        var test = await TestHouse.Open(provider, settings =>
        {
            settings = settings with
            {
                Imap = store,
                People =
                [
                    new PersonSettings { Section = "user1", Id = "luca", Imap = LucaFolder, OpensKind = TicketKind.Bug, Correct = true },
                    new PersonSettings { Section = "user2", Id = "sandro", Imap = SandroFolder, OpensKind = TicketKind.Consultation },
                ],
            };
            return change?.Invoke(settings) ?? settings;
        });
        var world = new MailWorld(test);
        await world.Found();
        return world;
    }

    public Task<Ended<FoldersAnswer>> Run(bool dryRun = false) => new FoldersProgram(House).Run(new Manner(House.Now, dryRun), default);

    public async Task<long> Knows(string name, params string[] addresses)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        var contact = new Contact(name, await desk.Key("organization", "barilla", default));
        contact.ReachableAt(addresses);
        desk.Db.Add(contact);
        await desk.Save(default);
        return contact.Id;
    }

    public async Task Change(Func<DeskDb, Task> change)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        await desk.Begin(default);
        await change(desk.Db);
        await desk.Save(default);
    }

    public async Task<Ticket> Ticket(int number)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        return await desk.Db.Tickets.Include(t => t.Comments).ThenInclude(c => c.Attachments).SingleAsync(t => t.Number == number);
    }

    public async Task<List<T>> Rows<T>(string sql, Func<System.Data.Common.DbDataReader, T> row)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        return await desk.Sql.List(sql, row, default);
    }

    /// <summary>The traces of letters, as one reads them in English.</summary>
    public async Task<List<string>> Traces(string which) => await Rows(
        $"select trace from letter where {which} order by id",
        r => string.Join('\n', Sportello.Mailroom.Spool.Trace.Read(r.GetString(0), Sportello.Words.Language.In("en")).Select(l => $"{l.Step}: {l.Said}")));

    public async Task<long> Count(string table) => (await Rows($"select count(*) from {table}", r => r.GetInt64(0)))[0];

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    private async Task Found()
    {
        await using var desk = await House.DeskOfProgram("test", default);
        var owner = new Organization("vittorino srl", OrganizationCategory.Owner);
        var customer = new Organization("barilla", OrganizationCategory.Customer);
        desk.Db.AddRange(owner, customer);
        await desk.Flush(default);
        desk.Db.AddRange(new Contact("luca", owner), new Contact("sandro", owner), new Project("barilla sw1", customer));
        await desk.Save(default);
    }
}
