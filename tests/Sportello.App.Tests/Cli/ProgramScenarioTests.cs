using System.Globalization;
using System.Text.Json;

namespace Sportello.App.Tests.Cli;

/// <summary>The programs as scripts use them: a scenario in the portable form, a date, and the JSON of the contract.</summary>
public sealed class ProgramScenarioTests
{
    private static readonly string[] Six = ["work-under-way", "tasks-finished", "tasks-missing", "customer-silent", "still-new", "accepted-too-long"];

    [Fact]
    public async Task Leaders_print_the_contract_with_ties_and_people_without_tickets()
    {
        using var sportello = new Executable();
        await sportello.Write("config.ini", "\uFEFF[work]\ntimeZone = Europe/Rome\n[User of the desk]\nid = luca\nslack = @luca\nstat = 1\n[superuser]\nid = 404\njabber = sandro@chat.example\nstat=1\n[user3]\nid=daniele\nstat=1\n");
        await sportello.Import(Scenario(
            Ticket(1, "luca", "2013-06-15T10:00:00Z"), Ticket(2, "luca", "2013-06-15T10:00:00Z", kind: "consultation"),
            Ticket(3, "vittorino", "2013-06-15T10:00:00Z"), Ticket(4, "vittorino", "2013-06-15T21:59:59Z", kind: "enhancement"),
            Ticket(5, "sandro", "2013-06-14T22:00:00Z"), Ticket(6, "sandro", "2013-06-14T21:59:59Z"), Ticket(7, null, "2013-06-15T10:00:00Z")));

        var day = (await sportello.Run("leaders", "-p", "day", "--date", "2013-06-16", "--json", "--dry-run")).Json;

        Assert.Equal(["period", "from", "to", "people", "leaders", "messages"], Members(day));
        Assert.Equal(("day", "2013-06-15", "2013-06-15"), (Text(day, "period"), Text(day, "from"), Text(day, "to")));
        Assert.Equal(["contact", "total", "consultations", "bugs", "enhancements", "place", "leader"], Members(day.GetProperty("people")[0]));
        Assert.Equal(
            ["luca 2 1 1 0 1 True", "vittorino 2 0 1 1 1 True", "sandro 1 0 1 0 3 True", "daniele 0 0 0 0 4 False"],
            Items(day, "people").Select(p => string.Join(' ', p.EnumerateObject().Select(m => m.Value.ToString()))));
        Assert.Equal(["luca", "vittorino", "sandro"], Items(day, "leaders").Select(l => l.GetString()));
        Assert.Equal(["contact", "channel", "address", "text"], Members(day.GetProperty("messages")[0]));
        Assert.Equal(
            ["luca slack @luca", "sandro jabber sandro@chat.example", "daniele print "],
            Items(day, "messages").Select(m => $"{Text(m, "contact")} {Text(m, "channel")} {m.GetProperty("address").GetString()}"));

        var week = (await sportello.Run("leaders", "-p", "week", "--date", "2013-06-16", "--json", "--dry-run")).Json;
        Assert.Equal(("2013-06-09", "2013-06-15", 2), (Text(week, "from"), Text(week, "to"), Items(week, "people").Single(p => Text(p, "contact") == "sandro").GetProperty("total").GetInt32()));
        var month = (await sportello.Run("leaders", "-p", "month", "--date", "2013-07-01", "--json", "--dry-run")).Json;
        Assert.Equal(("2013-06-01", "2013-06-30"), (Text(month, "from"), Text(month, "to")));
    }

