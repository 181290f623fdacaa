using System.Text;
using Sportello.Data;
using Sportello.Importing;
using Sportello.Portable;

namespace Sportello.Tests.Importing;

public sealed class LegacyTests
{
    private static readonly Dictionary<string, string> Tables = new()
    {
        ["Users"] = "id;name;email;RegionTypeId;UserTypeId\n17;Паоло;paolo.t@thunder.example;0;1\n18;fabio;fabio.t@thunder.example;0;1\n30;Кьяра;chiara@customer.example;7;2\n31;luca;luca@thunder.example;0;1\n",
        ["Obr"] = "Id;UserId;VidObrId;Question;DatObr;RegionId;Fio;ObrUserId;StatusObrId;TargetObrTypeId\n"
            + "10234;17;2;\"Не печатает; совсем\";2013-02-04 09:30:00;7;Кьяра;30;6;3\n"
            + "10235;;1;\"Как \"\"закрыть\"\" месяц?\";2013-07-04 09:30:00.000;7;Елена;0;2;1\n",
        ["ObrComment"] = "ObrId;comment;dt;UserId\n10234;\"Какой принтер?\nНовый?\";2013-02-04 10:00:00;17\n10234;Старый;2013-02-04 10:30:00;30\n10235;Вот так;2013-07-05 12:00:00;99\n",
        ["Tasks"] = "id;WorkTypeId;name;UserStartId;UserTestId;UserDevelopId;StatusId;regionId;TopicId;dateStart;planDate;datetest;dateEnd;PriorTypeId;TEST\n"
            + "501;2;Поля печати;17;17;18;3;7;3;2013-02-05 00:00:00;2013-02-09;2013-02-08 12:00:00;2013-02-08 15:00:00;1;4\n502;9;Драйвер;17;NULL;18;6;7;3;2013-02-05;;;NULL;1;0\n",
        ["TaskComment"] = "taskid;comment;dt;userid\n501;Готово;08.02.2013 15:00;18\n",
        ["Task#Obr"] = "ObrId;TaskId\n10234;501\n10234;502\n",
        ["Tests"] = "id;userID\n4;18\n",
    };

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_tables_become_people_projects_work_items_and_tickets_with_their_own_numbers_and_times(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var report = await Import(test, await Folder(test, CodePagesEncodingProvider.Instance.GetEncoding(1251)!));

        Assert.Equal([], report.Faults.Select(f => f.ToString()));
        Assert.Equal("user 2+0=0, organization 1+0=0, contact 4+0=0, project 2+0=0, test-suite 1+0=0, work-item 2+0=0, ticket 2+0=0", Foreign.Tallied(report));
        Assert.Equal(
            ["10234|Не печатает; совсем|3|6|Кьяра|Паоло|1359966600000||Area 7|2", "10235|Как \"закрыть\" месяц?|1|2|Елена||1372923000000|1373018400000|Area 7|1"],
            (await Tickets(test)).Select(t => t.Replace("Region", "Area")));
        Assert.Equal(
            ["501|Поля печати|2|3|Паоло|fabio|Паоло|2013-02-05|2013-02-09|1360321200000|1360332000000|Suite 4|Topic 3", "502|Драйвер|3|6|Паоло|fabio||2013-02-05||||Suite|Topic 3"],
            (await Items(test)).Select(i => i.Replace("||Topic", "|Suite|Topic")));
        Assert.Equal(["Какой принтер?\nНовый?|Паоло|True", "Старый|Кьяра|False", "Вот так|User 99|False"], await Comments(test));
        Assert.Equal(["10234|501", "10234|502"], await Foreign.Rows(test, "select t.number, w.number from ticket_work_item l join ticket t on t.id = l.ticket_id join work_item w on w.id = l.work_item_id order by 1, 2"));
        Assert.Equal(["17|paolo.t", "18|fabio.t"], await Foreign.Rows(test, "select c.id, u.username from contact c join user_account u on u.id = c.user_id where c.id in (17, 18) order by 1"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_second_run_adds_nothing_even_where_names_and_addresses_were_changed_here(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var folder = await Folder(test, Encoding.UTF8);
        await Import(test, folder);
        await WorkedExample.ImportText(test, """{"organizations":[{"name":"Thunder Systems","contacts":[{"name":"Паоло","id":17,"username":"paolo.t","emails":["p@other.example"]}]}]}""");
        await Rename(test);
        var before = await Foreign.State(test);
        var again = await Import(test, folder);

        Assert.Empty(again.Faults);
        Assert.Equal("test-suite 0+0=1, work-item 0+0=2, ticket 0+0=2", Foreign.Tallied(again));
        Assert.Equal(before, await Foreign.State(test));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_later_state_brings_what_is_new_and_leaves_what_was_worked_on_here(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        var folder = await Folder(test, Encoding.UTF8);
        await Import(test, folder);
        await Worked(test, 10234);
        await File.AppendAllTextAsync(Path.Combine(folder, "ObrComment.csv"), "10234;И снова;2013-02-06 10:00:00;30\n");
        var obr = Path.Combine(folder, "Obr.csv");
        await File.WriteAllTextAsync(obr, (await File.ReadAllTextAsync(obr)).Replace("30;6;3", "30;2;3").Replace("0;2;1", "0;5;1") + "10236;18;1;Ещё;2013-08-01 08:00:00;7;;30;1;1\n");
        var report = await Import(test, folder);

        Assert.Empty(report.Faults);
        Assert.Equal("test-suite 0+0=1, work-item 0+0=2, ticket 1+2=0", Foreign.Tallied(report));
        Assert.Equal(["10234|6|3", "10235|5|1", "10236|1|0"], await Foreign.Rows(test, "select number, status, comment_count from ticket where number > 10000 order by number"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Numbers_that_are_taken_are_not_given_away(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await WorkedExample.ImportText(test, """{"tickets":[{"number":10235,"project":"barilla sw1","subject":"Ours","opened":"2013-06-01T09:00:00Z"}],"organizations":[{"name":"Barilla","contacts":[{"name":"Giorgia","id":17}]}]}""");
        var report = await Import(test, await Folder(test, Encoding.UTF8));

        Assert.Empty(report.Faults);
        Assert.Equal(["10234|Не печатает; совсем", "10235|Ours", "10236|Как \"закрыть\" месяц?"], await Foreign.Rows(test, "select number, subject from ticket order by number"));
        Assert.Equal(["Giorgia"], await Foreign.Rows(test, "select name from contact where id = 17"));
        Assert.Equal(["Паоло"], await Foreign.Rows(test, "select c.name from ticket t join contact c on c.id = t.assignee_id where number = 10234"));
    }

    [Fact]
    public async Task Broken_rows_are_named_by_table_and_row_and_the_rest_comes_in()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        var folder = await Folder(test, Encoding.UTF8);
        await File.AppendAllTextAsync(Path.Combine(folder, "Obr.csv"), "10240;17;1;S;2013-13-01;7;;30;1;1\n10241;55;1;S;2013-12-01;7;;30;9;1\n;17;1;S;2013-12-01;7;;30;1;1\n10243;17;1;\"S\"x;2013-12-01;7;;30;1;1\n10244;55;1;T;2013-12-01;7;;30;1;1\n");
        await File.AppendAllTextAsync(Path.Combine(folder, "ObrComment.csv"), "10299;Weg;2013-02-06;30\n10234;Wann;gestern;30\n");
        var report = await Import(test, folder);

        Assert.Equal(
            [
                "Obr.csv: row 4: ticket 10240: opened: \"2013-13-01\" is not a time; date, time and zone are needed as in RFC 3339, such as 2013-06-01T09:00:00Z.",
                "Obr.csv: row 5: UserId: there is no user 55; the rest of the row was taken.",
                "Obr.csv: row 5: ticket 10241: status: \"9\" is not one of: new, closed, under-review, accepted, returned, tasks-issued.",
                "Obr.csv: row 6: Id: is needed: the number of the row.",
                "Obr.csv: row 7: the row is broken: quotes that do not fit, or more cells than headings.",
                "Obr.csv: row 8: UserId: there is no user 55; the rest of the row was taken.",
                "ObrComment.csv: row 5: ObrId: there is no ticket 10299.",
                "ObrComment.csv: row 6: dt: “gestern” is not a time.",
            ],
            report.Faults.Select(f => f.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(["10234", "10235", "10244"], await Foreign.Rows(test, "select number from ticket where number > 10000 order by number"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_SQLite_file_with_the_tables_says_the_same_as_the_folder(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await WorkedExample.Load(test);
        await Import(test, await Database(test));
        var fromFile = await WorkedExample.Export(test);
        await using var other = await TestHouse.Open(provider);
        await WorkedExample.Load(other);
        await Import(other, await Folder(other, Encoding.UTF8));

        Assert.Equal(await WorkedExample.Export(other), fromFile);
    }

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing_and_names_of_ones_own_can_be_given()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await WorkedExample.Load(test);
        var folder = await Folder(test, Encoding.UTF8);
        var before = await Foreign.State(test);
        var pretended = await Import(test, folder, dryRun: true);
        Assert.Contains(pretended.Tallies, t => t is { Key: "ticket", Value.Added: 2 });
        Assert.Equal(before, await Foreign.State(test));

        await Foreign.Import(test, folder, new("legacy") { Map = new Dictionary<string, string> { ["region:7"] = "Barilla", ["project:7"] = "barilla sw1", ["topic:3"] = "barilla sw1" } });
        Assert.Equal(["barilla sw1"], await Foreign.Rows(test, "select distinct p.name from project p join ticket t on t.project_id = p.id"));
        Assert.Equal(["Barilla"], await Foreign.Rows(test, "select o.name from contact c join organization o on o.id = c.organization_id where c.name = 'Кьяра'"));
    }

    private static Task<ImportReport> Import(TestHouse test, string path, bool dryRun = false) =>
        Foreign.Import(test, path, new ForeignData("legacy") { Map = new Dictionary<string, string> { ["owner"] = "Thunder Systems" } }, dryRun);

    private static async Task<string> Folder(TestHouse test, Encoding encoding)
    {
        System.IO.Directory.CreateDirectory(test.Folder["legacy"]);
        foreach (var (name, text) in Tables)
        {
            await File.WriteAllBytesAsync(Path.Combine(test.Folder["legacy"], $"{name}.csv"), encoding.GetBytes(text));
        }

        return test.Folder["legacy"];
    }

    private static async Task<string> Database(TestHouse test)
    {
        var folder = await Folder(test, Encoding.UTF8);
        using var database = Sportello.Data.Database.At(new(DatabaseProvider.Sqlite, test.Folder["legacy.db"], ""));
        await using var connection = await database.Dialect.Open(default);
        foreach (var (name, _) in Tables)
        {
            var text = await File.ReadAllTextAsync(Path.Combine(folder, $"{name}.csv"));
            var table = Sportello.Directory.Import.CsvTable.Of(text, ';');
            await Run($"create table \"{name}\" ({string.Join(", ", table.Headings.Select(h => $"\"{h}\" {(h is "Id" or "id" ? "integer" : "text")}"))})");
            foreach (var row in table.Rows)
            {
                await Run($"insert into \"{name}\" values ({string.Join(", ", row.Cells.Select(c => c is "NULL" ? "null" : $"'{c.Replace("'", "''")}'"))})");
            }
        }

        return test.Folder["legacy.db"];

        async Task Run(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task Rename(TestHouse test)
    {
        await using var desk = await test.House.DeskOfProgram("test", default);
        await desk.Begin(default);
        await desk.Sql.Run("update contact set name = 'Chiara' where name = 'Кьяра'", default);
        await desk.Sql.Run("update organization set name = 'De Cecco 2' where name = 'Region 7'", default);
        await desk.Sql.Run("update project set name = 'region seven' where name = 'Region 7'", default);
        await desk.Save(default);
    }

    private static async Task Worked(TestHouse test, int number)
    {
        await using var desk = await test.House.DeskOfProgram("test", default);
        await desk.Begin(default);
        await desk.Sql.Run("insert into history (subject, subject_id, subject_version, at, who, door, what) select 1, id, 1, 0, 'luca', 1, 'status' from ticket where number = @n", default, ("@n", (long)number));
        await desk.Save(default);
    }

    private static Task<List<string>> Tickets(TestHouse test) => Foreign.Rows(
        test,
        """
        select t.number, t.subject, t.kind, t.status, r.name, a.name, t.opened_at, t.closed_at, p.name, t.comment_count
        from ticket t join project p on p.id = t.project_id left join contact r on r.id = t.requester_id left join contact a on a.id = t.assignee_id order by t.number
        """);

    private static Task<List<string>> Items(TestHouse test) => Foreign.Rows(
        test,
        """
        select w.number, w.name, w.work_type, w.status, i.name, d.name, t.name, w.start_date, w.planned_end, w.tested_at, w.finished_at, s.name, p.name
        from work_item w join project p on p.id = w.project_id left join contact i on i.id = w.issued_by_id left join contact d on d.id = w.developer_id
        left join contact t on t.id = w.tester_id left join test_suite s on s.id = w.suite_id order by w.number
        """);

    private static Task<List<string>> Comments(TestHouse test) =>
        Foreign.Rows(test, "select body, author_name, case when by_staff then 'True' else 'False' end from comment order by at");
}
