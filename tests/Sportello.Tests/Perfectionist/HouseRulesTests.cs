using System.Text;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Perfectionist;
using Sportello.TestTrends;
using Sportello.Tests.Jobs;
using Sportello.WorkItems;

namespace Sportello.Tests.Perfectionist;

/// <summary>The rules that look at suites, mail folders and addresses.</summary>
public sealed class HouseRulesTests
{
    private const string Today = "2013-06-16";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Work_is_done_too_early_while_the_last_run_of_its_suite_fails(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        await town.Suite("printing", "luca");
        await town.Suite("exports", "luca");
        await town.Suite("never-run", null);
        foreach (var (number, status, suite, developer, finished) in new[]
        {
            (701, WorkItemStatus.Done, "printing", "luca", "2013-06-10"), (702, WorkItemStatus.Done, "exports", "luca", "2013-06-10"), (703, WorkItemStatus.InProgress, "printing", "luca", null),
            (704, WorkItemStatus.Done, "printing", "sandro", "2013-06-10"), (705, WorkItemStatus.Done, "printing", "luca", "2013-05-01"), (706, WorkItemStatus.Done, "never-run", "luca", "2013-06-10"),
            (707, WorkItemStatus.Cancelled, "printing", "luca", "2013-06-10"),
        })
        {
            await town.WorkItem(number, status, WorkType.BugFix, suite);
            await Run(town, "update work_item set developer_id = @developer, finished_at = @finished where number = @number", ("@developer", town.Key(developer)), ("@finished", finished is null ? null : Scenario.Utc(finished)), ("@number", number));
        }

        await Report(town, "printing", failures: 0, "2013-06-12T20:00:00");
        await Report(town, "printing", failures: 2, "2013-06-14T20:00:00");
        await Report(town, "exports", failures: 3, "2013-06-12T20:00:00");
        await Report(town, "exports", failures: 0, "2013-06-14T20:00:00");

        var answer = await Inspect(town);
        var finding = answer.People[0].Findings.Single(f => f.Rule == "suite-red");
        Assert.Empty(finding.Tickets);
        Assert.Equal([new Evidence { WorkItem = 701, At = Scenario.Utc("2013-06-14T20:00"), Count = 2, Words = "printing" }], finding.Evidence!);
        Assert.Contains("#701 (printing, 2 failed on 14 June)", answer.People[0].Message.Text, StringComparison.Ordinal);

        await Use(town, desk => new DismissFinding(desk).Run("suite-red", 701, "The tests are wrong.", default));
        Assert.Empty((await Inspect(town)).People[0].Findings.Single(f => f.Rule == "suite-red").Evidence!);
        town.Clock.Now = Scenario.Utc("2013-06-15T09:00");
        await Report(town, "printing", failures: 1, "2013-06-15T20:00:00");
        Assert.Single((await Inspect(town)).People[0].Findings.Single(f => f.Rule == "suite-red").Evidence!);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_mail_folder_is_named_while_it_is_silent_or_cannot_be_read(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        (string Folder, string Looked, string? Silent, string? Failing, string? Error)[] folders =
        [
            ("Luca", "2013-06-16T06:00", "2013-06-11T10:00", null, null), ("Sandro", "2013-06-16T06:00", null, "2013-06-15T10:00", "The server refused us."),
            ("Fine", "2013-06-16T06:00", null, null, null), ("Old", "2013-05-16T06:00", "2013-05-01T10:00", null, null),
        ];
        foreach (var (folder, looked, silent, failing, error) in folders)
        {
            await Run(
                town,
                "insert into mail_box (box, folder, program, looked_at, failures, silent_since, failing_since, error) values ('imap', @folder, 'mail folders', @looked, 0, @silent, @failing, @error)",
                ("@folder", folder), ("@looked", Scenario.Utc(looked)), ("@silent", silent is null ? null : Scenario.Utc(silent)), ("@failing", failing is null ? null : Scenario.Utc(failing)), ("@error", error));
        }

        var house = (await Inspect(town)).House;

        Assert.Equal(["Luca", "Sandro"], house.Findings.Single(f => f.Rule == "mailbox-silent").Evidence!.Select(e => e.Mailbox));
        Assert.Contains("Luca (the last letter came on 11 June), Sandro (cannot be read since 15 June: The server refused us)", house.Text, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_address_where_nothing_arrives_is_named_while_somebody_has_it(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        await town.Customer("giorgia");
        await town.Change(db =>
        {
            db.Contacts.Single(c => c.Name == "francesca").ReachableAt(["francesca@barilla.example", "old@barilla.example"]);
            var gone = db.Contacts.Single(c => c.Name == "giorgia");
            gone.ReachableAt(["giorgia@barilla.example"]);
            gone.Active = false;
            return Task.CompletedTask;
        });
        await Run(town, "update contact_email set undeliverable_at = @at, undeliverable_why = '550 5.1.1' where address in ('old@barilla.example', 'giorgia@barilla.example')", ("@at", Scenario.Utc("2013-06-14T10:00")));

        var finding = (await Inspect(town)).House.Findings.Single(f => f.Rule == "address-dead");

        Assert.Equal(["francesca old@barilla.example"], finding.Evidence!.Select(e => $"{e.Contact} {e.Words}"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_domain_is_whose_nearly_everybody_is_there_and_a_stranger_in_it_is_named(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        await town.Change(db =>
        {
            var (barilla, siex) = (db.Organizations.Single(o => o.Name == "Barilla"), new Organization("Siex", OrganizationCategory.Customer));
            db.Add(siex);
            db.SaveChanges();
            foreach (var (name, organization, address) in new[]
            {
                ("giorgia", barilla, "giorgia@barilla.example"), ("martina", barilla, "martina@barilla.example"), ("daniela", barilla, "daniela@barilla.example"),
                ("elena", siex, "elena@barilla.example"), ("paolo", siex, "paolo@siex.example"), ("chiara", siex, "chiara@mail.example"),
                ("giovanna", barilla, "giovanna@mail.example"), ("luisa", barilla, "luisa@mail.example"), ("fabio", barilla, "fabio@mail.example"), ("marco", siex, "marco@mail.example"),
            })
            {
                var contact = new Contact(name, organization.Id);
                contact.ReachableAt([address]);
                db.Add(contact);
            }

            return Task.CompletedTask;
        });

        var finding = (await Inspect(town)).House.Findings.Single(f => f.Rule == "address-elsewhere");

        Assert.Equal(["elena elena@barilla.example Barilla"], finding.Evidence!.Select(e => $"{e.Contact} {e.Words} {e.Organization}"));
    }

    private static async Task<Scenario> Town(DatabaseProvider provider)
    {
        var town = await Scenario.Open(provider);
        town.Clock.Now = Scenario.Utc("2013-06-14T21:00");
        await town.Worker("luca", c => c.Correct = true);
        await town.Worker("sandro");
        await town.Customer("francesca");
        return town;
    }

    private static async Task<PerfectionistAnswer> Inspect(Scenario town) =>
        (await new PerfectionistProgram(town.House).Run(Manner.Of(town.House, Today, dryRun: true), default)).Answer!;

    private static Task Report(Scenario town, string suite, int failures, string at) => Use(town, async desk =>
    {
        var cases = string.Concat(Enumerable.Range(1, 5).Select(i => $"<testcase name=\"case {i}\">{(i <= failures ? "<failure/>" : "")}</testcase>"));
        var report = $"""<testsuite name="{suite}" timestamp="{at}">{cases}</testsuite>""";
        await new ImportTestResults(desk).Run([new($"{suite}.xml", Encoding.UTF8.GetBytes(report))], default);
    });

    private static Task Run(Scenario town, string statement, params (string, object?)[] values) => Use(town, async desk =>
    {
        await desk.Begin(default);
        Assert.NotEqual(0, await desk.Sql.Run(statement, default, values));
        await desk.Save(default);
    });

    private static async Task Use(Scenario town, Func<Desk, Task> use)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        await use(desk);
    }
}
