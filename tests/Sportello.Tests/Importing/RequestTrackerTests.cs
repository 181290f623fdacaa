using System.Text;
using Sportello.Data;
using Sportello.Importing;
using Sportello.Portable;
using Sportello.Testing;

namespace Sportello.Tests.Importing;

/// <summary>What Request Tracker 5.0.3 of Debian answered, recorded; the questions have to be the very same ones.</summary>
public sealed class RequestTrackerTests
{
    private const string Key = "root:secret";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Tickets_come_with_their_queues_people_conversation_and_files_and_a_second_run_adds_nothing(DatabaseProvider provider)
    {
        await using var test = await RedmineTests.Open(provider);
        using var rt = Recorded();
        var report = await Import(test, rt);
        Assert.Empty(report.Faults);
        Assert.Empty(rt.Unknown);
        Assert.Equal(rt.Asked.Distinct().Count(), rt.Asked.Count);
        Assert.Equal("user 2+0=0, organization 3+0=0, contact 4+0=0, project 2+0=0, ticket 8+0=0", Foreign.Tallied(report));
        Assert.Equal(
            ["1|Barilla SW1|3|2|Giorgia B.", "2|Barilla SW1|5|2|Francesca B.", "3|Barilla SW1|2|3|Giorgia B.", "4|Magazzino|2|3|Francesca B.", "5|Barilla SW1|3|2|Giorgia B.", "6|Barilla SW1|3|2|Francesca B.", "7|Barilla SW1|5|2|Giorgia B.", "8|Magazzino|2|3|Francesca B."],
            await Foreign.Rows(test, "select t.number, p.name, t.status, t.priority, r.name from ticket t join project p on p.id = t.project_id left join contact r on r.id = t.requester_id order by 1"));
        Assert.Equal(
            [
                "0|Testo della richiesta 7\n\nriga due на русском||rt-5.0.3+dfsg-3~deb12u6-26006-1795362696-1943.0-0-0@rt.example", "0|Risposta 0 a 7||rt-5.0.3+dfsg-3~deb12u6-25999-1795362698-1865.0-0-0@rt.example",
                "1|Nota interna 7|<p>Nota <b>interna</b> 7</p>|rt-5.0.3+dfsg-3~deb12u6-25999-1795362701-1562.0-0-0@rt.example", "0|Risposta 2 a 7||rt-5.0.3+dfsg-3~deb12u6-25998-1795362703-545.0-0-0@rt.example",
            ],
            await Foreign.Rows(test, "select case when c.internal then 1 else 0 end, c.body, c.html, c.message_id from comment c join ticket t on t.id = c.ticket_id where t.number = 7 order by c.id"));
        Assert.Equal(["Risposta 0 a 7|log 7.txt|33"], await Foreign.Rows(test, "select c.body, a.name, a.size from attachment a join comment c on c.id = a.comment_id"));
        Assert.Equal(["6|Sandro T."], await Foreign.Rows(test, "select t.number, c.name from ticket_watcher w join ticket t on t.id = w.ticket_id join contact c on c.id = w.contact_id"));
        Assert.Equal(
            ["Enoch Root|Thunder Systems|root", "Francesca B.|Barilla|", "Giorgia B.|Barilla|", "Sandro T.|Thunder Systems|sandro"],
            await Foreign.Rows(test, "select c.name, o.name, u.username from contact c join organization o on o.id = c.organization_id left join user_account u on u.id = c.user_id order by 1"));
        Assert.Equal(["0"], await Foreign.Rows(test, "select count(*) from mail_recipient"));

        var before = await Foreign.State(test);
        Assert.Equal("ticket 0+0=8", Foreign.Tallied(await Import(test, rt)));
        Assert.Equal(before, await Foreign.State(test));
    }

    [Fact]
    public async Task What_broke_off_goes_on_where_it_stopped()
    {
        await using var test = await RedmineTests.Open(DatabaseProvider.Sqlite);
        using var rt = Recorded();
        rt.Instead = path => path.EndsWith("/attachment/53", StringComparison.Ordinal) ? 400 : null;
        await Assert.ThrowsAsync<Refusal>(() => Import(test, rt));
        var first = rt.Asked.ToList();
        rt.Instead = _ => null;
        rt.Asked.Clear();
        Assert.Equal("user 2+0=0, organization 3+0=0, contact 4+0=0, project 2+0=0, ticket 8+0=0", Foreign.Tallied(await Import(test, rt)));
        Assert.DoesNotContain(rt.Asked, a => a.Contains("/history", StringComparison.Ordinal));
        Assert.Empty(rt.Asked.Where(a => a.Contains("/attachment/", StringComparison.Ordinal)).Intersect(first).Except(["/REST/2.0/attachment/53"]));
    }

    [Fact]
    public async Task A_token_goes_as_a_token_and_what_is_no_request_tracker_is_told_so()
    {
        await using var test = await RedmineTests.Open(DatabaseProvider.Sqlite);
        using var rt = new RecordedServer(Record, "Authorization", "token 1-14-abc");
        Assert.Empty((await Foreign.Import(test, rt.Address, new ForeignData("rt") { Key = "1-14-abc" }, dryRun: true)).Faults);
        rt.Altered = (_, _) => "<html>";
        Assert.Contains("does not answer with JSON", (await Assert.ThrowsAsync<Refusal>(() => Foreign.Import(test, rt.Address, new ForeignData("rt") { Key = "1-14-abc" }))).Message, StringComparison.Ordinal);
    }

    private static string Record => Path.Combine(AppContext.BaseDirectory, "Importing", "records", "rt-5.0.3.json");

    private static RecordedServer Recorded() => new(Record, "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)));

    private static Task<ImportReport> Import(TestHouse test, RecordedServer rt) => Foreign.Import(test, rt.Address, new ForeignData("rt") { Key = Key });
}
