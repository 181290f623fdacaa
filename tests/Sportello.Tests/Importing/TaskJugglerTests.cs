using Sportello.Data;
using Sportello.Importing;
using Sportello.Testing;

namespace Sportello.Tests.Importing;

public sealed class TaskJugglerTests
{
    private const string Plan =
        """
        project plan "Stampa" 2013-06-01 +6m {
          timezone "Europe/Rome"
          now 2013-06-12
        }
        resource luca "Luca Bianco" {}
        resource sandro "sandro" {}
        resource robot "Робот" {}
        task print "Печать" {
          task margins "Fix the margins; again (twice)" { allocate luca effort 3d start 2013-06-03 complete 100 note "Слева \"мало\"; места" }
          task driver "Driver" { allocate sandro, luca effort 8d depends !margins complete 40 }
          task paper "Paper" { allocate robot effort 2d start 2013-09-02 }
        }
        task docs "Docs" { allocate sandro effort 2d start 2013-10-01 }
        taskreport plan "plan" { formats csv columns bsi, name, resources, start, end, note, complete }
        """;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_plan_as_the_real_program_writes_it_becomes_work_items(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var report = await Import(test, Csv(test, Plan));

        Assert.Empty(report.Faults);
        Assert.Equal("work-item 4+0=0", Foreign.Tallied(report));
        Assert.Equal(
            [
                "1|Fix the margins; again (twice)|3|luca|2013-06-03|2013-06-05|True|Печать\n\nСлева \"мало\"; места",
                "2|Driver|6|sandro|2013-06-06|2013-06-11|False|Печать",
                "3|Paper|22||2013-09-02|2013-09-03|False|Печать",
                "4|Docs|22|sandro|2013-10-01|2013-10-02|False|",
            ],
            await Items(test));
        Assert.Contains("“Робот (robot)” is nobody's username or name here; such tasks have no developer from the plan.", report.Notices);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_same_plan_again_changes_nothing_and_a_later_one_moves_days_and_ends_what_is_finished(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await Import(test, Csv(test, Plan));
        var before = await Foreign.State(test);
        var again = await Import(test, Csv(test, Plan));
        Assert.Equal("work-item 0+0=4", Foreign.Tallied(again));
        Assert.Equal(before, await Foreign.State(test));

        // One task is put before all others, so that every BSI below it moves; one is finished, one starts later.
        var later = Plan.Replace("task margins", "task paths \"Paths\" { allocate luca effort 1d start 2013-06-03 complete 0 }\n  task margins")
            .Replace("complete 40", "complete 100").Replace("2013-10-01", "2013-10-08");
        var report = await Import(test, Csv(test, later));

        Assert.Equal("work-item 1+2=2", Foreign.Tallied(report));
        Assert.Equal(["2|Driver|3", "4|Docs|22", "5|Paths|22"], (await Items(test)).Select(i => string.Join('|', i.Split('|')[..3])).Where(i => i[0] is '2' or '4' or '5'));
    }

    [Fact]
    public async Task A_task_is_the_same_by_its_names_and_by_its_id_whichever_the_report_says()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        await Import(test, await Written(test, "BSI;Name\n1;\"Docs\"\n"));
        await Import(test, await Written(test, "Id;BSI;Name\n\"plan.docs\";1;\"Docs\"\n"));
        await Import(test, await Written(test, "Id;BSI;Name\n\"plan.docs\";2;\"Manual\"\n"));

        Assert.Equal(["1|Manual"], await Foreign.Rows(test, "select number, name from work_item"));
    }

    [Fact]
    public async Task What_was_ended_here_stays_ended_whatever_the_plan_says()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        await Import(test, await Written(test, "BSI;Name;Completion\n1;\"Docs\";\"0%\"\n"));
        await WorkedExample.ImportText(test, """{"work_items":[{"number":1,"status":"cancelled"}]}""");
        await Import(test, await Written(test, "BSI;Name;Completion\n1;\"Docs\";\"100%\"\n"));

        Assert.Equal(["5"], await Foreign.Rows(test, "select status from work_item"));
    }

    [Fact]
    public async Task Broken_rows_are_named_and_the_rest_comes_in()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        var file = await Written(test, "\"Name\";\"BSI\";\"Start\";\"Completion\"\r\n\"One\";1;\"2013-06-31\";\"0%\"\r\n\"Two\";2;\"2013-06-03-09:00\"\r\n\"Three\";3;\"03.06.2013\";\"half\"\r\n\"Four\nlines\";4;\"\";\"\"\r\n\"\";5;\"\";\"\"\r\n");
        var pretended = await Import(test, file, dryRun: true);
        Assert.Empty(await Items(test));
        var report = await Import(test, file);

        Assert.Equal(
            [
                "plan.csv: row 2: work-item 1: Start: \"2013-06-31\" is not a day; YYYY-MM-DD is needed, such as 2013-06-30.",
                "plan.csv: row 3: the row has 3 cells, and there are 4 headings; a quote or a separator is not where it should be.",
                "plan.csv: row 4: Completion: “half” is not a percentage from 0% to 100%; the rest of the row was taken.",
                "plan.csv: row 7: work-item 4: Name: is needed: a few words that say what is to be done.",
            ],
            report.Faults.Select(f => f.ToString()).Order());
        Assert.Equal(pretended.Faults, report.Faults);
        Assert.Equal(["Three", "Four\nlines"], await Foreign.Rows(test, "select name from work_item order by number"));
    }

    [Fact]
    public async Task Another_table_is_refused_with_what_would_be_right()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        var refusal = await Assert.ThrowsAsync<Refusal>(async () => await Import(test, await Written(test, "Name;Start\nOne;2013-01-01\n")));
        Assert.StartsWith("This is no task report of TaskJuggler: the column BSI is missing.", refusal.Message);
        refusal = await Assert.ThrowsAsync<Refusal>(() => Foreign.Import(test, test.Folder["plan.csv"], new("taskjuggler")));
        Assert.Equal("Say with --project into which project this goes.", refusal.Message);
    }

    private static Task<Sportello.Portable.ImportReport> Import(TestHouse test, string file, bool dryRun = false) =>
        Foreign.Import(test, file, new ForeignData("taskjuggler", "barilla sw1"), dryRun);

    private static async Task<string> Written(TestHouse test, string text)
    {
        await File.WriteAllTextAsync(test.Folder["plan.csv"], text);
        return test.Folder["plan.csv"];
    }

    /// <summary>What the real program makes of a plan.</summary>
    private static string Csv(TestHouse test, string plan)
    {
        File.WriteAllText(test.Folder["plan.tjp"], plan);
        ServerProcess.Run("tj3", "--silent", "--output-dir", test.Folder.Path, test.Folder["plan.tjp"]);
        return test.Folder["plan.csv"];
    }

    private static Task<List<string>> Items(TestHouse test) => Foreign.Rows(
        test,
        "select w.number, w.name, w.status, c.name, w.start_date, w.planned_end, case when w.finished_at is null then 'False' else 'True' end, w.description from work_item w left join contact c on c.id = w.developer_id order by w.number");
}
