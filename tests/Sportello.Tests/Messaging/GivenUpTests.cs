using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Messaging;
using Sportello.Testing;
using Sportello.Tests.Jobs;
using Sportello.Words;

namespace Sportello.Tests.Messaging;

/// <summary>What was given up is shown, and a person says what becomes of it.</summary>
public sealed class GivenUpTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_message_that_was_given_up_is_shown_and_sent_again_only_by_a_person(DatabaseProvider provider)
    {
        using var slack = new SlackStandIn();
        await using var town = await Scenario.Open(provider, change: s => s with { Slack = s.Slack with { Url = slack.Url, Token = SlackStandIn.Token } });
        await town.Worker("luca", c => (c.Stat, c.Slack) = (true, "nobody@sistemi.example"));
        await town.Worker("sandro", c => (c.Stat, c.Slack) = (true, "none@sistemi.example"));
        await Send(town);
        var waiting = await List(town);
        Assert.Equal([ChatState.Waiting, ChatState.Waiting], waiting.Select(m => m.State));
        Assert.Contains("Slack knows nobody called none@sistemi.example", Said.In(Language.In("en"), waiting[0].Why), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<Refusal>(() => Decide(town, d => d.SendAgain(waiting[0].Id, default)));
        Assert.Equal(RefusalReason.NotFound, refused.Reason);

        town.Clock.Now = town.Clock.Now.AddDays(3);
        await Send(town);
        var (again, settled) = ((await List(town))[1], (await List(town))[0]);
        Assert.Equal((ChatState.GivenUp, ChatState.GivenUp, "luca"), (again.State, settled.State, again.Contact));
        slack.Knows("nobody@sistemi.example", "U0LUCA0001");
        slack.Knows("none@sistemi.example", "U0SANDRO01");
        await Send(town);
        Assert.Empty(slack.Arrived);

        await Decide(town, d => d.SendAgain(again.Id, default));
        await Decide(town, d => d.Settle(settled.Id, default));
        await Send(town);

        Assert.Equal("U0LUCA0001", Assert.Single(slack.Arrived).Channel);
        Assert.Empty(await List(town));
        await Assert.ThrowsAsync<Refusal>(() => Decide(town, d => d.SendAgain(settled.Id, default)));
    }

    /// <summary>The same period each time, so that there is no new message.</summary>
    private static Task Send(Scenario town) => new LeadersProgram(town.House).Run(Period.Day, Manner.Of(town.House, "2013-06-16", dryRun: false), default);

    private static async Task<List<ChatRow>> List(Scenario town)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        return await new ChatList(desk).Run(default);
    }

    private static async Task Decide(Scenario town, Func<DecideOnMessage, Task> decide)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        await decide(new DecideOnMessage(desk));
    }
}
