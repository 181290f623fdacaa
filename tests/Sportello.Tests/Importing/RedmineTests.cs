using Sportello.Data;
using Sportello.Importing;
using Sportello.Portable;
using Sportello.Testing;

namespace Sportello.Tests.Importing;

/// <summary>What Redmine 5.0.4 of Debian answered, recorded; the questions have to be the very same ones.</summary>
public sealed class RedmineTests
{
    private const string Key = "key-of-the-test";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Issues_become_tickets_with_their_people_notes_files_and_dates_and_a_second_run_adds_nothing(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        using var redmine = Recorded();
        var report = await Import(test, redmine);
        Assert.Empty(report.Faults);
        Assert.Empty(redmine.Unknown);
        Assert.Equal(redmine.Asked.Distinct().Count(), redmine.Asked.Count);
        Assert.Equal("user 3+0=0, organization 2+0=0, contact 5+0=0, project 2+0=0, ticket 7+0=0", Foreign.Tallied(report));
        Assert.Contains(report.Notices, n => n.StartsWith("1 private issues were left out", StringComparison.Ordinal));
        Assert.Equal(
            [
                "1|Barilla SW1|2|3|2|Giorgia B.|Luca T.|1325433600000|", "2|Barilla SW1|1|5|3|Luca T.|Luca T.|1325458800000|", "3|Barilla SW1|3|2|4|Francesca B.||1325484000000|1325494800000",
                "4|Magazzino|2|1|4|Giorgia B.|Luca T.|1325509200000|", "5|Barilla SW1|1|2|1|Luca T.|Luca T.|1325534400000|1325538000000",
                "6|Barilla SW1|3|3|2|Francesca B.||1325559600000|", "8|Magazzino|1|1|4|Luca T.|Luca T.|1325610000000|",
            ],
            await Foreign.Rows(test, "select t.number, p.name, t.kind, t.status, t.priority, r.name, a.name, t.opened_at, t.closed_at from ticket t join project p on p.id = t.project_id left join contact r on r.id = t.requester_id left join contact a on a.id = t.assignee_id order by 1"));
        Assert.Equal(
            ["Francesca B.|0|0|Testo della richiesta 3\n\n* uno\n* _due_", "Luca T.|0|1|Risposta 0", "Francesca B.|0|0|Nota con *testo* 1 на русском", "Francesca B.|1|0|Risposta 2"],
            await Foreign.Rows(test, "select c.author_name, case when c.internal then 1 else 0 end, case when c.by_staff then 1 else 0 end, c.body from comment c join ticket t on t.id = c.ticket_id where t.number = 3 order by c.id"));
        Assert.Equal(["Risposta 0|log 1.txt|text/plain|33"], await Foreign.Rows(test, "select c.body, a.name, a.media_type, a.size from attachment a join comment c on c.id = a.comment_id"));
        Assert.Equal(
            ["Francesca B.|Barilla SW1||", "Giorgia B.|Magazzino||", "Luca T.|Thunder Systems|luca|1", "Redmine Admin|Thunder Systems|admin|1", "Sandro T.|Thunder Systems|sandro|0"],
            await Foreign.Rows(test, "select c.name, o.name, u.username, case when u.active then 1 when not u.active then 0 end from contact c join organization o on o.id = c.organization_id left join user_account u on u.id = c.user_id order by 1"));
        Assert.Equal(["0"], await Foreign.Rows(test, "select count(*) from mail_recipient"));

        var before = await Foreign.State(test);
        Assert.Equal("ticket 0+0=7", Foreign.Tallied(await Import(test, redmine)));
        Assert.Equal(before, await Foreign.State(test));
    }

    [Fact]
    public async Task What_broke_off_goes_on_where_it_stopped_and_only_what_is_new_is_asked_for()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        using var redmine = Recorded();
        redmine.Instead = path => path.StartsWith("/issues/5.json", StringComparison.Ordinal) ? 400 : null;
        var broken = await Assert.ThrowsAsync<Refusal>(() => Import(test, redmine));
        Assert.Contains("run the import again", broken.Message, StringComparison.Ordinal);
        Assert.Equal(["0"], await Foreign.Rows(test, "select count(*) from ticket"));

