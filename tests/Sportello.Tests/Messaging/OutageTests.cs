using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Messaging;
using Sportello.Perfectionist;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tests.Jobs;

namespace Sportello.Tests.Messaging;

/// <summary>An hour without Slack or Jabber, tried every five minutes as the schedule does: everything arrives once they are back, once.</summary>
public sealed class OutageTests
{
    private static readonly string[] Names = ["luca", "sandro", "daniele"];

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task After_an_hour_without_Slack_everything_arrives_once(DatabaseProvider provider)
    {
        var port = ServerProcess.FreePort();
        await using var town = await Scenario.Open(provider, change: s => s with { Slack = new SlackSettings($"http://127.0.0.1:{port}/api/", SlackStandIn.Token) });
        foreach (var name in Names)
        {
            await town.Worker(name, c => (c.Stat, c.Correct, c.Slack) = (true, true, name));
        }

        Assert.Equal(Outcome.Outside, (await Leaders(town)).Outcome);
        await WaitAnHour(town, demanded: 0);

        using var slack = new SlackStandIn(port);
        foreach (var trouble in new[] { "503", "internal_error", "600", "ratelimited" })
        {
            // Up again it still falters: refuses, has troubles of its own, and asks for ten minutes of peace.
            slack.Next.Enqueue(trouble);
        }

        Assert.Equal(Outcome.Outside, (await Perfectionist(town)).Outcome);
        await WaitAnHour(town, demanded: null);
        await WaitAnHour(town, demanded: null);
        await WaitAnHour(town, demanded: 0);
        await Leaders(town);
        await Perfectionist(town);

        Assert.Equal(
            Names.SelectMany(n => new[] { $"@{n} leaders", $"@{n} perfectionist" }).Order(StringComparer.Ordinal),
            slack.Arrived.Select(m => $"{m.Channel} {(m.Text.Contains("yesterday", StringComparison.OrdinalIgnoreCase) ? "leaders" : "perfectionist")}").Order(StringComparer.Ordinal));
        Assert.Empty(slack.Breaches);
        Assert.Equal(["2 6"], await town.Rows("select state, count(*) from chat_message group by state"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task After_an_hour_without_Jabber_everything_arrives_once(DatabaseProvider provider)
    {
        using var prosody = Prosody.Start();
        await using var town = await Scenario.Open(provider, change: s => s with
        {
            Xmpp = new XmppSettings($"martina@{Prosody.Domain}", Prosody.Password, "127.0.0.1", prosody.Port, CheckCertificate: false),
        });
        await town.Worker("luca", c => (c.Stat, c.Correct, c.Jabber) = (true, true, $"luca@{Prosody.Domain}"));
        prosody.Stop();
        Assert.Equal(Outcome.Outside, (await Leaders(town)).Outcome);
        Assert.Equal(Outcome.Outside, (await Perfectionist(town)).Outcome);
        await WaitAnHour(town, demanded: 0);
        Assert.Equal(["0 2"], await town.Rows("select state, count(*) from chat_message group by state"));

        prosody.Run();
        await WaitAnHour(town, demanded: null);
        await WaitAnHour(town, demanded: 0);
        await Leaders(town);
        await Perfectionist(town);

        Assert.Equal(["2 2"], await town.Rows("select state, count(*) from chat_message group by state"));
        Assert.Equal((1, 1), (prosody.Kept("luca", "Yesterday"), prosody.Kept("luca", "Your books are tidy")));
    }

    private static Task<Ended<LeadersAnswer>> Leaders(Scenario town) => new LeadersProgram(town.House).Run(Period.Day, Manner.Of(town.House, "2013-06-30", false), default);

    private static Task<Ended<PerfectionistAnswer>> Perfectionist(Scenario town) => new PerfectionistProgram(town.House).Run(Manner.Of(town.House, "2013-06-30", false), default);

    /// <summary>An hour of the stopped clock, with a patient delivery every five minutes.</summary>
    /// <param name="town">Where.</param>
    /// <param name="demanded">How many messages go out meanwhile; none = however many.</param>
    private static async Task WaitAnHour(Scenario town, int? demanded)
    {
        var sent = 0;
        for (var i = 0; i < 12; i++)
        {
            town.Clock.Now = town.Clock.Now.AddMinutes(5);
            sent += (await new DeliverMessages(town.House).Run(patient: true, default)).Sent;
        }

        Assert.Equal(demanded ?? sent, sent);
    }
}
