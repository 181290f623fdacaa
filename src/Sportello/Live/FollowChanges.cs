using System.Runtime.CompilerServices;
using Sportello.Access;
using Sportello.Data;

namespace Sportello.Live;

/// <param name="Since">The last entry that was heard of; none = a page that has just come, for whose building a few seconds are looked back.</param>
/// <param name="Ticket">The number of the ticket that the page shows.</param>
/// <param name="Writing">Whether something is being written there.</param>
public sealed record LivePage(long? Since = null, int? Ticket = null, bool Writing = false);

/// <summary>What changes within somebody's reach, for as long as their page is open. What they may see is asked again for each change.</summary>
/// <param name="house">The house.</param>
/// <param name="reader">Who reads, as they are now; none = not any more.</param>
public sealed class FollowChanges(House house, Func<CancellationToken, Task<Actor?>> reader)
{
    /// <summary>A page is built, and a moment later it listens.</summary>
    private static readonly TimeSpan Building = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(20);

    public async IAsyncEnumerable<LiveMessage> Run(LivePage page, [EnumeratorCancellation] CancellationToken stop)
    {
        if (await reader(stop) is not { UserId: { } user } actor)
        {
            yield break;
        }

        var line = new LiveLine(user, actor.Name, page.Ticket is { } number ? await SeenAt(actor, number, stop) : null, page.Writing);
        house.Live.Add(line);
        try
        {
            await Enter(line, stop);
            yield return new StillThere();
            var (missed, heard) = await Missed(actor, page, stop);
            foreach (var message in missed)
            {
                yield return message;
            }

            await foreach (var message in Told(line, heard, stop))
            {
                yield return message;
            }
        }
        finally
        {
            house.Live.Remove(line);
            await Leave(line);
        }
    }

    /// <param name="line">The line of the page.</param>
    /// <param name="heard">Up to here it has been told already, but for what was saved late.</param>
    /// <param name="stop">Stops it.</param>
    private async IAsyncEnumerable<LiveMessage> Told(LiveLine line, long heard, [EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            var came = await Came(line, stop);
            if (stop.IsCancellationRequested || await reader(stop) is not { } actor)
            {
                yield break;
            }

            if (!came)
            {
                yield return new StillThere();
            }

            while (line.Waiting.Reader.TryRead(out var what))
            {
                if (what is LiveChange change && (change.Late || change.Id > heard) && change.IsFor(actor))
                {
                    yield return Told(change);
                }
                else if (what is int ticket && line.Spot is { } spot && Law.Allows(actor, Right.SeeNotes, spot.Place))
                {
                    yield return new AlsoHere(ticket, house.Live.Presence.Others(ticket, line.UserId));
                }
            }
        }
    }

    private static async Task<bool> Came(LiveLine line, CancellationToken stop)
    {
        using var breath = CancellationTokenSource.CreateLinkedTokenSource(stop);
        breath.CancelAfter(Breath);
        try
        {
            return await line.Waiting.Reader.WaitToReadAsync(breath.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<(List<LiveMessage> Messages, long Heard)> Missed(Actor actor, LivePage page, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("live", stop);
        var newest = await ChangeFeed.Newest(desk.Sql, stop);
        if (page.Since is not { } since)
        {
            // What they did themselves is on the page that it led to.
            var recent = await ChangeFeed.Lately(desk.Sql, newest, house.Now - Building, stop);
            return ([.. recent.Where(c => c.Id <= newest && c.IsFor(actor) && c.ContactId != actor.ContactId).Select(Told)], newest);
        }

        return await ChangeFeed.Since(desk.Sql, since, stop) is { } changes
            ? ([.. changes.Where(c => c.Id <= newest && c.IsFor(actor)).Select(Told)], newest)
            : ([new MuchChanged(newest)], newest);
    }

    private async Task Enter(LiveLine line, CancellationToken stop)
    {
        if (line.Spot is { } spot)
        {
            house.Live.Presence.Enter(line, spot.Ticket);
            await house.Live.Say(house, spot.Ticket, stop);
        }
    }

    private async Task Leave(LiveLine line)
    {
        if (line.Spot is { } spot)
        {
            house.Live.Presence.Leave(line, spot.Ticket);
            await house.Live.Say(house, spot.Ticket, CancellationToken.None);
        }
    }

    /// <summary>Those who work with a ticket see one another there, and nobody else is seen or sees.</summary>
    private async Task<Spot?> SeenAt(Actor actor, int number, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("live", stop);
        var spot = await desk.Sql.First(
            "select project_id, requester_id from ticket where number = @number", r => new Spot(number, new Place(r.GetInt64(0), r.Key(1))), stop, ("@number", number));
        return spot is not null && Law.Allows(actor, Right.SeeNotes, spot.Place) ? spot : null;
    }

    private static LiveMessage Told(LiveChange change) => new Changed(change.Id, change.Subject == History.Subject.WorkItem, change.Number, change.Who);
}