    [Theory]
    [InlineData("Europe/Rome", "2013-04-01", "2013-03-30T22:59:59Z", "2013-03-30T23:00:00Z", "2013-03-31T21:59:59Z", "2013-03-31T22:00:00Z")]
    [InlineData("America/New_York", "2013-11-04", "2013-11-03T03:59:59Z", "2013-11-03T04:00:00Z", "2013-11-04T04:59:59Z", "2013-11-04T05:00:00Z")]
    [InlineData("Asia/Beirut", "2013-04-01", "2013-03-30T21:59:59Z", "2013-03-30T22:00:00Z", "2013-03-31T20:59:59Z", "2013-03-31T21:00:00Z")]
    public async Task Midnight_and_the_odd_days_are_those_of_the_configured_zone(string zone, string date, string before, string first, string last, string after)
    {
        using var sportello = new Executable();
        sportello.Environment["SPORTELLO__WORK__TIMEZONE"] = zone;
        await sportello.Import(Scenario(Ticket(1, "sandro", before), Ticket(2, "luca", first), Ticket(3, "luca", last), Ticket(4, "sandro", after)));

        var day = (await sportello.Run("leaders", "-p", "day", "--date", date, "--json", "--dry-run")).Json;

        Assert.Equal(["luca 2"], Items(day, "people").Select(p => $"{Text(p, "contact")} {p.GetProperty("total").GetInt32()}"));
    }

    [Fact]
    public async Task Perfectionist_prints_every_rule_and_a_dry_run_says_what_the_real_one_does()
    {
        using var sportello = new Executable();
        await sportello.Write("config.ini", "[work]\ntimeZone = Europe/Rome\nlogLevel = ERROR\n[user1]\nid = luca\nРассматривается = 1\n[user2]\nid = daniele\n");
        await sportello.Import(Scenario(
            Ticket(12, "luca", "2013-06-10T10:00:00Z", status: "accepted", comments: """{"author":"sandro","at":"2013-06-15T10:00:00Z","internal":true,"body":"Mine too"}"""),
            Ticket(13, "luca", "2013-06-10T10:00:00Z", status: "returned", comments: """{"author":"luca","at":"2013-06-10T10:00:00Z","body":"Does it print now?"}"""),
            Ticket(14, "luca", "2013-06-10T10:00:00Z", status: "tasks-issued"),
            Ticket(15, "luca", "2013-06-11T07:00:00Z", status: "accepted"),
            Ticket(16, "daniele", "2013-06-15T07:00:00Z", status: "accepted", comments: """{"author":"luca","at":"2013-06-15T10:00:00Z","body":"Hello"}"""),
            Ticket(17, "luca", "2013-06-15T07:00:00Z")));

        var dry = await sportello.Run("perfectionist", "--date", "2013-06-16", "--json", "--dry-run");
        var real = await sportello.Run("perfectionist", "--date", "2013-06-16", "--json");
        var again = await sportello.Run("perfectionist", "--date", "2013-06-16", "--json");

        Assert.Equal(["date", "people", "house"], Members(real.Json));
        Assert.Equal(["daniele", "luca"], Items(real.Json, "people").Select(p => Text(p, "contact")));
        Assert.Equal(["contact", "findings", "message"], Members(real.Json.GetProperty("people")[0]));
        Assert.Equal(["channel", "address", "text"], Members(real.Json.GetProperty("people")[0].GetProperty("message")));
        foreach (var person in Items(real.Json, "people"))
        {
            var six = Items(person, "findings").Take(6).ToList();
            Assert.Equal(Six, six.Select(f => Text(f, "rule")));
            Assert.All(six, f => Assert.Equal(["rule", "tickets", "fixed", "off"], Members(f)));
        }

        Assert.Equal("work-under-way [12] True False;tasks-finished [] False False;tasks-missing [14] False False;customer-silent [13] False False;still-new [17] False False;accepted-too-long [15] False False", Flat(real.Json, "luca"));
        Assert.Equal("work-under-way [] False True;tasks-finished [] False False;tasks-missing [] False False;customer-silent [] False False;still-new [] False False;accepted-too-long [] False False", Flat(real.Json, "daniele"));
        Assert.Equal(Flat(dry.Json, "luca"), Flat(real.Json, "luca"));
        Assert.StartsWith("work-under-way [] False False;", Flat(again.Json, "luca"), StringComparison.Ordinal);
        Assert.Equal(Text(real.Json.GetProperty("people")[1].GetProperty("message"), "text") + "\n", await File.ReadAllTextAsync(sportello["data/msg/luca"]));
        Assert.False(File.Exists(sportello["data/dot_project.log"]));
    }

