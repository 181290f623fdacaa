using Sportello.Data;
using Sportello.Jobs;
using Sportello.Mailroom.Boxes;
using Sportello.Mailroom.Intake;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tickets;

namespace Sportello.Tests.Mailroom.Boxes;

/// <summary>A folder that fails: written down, told once, and no hindrance to the others.</summary>
public sealed class TroubleTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_failing_folder_is_told_once_and_once_more_when_it_is_well(DatabaseProvider provider)
    {
        using var slack = new SlackStandIn();
        await using var folders = new MaildirFolders();
        await folders.Create(MailWorld.LucaFolder);
        await using var world = await MailWorld.Open(provider, folders.Settings, settings => settings with
        {
            Slack = new SlackSettings(slack.Url, SlackStandIn.Token),
            People = [.. settings.People.Select(p => p.Id is "sandro" ? p with { Slack = "@sandro" } : p)],
        });

        for (var run = 0; run < 3; run++)
        {
            var ended = await world.Run();
            Assert.Equal(Outcome.Partly, ended.Outcome);
            Assert.Null(ended.Answer!.Folders[0].Error);
            world.Test.Clock.Now = world.Test.Clock.Now.AddMinutes(10);
        }

        var (channel, text) = Assert.Single(slack.Arrived);
        Assert.Equal("@sandro", channel);
        Assert.StartsWith($"Mail: the folder “{MailWorld.SandroFolder}” cannot be read since ", text);
        Assert.Equal("3 failures, since 09:00, rests until 09:24, well", await State(world));

        await folders.Create(MailWorld.SandroFolder);
        Assert.Equal(Outcome.Done, (await world.Run()).Outcome);
        await world.Run();
        Assert.Equal(2, slack.Arrived.Count);
        Assert.EndsWith("works again.", slack.Arrived.Last().Text);
        Assert.Equal("well, well", await State(world));

        System.IO.Directory.Delete(folders.PathOf(MailWorld.SandroFolder), recursive: true);
        await world.Run();
        Assert.Equal(3, slack.Arrived.Count);
        Assert.Empty(slack.Breaches);
    }

    [Fact]
    public async Task The_schedule_lets_a_failing_folder_rest_and_a_person_does_not_have_to_wait()
    {
        await using var box = await Box.Open();
        System.IO.Directory.Delete(box.PathOf(MailWorld.SandroFolder), recursive: true);
        await Run(patient: true);
        System.IO.Directory.CreateDirectory(Path.Combine(box.PathOf(MailWorld.SandroFolder), "cur"));
        var resting = await Run(patient: true);
        Assert.Equal(Outcome.Done, resting.Outcome);
        Assert.Contains("It is let rest until 2013-06-30 11:01, after 1 failure.", Assert.Single(resting.Notes));
        Assert.Contains("1 failures", await State(box.World));
        Assert.Equal("well, well", await StateAfter(patient: false));
        System.IO.Directory.Delete(box.PathOf(MailWorld.SandroFolder), recursive: true);
        await Run(patient: true);
        System.IO.Directory.CreateDirectory(Path.Combine(box.PathOf(MailWorld.SandroFolder), "cur"));
        box.World.Test.Clock.Now = box.World.Test.Clock.Now.AddMinutes(2);
        Assert.Equal("well, well", await StateAfter(patient: true));

        Task<Ended<FoldersAnswer>> Run(bool patient) => new FoldersProgram(box.World.House).Run(new Manner(box.World.House.Now) { Patient = patient }, default);

        async Task<string> StateAfter(bool patient)
        {
            await Run(patient);
            return await State(box.World);
        }
    }

    [Fact]
    public void A_folder_is_silent_when_nothing_has_come_for_twice_its_longest_pause()
    {
        var start = new DateTime(2013, 6, 3, 8, 0, 0, DateTimeKind.Utc);

        // Every working hour of three weeks; the longest pause is the weekend, of 64 hours.
        var arrivals = Enumerable.Range(0, 21 * 24).Select(h => start.AddHours(h)).Where(t => t is { Hour: >= 8 and <= 16, DayOfWeek: not (DayOfWeek.Saturday or DayOfWeek.Sunday) }).ToList();
        Assert.Null(Silence.In(arrivals, arrivals[^1].AddHours(127)));
        Assert.Equal(new Silence(arrivals[^1], TimeSpan.FromHours(64)), Silence.In(arrivals, arrivals[^1].AddHours(129)));
        Assert.Null(Silence.In(arrivals[..9], arrivals[^1].AddYears(1)));
        Assert.Null(Silence.In([.. arrivals.Take(50)], arrivals[49].AddYears(1)));
        Assert.Null(Silence.In([], start));
    }

    [Fact]
    public async Task Silence_is_told_once_and_so_is_its_end()
    {
        using var slack = new SlackStandIn();
        await using var folders = new MaildirFolders();
        await folders.Create(MailWorld.LucaFolder);
        await folders.Create(MailWorld.SandroFolder);
        await using var world = await MailWorld.Open(DatabaseProvider.Sqlite, folders.Settings, settings => settings with
        {
            Slack = new SlackSettings(slack.Url, SlackStandIn.Token),
            People = [settings.People[0] with { Slack = "@luca" }],
        });
        for (var day = 1; day <= 20; day++)
        {
            await Put(day);
        }

        await world.Run();
        Assert.Empty(slack.Arrived);
        await world.Run();
        world.Test.Clock.Now = world.Test.Clock.Now.AddDays(2);
        await world.Run();
        await world.Run();
        Assert.Contains("usually no more than 24 hours pass", Assert.Single(slack.Arrived).Text);
        await Put(32);
        await world.Run();
        Assert.Contains("letters come into the folder", slack.Arrived.Last().Text);
        Assert.Equal(2, slack.Arrived.Count);

        Task Put(int day) => folders.Put(
            MailWorld.LucaFolder,
            System.Text.Encoding.ASCII.GetBytes($"From: nobody@else.example\r\nSubject: Day {day}\r\n\r\nText.\r\n"),
            [@"\Seen"],
            new DateTimeOffset(2013, 6, 10, 8, 0, 0, TimeSpan.Zero).AddDays(day - 1));
    }

    /// <summary>How sandro's folder and luca's stand.</summary>
    private static async Task<string> State(MailWorld world)
    {
        await using var desk = await world.House.DeskOfProgram("test", default);
        var boxes = await new MailBoxes(desk).Run(default);
        return $"{Told(boxes.Single(b => b.Owner is "sandro"))}, {Told(boxes.Single(b => b.Owner is "luca"))}";

        static string Told(MailBoxState b) => b.Error is null ? "well" : $"{b.Failures} failures, since {b.FailingSince:HH:mm}, rests until {b.RestsUntil:HH:mm}";
    }
}
