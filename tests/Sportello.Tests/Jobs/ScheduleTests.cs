using Sportello.Data;
using Sportello.Jobs;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.Tests.Jobs;

/// <summary>The timetable of <c>serve</c>, with a clock that the test moves.</summary>
public sealed class ScheduleTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_program_runs_when_it_is_due_once_and_as_of_that_moment(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await using var schedule = new Schedule(town.House);
        await At(town, schedule, "2013-06-17T06:00");
        await At(town, schedule, "2013-06-17T06:59");
        Assert.Empty(await Runs(town));
        await At(town, schedule, "2013-06-17T07:00:01");
        await At(town, schedule, "2013-06-17T07:00:03");
        Assert.Equal(["perfectionist 4 0"], await Runs(town));
        Assert.Equal(["2013-06-17T07:00"], await Moments(town));
        await At(town, schedule, "2013-06-17T07:02:01");
        Assert.Equal(["perfectionist 4 0", "leaders-week 4 0"], await Runs(town));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_two_nodes_one_takes_each_turn(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await using var second = await House.Open(town.House.Settings, town.Clock, default);
        await using var one = new Schedule(town.House);
        await using var two = new Schedule(second);
        town.Clock.Now = Scenario.Utc("2013-06-17T06:00");
        await Task.WhenAll(one.Tick(default), two.Tick(default));
        for (var day = 17; day < 22; day++)
        {
            town.Clock.Now = Scenario.Utc($"2013-06-{day}T07:05");
            await Task.WhenAll(one.Tick(default), two.Tick(default), one.Tick(default), two.Tick(default));
            await one.Idle();
            await two.Idle();
        }

        Assert.Equal(
            ["leaders-day 4", "leaders-week 1", "perfectionist 5", "test-trends 4"],
            await town.Rows("select job, count(*) from job_run group by job order by job"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Missed_turns_are_counted_and_said_and_only_the_last_is_made_up_for_within_a_day(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await using var schedule = new Schedule(town.House);
        await At(town, schedule, "2013-06-10T06:00");
        await At(town, schedule, "2013-06-20T07:00:30");

        Assert.Equal(["perfectionist 4 0", "test-trends 4 0", "leaders-day 4 0"], (await Runs(town)).OrderByDescending(r => r[0] == 'p').ThenBy(r => r[0] == 'l'));
        Assert.Equal(
            ["leaders-day 6", "leaders-week 2", "perfectionist 8", "test-trends 9"],
            await town.Rows("select name, missed from job where missed > 0 order by name"));
        Assert.Contains(System.IO.Directory.EnumerateFiles(town.Folder, "*.log").SelectMany(File.ReadAllLines), l => l.Contains("WARNING perfectionist 8 turns between", StringComparison.Ordinal));
        await At(town, schedule, "2013-06-20T07:00:40");
        Assert.Equal(3, (await Runs(town)).Count);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_switched_off_does_not_run_and_begins_anew_when_it_is_on_again(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await using var schedule = new Schedule(town.House);
        await using var desk = await town.House.DeskOfProgram("test", default);
        await At(town, schedule, "2013-06-17T06:00");
        await new ChangeJob(desk).Plan("perfectionist", on: false, null, default);
        await new ChangeJob(desk).Plan("leaders-week", on: false, null, default);
        await At(town, schedule, "2013-06-18T07:00:30");
        await new ChangeJob(desk).Plan("perfectionist", on: true, "30 10 * * *", default);
        await At(town, schedule, "2013-06-18T08:00");
        await At(town, schedule, "2013-06-18T08:29");
        Assert.DoesNotContain(await Runs(town), r => r.StartsWith("perfectionist", StringComparison.Ordinal));
        await At(town, schedule, "2013-06-18T08:30");
        Assert.Contains("perfectionist 4 0", await Runs(town));
        Assert.Equal(["0"], await town.Rows("select missed from job where name = 'perfectionist'"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_file_goes_before_the_web_and_says_so(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider, change: s => s with { Schedule = new Dictionary<string, Cron?> { ["perfectionist"] = null, ["leaders-day"] = Cron.Read("0 6 * * *") } });
        await using var schedule = new Schedule(town.House);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => new ChangeJob(desk).Plan("perfectionist", on: true, null, default));
        Assert.Equal(RefusalReason.Conflict, refusal.Reason);
        Assert.Contains("[schedule] perfectionist", refusal.Message, StringComparison.Ordinal);
        await At(town, schedule, "2013-06-17T03:00");
        await At(town, schedule, "2013-06-17T07:01");
        Assert.Equal(["leaders-day 4 0", "test-trends 4 0"], (await Runs(town)).Order(StringComparer.Ordinal));
        var rows = await new JobList(desk).Run(default);
        Assert.Equal((false, PlanSource.File, null), rows.Where(r => r.Name == "perfectionist").Select(r => (r.On, r.Source, r.Next)).Single());
        Assert.Equal(Scenario.Utc("2013-06-18T04:00"), rows.Single(r => r.Name == "leaders-day").Next);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Whoever_asks_for_a_run_gets_one_with_their_name_and_its_log(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await using var schedule = new Schedule(town.House);
        await using var desk = await town.House.DeskOfProgram("giovanna", default);
        await At(town, schedule, "2013-06-17T12:00");
        await new ChangeJob(desk).RunNow("test-trends", default);
        await new ChangeJob(desk).RunNow("test-trends", default);
        Assert.True((await new JobList(desk).Run(default)).Single(r => r.Name == "test-trends").Wanted);
        await At(town, schedule, "2013-06-17T12:00:02");
        await At(town, schedule, "2013-06-17T12:00:04");

        var run = Assert.Single(await new JobList(desk).Of("test-trends", 10, default));
        Assert.Equal(("giovanna", History.Door.Web, Outcome.Done, false), (run.Person, run.Door, run.Outcome!.Value, run.Running));
        Assert.Contains("0 test suites", Assert.Single(run.Summary).ToString(), StringComparison.Ordinal);
        Assert.Contains((await new JobList(desk).Get(run.Id, default)).Log, l => l is { Level: "INFO", Text: "started" });
        Assert.Equal(RefusalReason.Invalid, (await Assert.ThrowsAsync<Refusal>(() => new ChangeJob(desk).RunNow("mail-folders", default))).Reason);
        Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new ChangeJob(desk).RunNow("tea", default))).Reason);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_the_runs_of_a_job_the_last_five_hundred_are_kept(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await using (var desk = await town.House.DeskOfProgram("test", default))
        {
            await desk.Begin(default);
            for (var i = 0; i < 510; i++)
            {
                await desk.Sql.Run("insert into job_run (program, job, started_at, pretended_at, summary) values ('test-trends', 'test-trends', 0, 0, '')", default);
            }

            await desk.Save(default);
        }

        await new Sportello.TestTrends.TestTrendsProgram(town.House).Run(Manner.Of(town.House, null, false), default);
        Assert.Equal(["500"], await town.Rows("select count(*) from job_run"));
    }

    [Fact]
    public void The_file_switches_off_and_changes_and_wrong_expressions_are_named_together()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["config.ini"], "[schedule]\nleadersDay = off\nmailFolders = */5 * * * *\n");
        var settings = SettingsReader.Read(folder["config.ini"], folder.Path, new Dictionary<string, string>());
        Assert.Null(settings.Schedule["leaders-day"]);
        Assert.Equal("*/5 * * * *", settings.Schedule["mail-folders"]!.Text);
        Assert.Empty(settings.Notices);

        File.WriteAllText(folder["config.ini"], "[schedule]\nleadersDay = nine\ntestTrends = 0 25 * * *\n");
        var faults = Assert.Throws<ConfigurationFaults>(() => SettingsReader.Read(folder["config.ini"], folder.Path, new Dictionary<string, string>()));
        Assert.Equal(["leadersDay", "testTrends"], faults.Faults.Select(f => f.Key));
    }

    private static async Task At(Scenario town, Schedule schedule, string moment)
    {
        town.Clock.Now = Scenario.Utc(moment);
        await schedule.Tick(default);
        await schedule.Idle();
    }

    private static Task<List<string>> Runs(Scenario town) => town.Rows("select job, door, outcome from job_run order by id");

    private static async Task<IEnumerable<string>> Moments(Scenario town) =>
        (await town.Rows("select pretended_at from job_run order by id")).Select(m => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(m)).ToString("yyyy-MM-dd'T'HH:mm"));
}
