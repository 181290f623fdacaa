using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.Tests.Jobs;

public sealed class MannerTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_lease_is_held_by_one_and_free_again_when_it_is_given_back_or_has_run_out(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);

        await using (var first = await Lease.Take(town.House, "mail", TimeSpan.Zero, default))
        {
            Assert.NotNull(first);
            Assert.Null(await Lease.Take(town.House, "mail", TimeSpan.Zero, default));
            await using var other = await Lease.Take(town.House, "leaders", TimeSpan.Zero, default);
            Assert.NotNull(other);
        }

        await using var second = await Lease.Take(town.House, "mail", TimeSpan.Zero, default);
        Assert.NotNull(second);
        town.Clock.Now = town.Clock.Now.AddSeconds(31);
        await using var afterDeath = await Lease.Take(town.House, "mail", TimeSpan.Zero, default);
        Assert.NotNull(afterDeath);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Each_run_is_kept_with_its_outcome_and_a_dry_run_is_not(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await new LeadersProgram(town.House).Run(Period.Day, Manner.Of(town.House, null, true), default);
        await new LeadersProgram(town.House).Run(Period.Day, Manner.Of(town.House, null, false), default);

        Assert.Equal(["leaders 0"], await town.Rows("select program, outcome from job_run where ended_at is not null"));
        Assert.Empty(await town.Rows("select name from lease"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("abc")]
    [InlineData("-3")]
    [InlineData("2.5")]
    public void Patience_is_a_whole_number_above_zero(string given)
    {
        using var folder = new TempFolder();
        var file = Write(folder, $"[work]\nnoActiveObr = {given}\n");

        var faults = Assert.Throws<ConfigurationFaults>(() => SettingsReader.Read(file, folder.Path, new Dictionary<string, string>()));

        Assert.Equal("noActiveObr", Assert.Single(faults.Faults).Key);
        Assert.Contains("whole number above 0", faults.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_token_file_is_no_token()
    {
        using var folder = new TempFolder();
        var file = Write(folder, "\uFEFF[user1]\nid = luca\nРассматривается = 1\n");
        File.WriteAllText(folder["token.txt"], "\n");

        var settings = SettingsReader.Read(file, folder.Path, new Dictionary<string, string>());

        Assert.Null(settings.Slack.Token);
        Assert.True(Assert.Single(settings.People).Correct);
    }

    [Fact]
    public void The_log_has_time_level_program_and_message_rolls_by_day_and_keeps_secrets()
    {
        using var folder = new TempFolder();
        var clock = new StoppedClock(new DateTime(2013, 6, 16, 7, 0, 0, DateTimeKind.Utc));
        var log = new ProgramLog(Settings(folder, "WARNING"), clock);
        log.Write(LogLevel.Info, "leaders", "not asked for");
        log.Write(LogLevel.Error, "leaders", "the token xoxb-1234\nfailed");
        File.SetLastWriteTimeUtc(log.File, clock.Now);
        clock.Now = clock.Now.AddDays(1);
        log.Write(LogLevel.Warning, "mail", "another day");

        Assert.Equal("2013-06-16 09:00:00.000 +02:00 ERROR leaders the token *** failed\n", File.ReadAllText(folder["dot_project.2013-06-16.log"]));
        Assert.Equal("2013-06-17 09:00:00.000 +02:00 WARNING mail another day\n", File.ReadAllText(folder["dot_project.log"]));
        Assert.Null(log.Trouble);
    }

    [Fact]
    public async Task Many_may_write_to_the_log_at_once_and_no_line_is_lost()
    {
        using var folder = new TempFolder();
        var clock = TimeProvider.System;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            var log = new ProgramLog(Settings(folder, "INFO"), clock);
            for (var i = 0; i < 50; i++)
            {
                log.Write(LogLevel.Info, "leaders", $"{n} {i}");
            }
        })));

        Assert.Equal(400, File.ReadAllLines(folder["dot_project.log"]).Distinct().Count());
    }

    private static HouseSettings Settings(TempFolder folder, string level) => new()
    {
        DataFolder = folder.Path,
        Database = new(DatabaseProvider.Sqlite, folder["x.db"], ""),
        Work = new WorkSettings { LogLevel = level, TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome") },
        Slack = new SlackSettings(Token: "xoxb-1234"),
    };

    private static string Write(TempFolder folder, string text)
    {
        File.WriteAllText(folder["config.ini"], text);
        return folder["config.ini"];
    }
}