        redmine.Instead = _ => null;
        redmine.Asked.Clear();
        var report = await Import(test, redmine);
        Assert.Contains("4 answers were here from an earlier run and were not asked for again.", report.Notices);
        Assert.Equal(["/issues/5", "/issues/6", "/issues/8"], redmine.Asked.Where(a => a.StartsWith("/issues/", StringComparison.Ordinal)).Select(a => a.Split('.')[0]));
        Assert.Equal(["7"], await Foreign.Rows(test, "select count(*) from ticket"));
        Assert.Empty(System.IO.Directory.GetDirectories(test.Folder["importing"]));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task While_the_other_server_thinks_everybody_here_goes_on_writing(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        using var redmine = Recorded();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var answer = new ManualResetEventSlim();
        redmine.Altered = (path, body) =>
        {
            if (path.StartsWith("/issues/5.json", StringComparison.Ordinal))
            {
                asked.TrySetResult();
                answer.Wait(TimeSpan.FromMinutes(1));
            }

            return body;
        };
        var import = Task.Run(() => Import(test, redmine));
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await using (var desk = await test.House.DeskOfProgram("test", default))
        {
            await new Sportello.Directory.AddOrganization(desk).Run(new("De Cecco", Sportello.Directory.OrganizationCategory.Customer), default).WaitAsync(TimeSpan.FromSeconds(20));
        }

        answer.Set();
        Assert.Empty((await import).Faults);
        Assert.Equal(["7"], await Foreign.Rows(test, "select count(*) from ticket"));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_what_it_read_serves_the_true_one()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        using var redmine = Recorded();
        var before = await Foreign.State(test);
        Assert.Equal("user 3+0=0, organization 2+0=0, contact 5+0=0, project 2+0=0, ticket 7+0=0", Foreign.Tallied(await Import(test, redmine, dryRun: true)));
        Assert.Equal(before, await Foreign.State(test));
        redmine.Asked.Clear();
        await Import(test, redmine);
        Assert.DoesNotContain(redmine.Asked, a => a.StartsWith("/issues/", StringComparison.Ordinal) || a.StartsWith("/attachments/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_mapped_goes_where_it_was_said_and_private_issues_come_when_they_are_asked_for()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        using var redmine = Recorded();
        await Import(test, redmine, map: [("organization:barilla-sw1", "Barilla"), ("project:sub", "barilla sw2"), ("status:accepted", "Feedback"), ("kind:bug", "Feature"), ("role:customer", "Developer"), ("private", "take")]);
        Assert.Equal(["Barilla SW1|Barilla", "barilla sw2|Magazzino"], await Foreign.Rows(test, "select p.name, o.name from project p join organization o on o.id = p.organization_id order by 1"));
        Assert.Equal(["2|1|4", "7|3|4"], await Foreign.Rows(test, "select number, kind, status from ticket where number in (2, 7) order by 1"));
        Assert.Equal(["Luca T.|Barilla"], await Foreign.Rows(test, "select c.name, o.name from contact c join organization o on o.id = c.organization_id where c.name like 'Luca%'"));
    }

    [Fact]
    public async Task An_issue_of_a_project_that_is_not_seen_is_named_and_the_rest_comes_in()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        using var redmine = Recorded();
        redmine.Altered = (path, body) => path.StartsWith("/issues/4.json", StringComparison.Ordinal) ? body.Replace("\"project\": {\n\"id\": 2", "\"project\": {\n\"id\": 9", StringComparison.Ordinal) : body;
        var report = await Import(test, redmine);
        Assert.Equal("issue 4: project: the key does not see project 9.", Assert.Single(report.Faults).ToString());
        Assert.Equal(["6"], await Foreign.Rows(test, "select count(*) from ticket"));
    }

    [Fact]
    public async Task Whoever_has_no_key_or_the_wrong_address_is_told_so()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        using var redmine = Recorded();
        Assert.Contains("SPORTELLO__IMPORT__KEY", (await Assert.ThrowsAsync<Refusal>(() => Foreign.Import(test, redmine.Address, new ForeignData("redmine")))).Message, StringComparison.Ordinal);
        Assert.Contains("does not take the key", (await Assert.ThrowsAsync<Refusal>(() => Foreign.Import(test, redmine.Address, new ForeignData("redmine") { Key = "other" }))).Message, StringComparison.Ordinal);
        foreach (var address in new[] { "dump.sql", "ftp://redmine.example/", "https://luca:secret@redmine.example/" })
        {
            Assert.Contains("is not the address of a server", (await Assert.ThrowsAsync<Refusal>(() => Foreign.Import(test, address, new ForeignData("redmine") { Key = Key }))).Message, StringComparison.Ordinal);
        }

        redmine.Instead = _ => 302;
        Assert.Contains("give that address", (await Assert.ThrowsAsync<Refusal>(() => Import(test, redmine))).Message, StringComparison.Ordinal);
    }

    private static RecordedServer Recorded() => new(Path.Combine(AppContext.BaseDirectory, "Importing", "records", "redmine-5.0.4.json"), "X-Redmine-API-Key", Key);

    private static Task<ImportReport> Import(TestHouse test, RecordedServer redmine, bool dryRun = false, params (string Ours, string Theirs)[] map) => Foreign.Import(
        test, redmine.Address, new ForeignData("redmine") { Key = Key, Map = map.ToDictionary(m => m.Ours, m => m.Theirs, StringComparer.OrdinalIgnoreCase) }, dryRun);

    internal static async Task<TestHouse> Open(DatabaseProvider provider)
    {
        var test = await TestHouse.Open(provider);
        await using var desk = await test.House.DeskOfProgram("import", default);
        await File.WriteAllTextAsync(test.Folder["start.json"], """{"organizations":[{"name":"Thunder Systems","category":"com"}]}""");
        await new ImportFile(desk).Run(test.Folder["start.json"], false, null, default);
        return test;
    }
}