    [Fact]
    public async Task What_was_corrected_is_listed_taken_back_once_and_put_off()
    {
        using var sportello = new Executable();
        await sportello.Write("config.ini", "[user1]\nid = luca\nРассматривается = 1\nstill-new = off\n");
        await sportello.Import(Scenario(
            Ticket(12, "luca", "2013-06-10T10:00:00Z", status: "accepted", comments: """{"author":"luca","at":"2013-06-15T10:00:00Z","body":"Hello"}"""),
            Ticket(13, "luca", "2013-06-10T10:00:00Z", status: "returned", comments: """{"author":"luca","at":"2013-06-10T10:00:00Z","body":"Does it print now?"}""")));
        Assert.Equal(0, (await sportello.Run("perfectionist", "--quiet")).Code);

        var fixes = await sportello.Run("perfectionist", "fixes");
        Assert.Contains("work-under-way  12  luca  status accepted → under-review  by perfectionist", fixes.Output, StringComparison.Ordinal);
        Assert.Contains("customer-silent", (await sportello.Run("perfectionist", "findings", "--person", "luca")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await sportello.Run("perfectionist", "undo", "1")).Code);
        var twice = await sportello.Run("perfectionist", "undo", "1", "99");
        Assert.Equal((1, ""), (twice.Code, twice.Output));
        Assert.Contains("already", twice.Error, StringComparison.Ordinal);
        Assert.Contains("There is no correction 99", twice.Error, StringComparison.Ordinal);
        var applied = await sportello.Run("perfectionist", "apply", "customer-silent", "13", "12");
        Assert.Equal(3, applied.Code);
        Assert.Contains("13: status returned → closed", applied.Output, StringComparison.Ordinal);
        Assert.Contains("nothing to do for 12 any more", applied.Error, StringComparison.Ordinal);
        var wrong = await sportello.Run("perfectionist", "snooze", "still-new", "12", "--until", "soon", "--reason", "x");
        Assert.Equal((1, ""), (wrong.Code, wrong.Output));
        Assert.Contains("YYYY-MM-DD", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("there are", (await sportello.Run("perfectionist", "dismiss", "no-such", "12", "--reason", "x")).Error, StringComparison.OrdinalIgnoreCase);
        var file = await sportello.Run("perfectionist", "set", "still-new", "report", "--person", "luca");
        Assert.Equal(1, file.Code);
        Assert.Contains("the file wins", file.Error, StringComparison.Ordinal);
        var rules = (await sportello.Run("perfectionist", "rules", "--person", "luca", "--json")).Json;
        Assert.Contains("still-new off file", rules.EnumerateArray().Select(r => $"{Text(r, "rule")} {Text(r, "mode")} {Text(r, "source")}"));
    }

    [Fact]
    public async Task Test_trends_write_one_line_a_day_and_take_reports()
    {
        using var sportello = new Executable();
        await sportello.Write("config.ini", "[work]\ntimeZone = Europe/Rome\ntestView = out/testView.txt\n");
        await sportello.Import(Scenario([], """
            "work_items":[{"number":501,"project":"barilla sw1","name":"Margins","work_type":"bug-fix","status":"in-progress","suite":"printing"},
              {"number":502,"project":"barilla sw1","name":"Fonts","work_type":"bug-fix","status":"done","suite":"printing"},
              {"number":503,"project":"barilla sw1","name":"New","work_type":"enhancement","status":"in-progress","suite":"mail"}],
            "test_suites":[{"name":"printing","owner":"luca"},{"name":"mail"}]
            """));

        var dry = await sportello.Run("test-trends", "--date", "2013-06-16", "--json", "--dry-run");
        Assert.Equal("""{"date":"2013-06-16","suites":2,"bug_fixes":2,"open_bug_fixes":1,"owners":[{"contact":"luca","suites":1,"bug_fixes":2,"open_bug_fixes":1}]}""", JsonSerializer.Serialize(dry.Json));
        Assert.False(File.Exists(sportello["data/out/testView.txt"]));
        Assert.Equal(dry.Output, (await sportello.Run("test-trends", "--date", "2013-06-16", "--json")).Output);
        Assert.Equal(0, (await sportello.Run("test-trends", "--date", "2013-06-17T00:10", "--quiet")).Code);
        await sportello.Import(Scenario([], """ "test_suites":[{"name":"import"}] """));
        var text = await sportello.Run("test-trends", "--date", "2013-06-16T23:50");
        Assert.Equal("2013-06-16: 3 test suites, 2 bug fixes with a suite, 1 of them open.\n  luca: 1 test suite, 2 bug fixes with a suite, 1 of them open.\n", text.Output);
        Assert.Equal("2013-06-16 3 2 1\n2013-06-17 2 2 1\n"u8.ToArray(), await File.ReadAllBytesAsync(sportello["data/out/testView.txt"]));

        await sportello.Write("junit.xml", """<testsuites><testsuite name="printing" timestamp="2013-06-16T08:00:00" time="1.5"><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite></testsuites>""");
        await sportello.Write("run.trx", """<TestRun name="nightly"><Results><UnitTestResult testId="1" outcome="Passed" duration="00:00:02"/></Results><TestDefinitions><UnitTest id="1" storage="c:\x\mail.dll"/></TestDefinitions></TestRun>""");
        await sportello.Write("bad.xml", "<html/>");
        var bad = await sportello.Run("test-trends", "import", sportello["junit.xml"], sportello["bad.xml"]);
        Assert.Equal((1, ""), (bad.Code, bad.Output));
        Assert.Contains("bad.xml: the root element is <html>", bad.Error, StringComparison.Ordinal);
        Assert.Equal("printing: 2 tests, 1 failed, 0 skipped, 1.5 s\nmail: 1 tests, 0 failed, 0 skipped, 2 s\n", (await sportello.Run("test-trends", "import", sportello["junit.xml"], sportello["run.trx"])).Output);
        Assert.Contains("(was there already)", (await sportello.Run("test-trends", "import", sportello["junit.xml"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_the_configuration_is_named_at_once_and_nothing_is_done()
    {
        using var sportello = new Executable();
        await sportello.Import(Scenario(Ticket(1, "luca", "2013-06-15T10:00:00Z")));
        foreach (var given in new[] { "0", "abc" })
        {
            await sportello.Write("config.ini", $"[work]\nnoActiveObr = {given}\nlogLevel = LOUD\n[user1]\nstat = perhaps\nno-such-rule = off\n[perfectionist]\nstill-new = sometimes\nanswerDays = none\n");
            foreach (var program in given == "abc" ? [["perfectionist"]] : new[] { new[] { "perfectionist" }, ["leaders", "-p", "day"], ["test-trends"], ["config", "check"] })
            {
                var ended = await sportello.Run(program);
                Assert.Equal((1, ""), (ended.Code, ended.Output));
                foreach (var fault in new[] { $"[work] noActiveObr: “{given}”", "whole number above 0", "[work] logLevel", "[user1] id", "[user1] stat", "[user1] no-such-rule", "[perfectionist] still-new", "[perfectionist] answerDays" })
                {
                    Assert.Contains(fault, ended.Error, StringComparison.Ordinal);
                }
            }
        }

        await sportello.Write("config.ini", "[user1]\nid = nobody\nstat = 1\n[user2]\nid = luca\n[user3]\nid = 403\n[perfectionist]\nkeeper = ghost\n");
        var people = await sportello.Run("leaders", "-p", "day");
        Assert.Equal((1, ""), (people.Code, people.Output));
        Assert.Contains("[user1] id: “nobody” is nobody", people.Error, StringComparison.Ordinal);
        Assert.Contains("[user3] id: “403” is luca", people.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await sportello.Run("leaders")).Code);
        Assert.Equal(1, (await sportello.Run("leaders", "-p", "year")).Code);
        await sportello.Write("config.ini", "[user1]\nid = luca\n");
        Assert.Equal(1, (await sportello.Run("perfectionist", "--date", "16.06.2013")).Code);
        Assert.False(System.IO.Directory.Exists(sportello["data/msg"]));
    }

    [Fact]
    public async Task Without_a_token_the_message_waits_the_program_says_so_and_ends_with_two()
    {
        using var sportello = new Executable();
        await sportello.Write("config.ini", "[user1]\nid = luca\nslack = luca\nstat = 1\nРассматривается = 1\n[user2]\nid = daniele\nstat = 1\n");
        await sportello.Write("token.txt", "\n");
        await sportello.Import(Scenario(Ticket(1, "luca", "2013-06-15T10:00:00Z", status: "accepted", comments: """{"author":"luca","at":"2013-06-15T11:00:00Z","body":"Hello"}""")));

        var leaders = await sportello.Run("leaders", "-p", "day", "--date", "2013-06-16", "--quiet");
        Assert.Equal(2, leaders.Code);
        Assert.StartsWith("\nTo daniele:", leaders.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("To luca", leaders.Output, StringComparison.Ordinal);
        Assert.Contains("token.txt", leaders.Error, StringComparison.Ordinal);
        Assert.Contains("1 message waits in the outbox", leaders.Error, StringComparison.Ordinal);
        var perfectionist = await sportello.Run("perfectionist", "--date", "2013-06-16", "--json");
        Assert.Equal(2, perfectionist.Code);
        using var document = JsonDocument.Parse(perfectionist.Output);
        Assert.StartsWith("work-under-way [1] True False;", Flat(document.RootElement, "luca"), StringComparison.Ordinal);
        Assert.Equal("slack", Text(Items(document.RootElement, "people").Single(p => Text(p, "contact") == "luca").GetProperty("message"), "channel"));
    }

    private static string Scenario(params string[] tickets) => Scenario(tickets, null);

    private static string Scenario(string[] tickets, string? more) =>
        $$"""
        {"users":[{"username":"luca"}],
         "organizations":[{"name":"Sistemi","category":"com","contacts":["vittorino",{"name":"luca","username":"luca","id":403},{"name":"sandro","id":404},"daniele"]},{"name":"Barilla","category":"cus","contacts":["francesca"]}],
         "projects":[{"name":"barilla sw1","organization":"Barilla","managers":["sandro"],"staff":["luca"],"customers":["francesca"]}],
         {{(more is null ? "" : more + ",")}}
         "tickets":[{{string.Join(',', tickets)}}]}
        """;

    private static string Ticket(int number, string? assignee, string opened, string kind = "bug", string status = "new", string comments = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"number":{{number}},"project":"barilla sw1","kind":"{{kind}}","status":"{{status}}","subject":"Ticket {{number}}","requester":"francesca",{{(assignee is null ? "" : $"\"assignee\":\"{assignee}\",")}}"opened":"{{opened}}","comments":[{{comments}}]}""");

    private static string Flat(JsonElement answer, string contact) => string.Join(';', Items(Items(answer, "people").Single(p => Text(p, "contact") == contact), "findings").Take(6)
        .Select(f => $"{Text(f, "rule")} {JsonSerializer.Serialize(f.GetProperty("tickets"))} {f.GetProperty("fixed").GetBoolean()} {f.GetProperty("off").GetBoolean()}"));

    private static IEnumerable<string> Members(JsonElement element) => element.EnumerateObject().Select(m => m.Name);

    private static IEnumerable<JsonElement> Items(JsonElement element, string member) => element.GetProperty(member).EnumerateArray();

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}
