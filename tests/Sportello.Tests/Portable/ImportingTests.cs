using Sportello.Data;
using Sportello.Portable;

namespace Sportello.Tests.Portable;

public sealed class ImportingTests
{
    private const string Conversation =
        """
        {
         "work_items": [{"number": 501, "project": "barilla sw1", "name": "Fix the print margins", "work_type": "bug-fix", "status": "in-progress",
           "issued_by": "sandro", "developer": "luca", "tester": "sandro", "start": "2013-06-02", "planned_end": "2013-06-09", "finished": null, "suite": "printing"}],
         "test_suites": [{"name": "printing", "owner": "luca"}],
         "projects": [{"name": "barilla sw1", "fields": [{"name": "Serial", "for_customers": true}, {"name": "Copies", "kind": "number", "position": 1}]}],
         "general_permissions": [{"contact": "marco", "role": "staff"}],
         "tickets": [
          {"number": 12345, "project": "barilla sw1", "kind": "bug", "status": "under-review", "subject": "Printing fails", "requester": "francesca", "assignee": "luca",
           "opened": "2013-06-01T09:00:00Z", "fields": {"Serial": "A-1", "Copies": "3,50"}, "watchers": ["sandro"], "work_items": [501], "comments": [
            {"author": "francesca", "at": "2013-06-01T09:00:00Z", "body": "Nothing comes out."},
            {"author": "luca", "at": "2013-06-02T10:00:00Z", "body": "Which printer?"},
            {"author": "sandro", "at": "2013-06-02T11:00:00Z", "internal": true, "body": "The driver again"}]},
          {"number": 12346, "project": "de cecco sw", "subject": "Solved", "status": "closed", "opened": "2013-06-01T09:00:00+02:00", "comments": [
            {"author": "daniela", "at": "2013-06-03T08:00:00Z", "body": "Thank you"}]}]
        }
        """;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_ticket_comes_in_with_its_conversation_and_everything_it_names(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var report = await WorkedExample.ImportText(test, Conversation);

        Assert.Empty(report.Faults);
        Assert.Equal("12345 under-review 3 staff, 12346 closed 1 customer", await Tickets(test));
        Assert.Equal(1, await Number(test, "select count(*) from ticket where number = 12345 and fields like '%A-1%' and fields like '%3.5\"%'"));
        Assert.Equal(Moment("2013-06-03T08:00:00Z"), await Number(test, "select closed_at from ticket where number = 12346"));
        Assert.Equal(12346, await Number(test, "select value from counter where name = 'ticket'"));
        Assert.Equal(501, await Number(test, "select value from counter where name = 'work-item'"));
        Assert.Equal(1, await Number(test, "select n from ticket_count where status = 2"));
        Assert.Equal(1, await Number(test, "select count(*) from ticket_work_item"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_same_file_a_second_time_changes_nothing_at_all(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await WorkedExample.ImportText(test, Conversation);
        var before = await State(test);
        test.Clock.Now = test.Clock.Now.AddDays(1);
        var example = await WorkedExample.Load(test);
        var conversation = await WorkedExample.ImportText(test, Conversation);

        Assert.All(example.Tallies.Concat(conversation.Tallies), t => Assert.Equal((0, 0), (t.Value.Added, t.Value.Changed)));
        Assert.Equal(before, await State(test));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_differs_is_changed_and_remembered(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await WorkedExample.ImportText(test, Conversation);
        var report = await WorkedExample.ImportText(
            test,
            """{"tickets":[{"number":12345,"status":"closed","assignee":null,"comments":[{"author":"luca","at":"2013-06-05T10:00:00Z","body":"Done."}]}]}""");

        Assert.Empty(report.Faults);
        Assert.Equal("12345 closed 4 staff, 12346 closed 1 customer", await Tickets(test));
        Assert.Equal("assignee luca>, reply >, status under-review>closed", await History(test));
        Assert.Equal(2, await Number(test, "select version from ticket where number = 12345"));
        Assert.Equal(2, await Number(test, "select sum(n) from ticket_count where status = 2"));
        Assert.Equal(0, await Number(test, "select sum(n) from ticket_count where status = 3"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_stream_in_any_order_says_the_same_as_the_document(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await WorkedExample.ImportText(test, Conversation);
        var document = await WorkedExample.Export(test);
        await WorkedExample.Export(test, "export.ndjson");
        var backwards = (await File.ReadAllLinesAsync(test.Folder["export.ndjson"])).Reverse();

        await using var other = await TestHouse.Open(provider);
        var report = await WorkedExample.ImportText(other, string.Join('\n', backwards), "backwards.ndjson");

        Assert.Empty(report.Faults);
        Assert.Equal(document, await WorkedExample.Export(other));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_dry_run_says_what_would_come_and_changes_nothing(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var before = await State(test);
        var report = await WorkedExample.ImportText(test, Conversation, dryRun: true);

        Assert.False(report.Kept);
        Assert.Equal(2, report.Tallies.Single(t => t.Key == "ticket").Value.Added);
        Assert.Equal(before, await State(test));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_import_that_is_broken_off_in_the_middle_has_changed_nothing(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var before = await State(test);
        var tickets = string.Join(",\n", Enumerable.Range(20000, 3000).Select(n =>
            $$"""{"number":{{n}},"project":"barilla sw1","subject":"S","opened":"2013-06-01T09:00:00Z"}"""));
        await File.WriteAllTextAsync(test.Folder["many.json"], $$"""{"organizations":[{"name":"Late","category":"cus"}],"tickets":[{{tickets}}]}""");
        using var broken = new CancellationTokenSource();
        await using (var desk = await test.House.DeskOfProgram("import", default))
        {
            var steps = new Steps(broken.Cancel);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ImportFile(desk).Run(test.Folder["many.json"], false, steps, broken.Token));
        }

        Assert.Equal(before, await State(test));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_contact_keeps_the_number_it_brings_and_the_next_one_comes_after_it(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.ImportText(test, """{"organizations":[{"name":"Barilla","category":"cus","contacts":["francesca",{"name":"Giorgia","id":404,"emails":["Giorgia@Barilla.example"]}]}]}""");
        await WorkedExample.ImportText(test, """{"organizations":[{"name":"Barilla","contacts":["martina"]}]}""");

        Assert.Equal(404, await Number(test, "select id from contact where name = 'Giorgia'"));
        Assert.True(await Number(test, "select id from contact where name = 'martina'") > 404);
        Assert.Equal(1, await Number(test, "select count(*) from contact_email where address = 'giorgia@barilla.example'"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_user_without_groups_joins_the_group_of_the_start_and_an_empty_list_means_none(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        var report = await WorkedExample.ImportText(test, """{"users":[{"username":"luca","password":"correct horse"},{"username":"sandro","groups":[]}]}""");

        Assert.Contains(report.Notices, n => n.Contains("ticket user"));
        Assert.Equal(1, await Number(test, "select count(*) from group_member m join user_account u on u.id = m.user_id where u.username = 'luca'"));
        Assert.Equal(0, await Number(test, "select count(*) from group_member m join user_account u on u.id = m.user_id where u.username = 'sandro'"));
        Assert.Equal(1, await Number(test, "select count(*) from user_account where username = 'luca' and password_hash like 'pbkdf2%'"));
    }

    private static Task<string> Tickets(TestHouse test) => Text(
        test, "select number, status, comment_count, last_comment_by_staff from ticket order by number",
        r => $"{r.GetInt32(0)} {Words.Name.Of((Sportello.Tickets.TicketStatus)r.GetInt32(1))} {r.GetInt32(2)} {(r.GetBoolean(3) ? "staff" : "customer")}");

    private static Task<string> History(TestHouse test) => Text(
        test, "select what, from_value, to_value from history where subject = 1 and what <> 'imported' order by what", r => $"{r.GetString(0)} {r.Text(1)}>{r.Text(2)}");

    /// <summary>Everything that an import could have touched.</summary>
    private static async Task<string> State(TestHouse test) => string.Join('\n',
        await Text(test, "select count(*), coalesce(max(id), 0) from history", r => $"{r.GetInt64(0)} {r.GetInt64(1)}"),
        await Text(test, "select number, version, updated_at, comment_count from ticket order by number", r => $"{r.GetInt32(0)} {r.GetInt32(1)} {r.GetInt64(2)} {r.GetInt32(3)}"),
        await Text(test, "select name, value from counter order by name", r => $"{r.GetString(0)} {r.GetInt64(1)}"),
        await Text(test, "select project_id, assignee_id, status, n from ticket_count order by 1, 2, 3", r => $"{r.GetInt64(0)} {r.GetInt64(1)} {r.GetInt32(2)} {r.GetInt64(3)}"),
        await WorkedExample.Export(test));

    private static async Task<string> Text(TestHouse test, string sql, Func<System.Data.Common.DbDataReader, string> row)
    {
        await using var desk = await test.House.DeskOfProgram("test", default);
        return string.Join(", ", await desk.Sql.List(sql, row, default));
    }

    private static async Task<long> Number(TestHouse test, string sql)
    {
        await using var desk = await test.House.DeskOfProgram("test", default);
        return await desk.Sql.First(sql, r => Convert.ToInt64(r.GetValue(0)), default);
    }

    private static long Moment(string text) => DateTimeOffset.Parse(text).ToUnixTimeMilliseconds();

    /// <summary>Strikes when tickets are under way: by then the directory is written, and a batch of tickets too.</summary>
    private sealed class Steps(Action strike) : IProgress<double>
    {
        private int _count;

        public void Report(double value)
        {
            if (++_count == 8)
            {
                strike();
            }
        }
    }
}
