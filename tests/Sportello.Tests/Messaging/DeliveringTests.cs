using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tests.Jobs;

namespace Sportello.Tests.Messaging;

public sealed class DeliveringTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Everybody_gets_one_message_however_often_the_program_runs(DatabaseProvider provider)
    {
        using var slack = new SlackStandIn();
        slack.Knows("sandro@sistemi.example", "U0SANDRO01");
        await using var town = await Town(provider, slack.Url);

        await Task.WhenAll(Send(town), Send(town));
        await Send(town);

        Assert.Equal(["@luca", "U0DANIELE1", "U0SANDRO01"], slack.Arrived.Select(m => m.Channel).Order(StringComparer.Ordinal));
        Assert.Empty(slack.Breaches);
        Assert.Equal(["2 3"], await town.Rows("select state, count(*) from chat_message group by state"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task While_Slack_is_down_messages_wait_and_arrive_once_when_it_is_back(DatabaseProvider provider)
    {
        var port = ServerProcess.FreePort();
        await using var town = await Town(provider, $"http://127.0.0.1:{port}/api");

        var down = await Send(town);
        using var slack = new SlackStandIn(port);
        slack.Knows("sandro@sistemi.example", "U0SANDRO01");
        slack.Next.Enqueue("503");
        var faltering = await Send(town);
        var up = await Send(town);
        await Send(town);

        Assert.Equal([Outcome.Outside, Outcome.Outside, Outcome.Done], [down.Outcome, faltering.Outcome, up.Outcome]);
        Assert.Contains("reached", down.Notes[0], StringComparison.Ordinal);
        Assert.Equal(3, slack.Arrived.Count);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_pause_that_Slack_asks_for_is_kept(DatabaseProvider provider)
    {
        using var slack = new SlackStandIn();
        slack.Knows("sandro@sistemi.example", "U0SANDRO01");
        await using var town = await Town(provider, slack.Url);
        slack.Next.Enqueue("120");

        Assert.Equal(Outcome.Outside, (await Send(town)).Outcome);
        Assert.Equal(Outcome.Done, (await Send(town)).Outcome);
        Assert.Empty(slack.Arrived);

        town.Clock.Now = town.Clock.Now.AddSeconds(121);
        Assert.Equal(Outcome.Done, (await Send(town)).Outcome);
        Assert.Equal(3, slack.Arrived.Count);
    }

    [Fact]
    public async Task A_short_pause_is_waited_for()
    {
        using var slack = new SlackStandIn();
        slack.Knows("sandro@sistemi.example", "U0SANDRO01");
        await using var town = await Town(DatabaseProvider.Sqlite, slack.Url);
        slack.Next.Enqueue("1");

        Assert.Equal(Outcome.Done, (await Send(town)).Outcome);
        Assert.Equal(3, slack.Arrived.Count);
    }

    [Fact]
    public async Task A_handle_that_is_not_known_is_said_in_words_and_the_others_get_theirs()
    {
        using var slack = new SlackStandIn();
        slack.Knows("sandro@sistemi.example", "U0SANDRO01");
        slack.Unknown.Add("@luca");
        await using var town = await Town(DatabaseProvider.Sqlite, slack.Url);

        var ended = await Send(town);

        Assert.Equal(Outcome.Outside, ended.Outcome);
        Assert.Contains("Slack knows nobody called @luca", ended.Notes[0], StringComparison.Ordinal);
        Assert.Equal(2, slack.Arrived.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("xoxb-another")]
    public async Task Without_a_good_token_messages_wait_and_it_is_said(string? token)
    {
        using var slack = new SlackStandIn();
        await using var town = await Town(DatabaseProvider.Sqlite, slack.Url, token);

        var ended = await Send(town);

        Assert.Equal(Outcome.Outside, ended.Outcome);
        Assert.Contains("token.txt", ended.Notes[0], StringComparison.Ordinal);
        Assert.Equal(["0 3"], await town.Rows("select state, count(*) from chat_message group by state"));
        Assert.DoesNotContain("xoxb", await File.ReadAllTextAsync(town.House.Log.File), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task After_three_days_a_message_is_given_up(DatabaseProvider provider)
    {
        await using var town = await Town(provider, $"http://127.0.0.1:{ServerProcess.FreePort()}/api");
        await Send(town);
        town.Clock.Now = town.Clock.Now.AddDays(3);

        await Send(town);

        Assert.Equal(["3 3"], await town.Rows("select state, count(*) from chat_message group by state"));
    }

    [Fact]
    public async Task Jabber_takes_the_message_of_whoever_has_no_Slack()
    {
        using var prosody = Prosody.Start();
        await using var town = await Scenario.Open(DatabaseProvider.Sqlite, change: s => s with
        {
            Xmpp = new XmppSettings($"martina@{Prosody.Domain}", Prosody.Password, "127.0.0.1", prosody.Port, CheckCertificate: false),
        });
        await town.Worker("luca", c => (c.Stat, c.Jabber) = (true, $"luca@{Prosody.Domain}"));
        Assert.Equal(Outcome.Done, (await Send(town)).Outcome);
        Assert.Equal(["2 1"], await town.Rows("select state, count(*) from chat_message group by state"));

        await town.Worker("fabio", c => (c.Stat, c.Jabber) = (true, $"nobody@{Prosody.Domain}"));
        var refused = await Send(town);

        Assert.Equal(Outcome.Outside, refused.Outcome);
        Assert.Contains("service-unavailable", refused.Notes[0], StringComparison.Ordinal);
    }

    private static async Task<Scenario> Town(DatabaseProvider provider, string url, string? token = SlackStandIn.Token)
    {
        var town = await Scenario.Open(provider, change: s => s with { Slack = new SlackSettings(url, token) });
        await town.Worker("luca", c => (c.Stat, c.Slack) = (true, "luca"));
        await town.Worker("sandro", c => (c.Stat, c.Slack) = (true, "sandro@sistemi.example"));
        await town.Worker("daniele", c => (c.Stat, c.Slack) = (true, "U0DANIELE1"));
        return town;
    }

    private static Task<Ended<LeadersAnswer>> Send(Scenario town) =>
        new LeadersProgram(town.House).Run(Period.Day, Manner.Of(town.House, "2013-06-16", false), default);
}
