using System.Globalization;
using Sportello.Jobs;
using Sportello.Messaging;
using Sportello.Words;

namespace Sportello.Leaders;

/// <summary>A bit of sport for the morning: who had how many tickets, and a message to everybody who takes part.</summary>
public sealed class LeadersProgram(House house)
{
    public const string Name = "leaders";

    public Task<Ended<LeadersAnswer>> Run(Period period, Manner manner, CancellationToken stop) =>
        Job.Run(house, Name, manner, run => Play(run, period, stop), stop, $"{Name}-{Words.Name.Of(period)}");

    private async Task<LeadersAnswer> Play(JobRun run, Period period, CancellationToken stop)
    {
        var days = Days.Of(period, run.Manner.Moment, house.Settings.Work.TimeZone);
        await using var desk = await house.DeskOfProgram(Name, stop);
        var board = await Leaderboard.Of(desk, days, stop);
        var messages = board.Where(s => s.Person.Stat).Select(s => new Addressed(s, Message(s, board, period, days))).ToList();
        run.Summary = Said.Of("run.leaders", ("from", days.From), ("to", days.To), ("tickets", board.Sum(s => s.Total)), ("people", board.Count), ("n", messages.Count));
        if (!run.Manner.DryRun)
        {
            await Send(desk, run, period, days, messages, stop);
        }

        return new LeadersAnswer(
            period,
            days.From,
            days.To,
            [.. board.Select(s => new LeaderLine(s.Person.Contact, s.Total, s.Consultations, s.Bugs, s.Enhancements, s.Place, s.Leader))],
            [.. board.Where(s => s.Leader).Select(s => s.Person.Contact)],
            [.. messages.Select(m => m.Message)]);
    }

    private LeaderMessage Message(Score score, IReadOnlyList<Score> board, Period period, Days days)
    {
        var route = Route.SlackFirst(score.Person.Slack, score.Person.Jabber);
        return new LeaderMessage(score.Person.Contact, route.Channel, route.Address, LeaderText.For(score, board, period, days, house.Settings.Work.Language));
    }

    private static async Task Send(Desk desk, JobRun run, Period period, Days days, List<Addressed> messages, CancellationToken stop)
    {
        foreach (var (score, message) in messages.Where(m => m.Message.Channel != Channel.Print))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{Name}:{period.ToString().ToLowerInvariant()}:{days.To:yyyy-MM-dd}:{score.Person.ContactId}");
            await ChatOutbox.Put(desk, new ChatMessage(key, Name, score.Person.ContactId, message.Channel, message.Address!, message.Text), stop);
        }

        await desk.Save(stop);
        await Post.Deliver(run, stop);
    }

    private sealed record Addressed(Score Score, LeaderMessage Message);
}
