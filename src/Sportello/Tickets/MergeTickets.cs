using System.Text.Json;
using Sportello.Access;
using Sportello.Data;
using Sportello.Search;

namespace Sportello.Tickets;

/// <summary>
/// Two tickets about one thing become one: comments with their files, participants and work go to the other ticket; this one is closed
/// and leads there, by its number and by every message that was ever known of it.
/// </summary>
public sealed class MergeTickets(Desk desk)
{
    /// <param name="number">The ticket that ends.</param>
    /// <param name="into">The ticket that goes on.</param>
    public async Task Run(int number, int into, CancellationToken stop)
    {
        await desk.Begin(stop);
        var source = await desk.Tickets.Get(number, Right.Merge, stop);
        var target = await desk.Tickets.Get(into, Right.Merge, stop);
        await Check(source, target, stop);
        var moved = await Move(source, target, stop);
        await End(desk, source, target, await Merging.Retold(desk.Sql, source.Id, stop), stop, moved.Watchers, moved.Work);
        await SearchWords.ReadAgain(desk.Sql, [source.Id, target.Id], stop);
        target.TakeOver(source, await Merging.Retold(desk.Sql, target.Id, stop), desk.Stamp);
        await desk.Save(stop);
    }

    /// <summary>The ticket is closed and leads to the other, so that it can be taken apart again.</summary>
    internal static async Task End(Desk desk, Ticket source, Ticket target, Conversation left, CancellationToken stop, IReadOnlyList<long>? watchers = null, IReadOnlyList<long>? work = null)
    {
        await desk.Sql.Run(
            "insert into ticket_merge (source_id, target_id, was, watchers, work, at) values (@source, @target, @was, @watchers, @work, @now)",
            stop,
            ("@source", source.Id), ("@target", target.Id), ("@was", source.Status), ("@watchers", JsonSerializer.Serialize(watchers ?? [])), ("@work", JsonSerializer.Serialize(work ?? [])), ("@now", desk.Now));
        source.MergeInto(target, left, desk.Stamp);
    }

    private async Task Check(Ticket source, Ticket target, CancellationToken stop)
    {
        if (source.Id == target.Id)
        {
            throw Refusal.Invalid("into", Words.Said.Of("merge.itself"));
        }

        foreach (var ticket in new[] { source, target })
        {
            if (ticket.MergedIntoId is { } other)
            {
                throw Refusal.Conflict(Words.Said.Of("merge.already", ("ticket", ticket.Number), ("into", await NumberOf(await Merging.Follow(desk.Sql, other, stop), stop))));
            }
        }

        await Organizations.DemandSame(desk, source, target, "into", Words.Said.Of("merge.organizations"), stop);
    }

    private async Task<(List<long> Watchers, List<long> Work)> Move(Ticket source, Ticket target, CancellationToken stop)
    {
        (string, object?)[] both = [("@source", source.Id), ("@target", target.Id)];
        await desk.Sql.Run("update comment set ticket_id = @target, merged_from_id = coalesce(merged_from_id, @source) where ticket_id = @source", stop, both);
        var work = await desk.Sql.List(
            "select work_item_id from ticket_work_item where ticket_id = @source order by work_item_id", r => r.GetInt64(0), stop, ("@source", source.Id));
        var there = await desk.Sql.List("select work_item_id from ticket_work_item where ticket_id = @target", r => r.GetInt64(0), stop, ("@target", target.Id));
        await desk.Sql.Run("insert into ticket_work_item (ticket_id, work_item_id) select @target, work_item_id from ticket_work_item where ticket_id = @source on conflict do nothing", stop, both);
        await desk.Sql.Run("delete from ticket_work_item where ticket_id = @source", stop, ("@source", source.Id));

        // Who took part there goes on hearing of it here.
        var joining = source.Watchers.Select(w => w.ContactId).Append(source.RequesterId ?? 0).Append(source.AssigneeId ?? 0)
            .Where(c => c != 0 && c != target.RequesterId && c != target.AssigneeId && !target.Watchers.Any(w => w.ContactId == c))
            .Distinct().ToList();
        joining.ForEach(target.Watch);
        return (joining, [.. work.Select(w => there.Contains(w) ? -w : w)]);
    }

    private async Task<int> NumberOf(long id, CancellationToken stop) =>
        await desk.Sql.First("select number from ticket where id = @id", r => r.GetInt32(0), stop, ("@id", id));
}

/// <summary>Takes a merge back: what came from the merged ticket returns to it. What was written since stays where it was written.</summary>
public sealed class UnmergeTicket(Desk desk)
{
    public async Task Run(int number, CancellationToken stop)
    {
        await desk.Begin(stop);
        var source = await desk.Tickets.Get(number, Right.Merge, stop);
        if (source.MergedIntoId is not { } into)
        {
            throw Refusal.Conflict(Words.Said.Of("merge.not", ("ticket", number)));
        }

        var target = await Merging.Load(desk, await Merging.Follow(desk.Sql, into, stop), stop);
        desk.Tickets.Demand(target, Right.Merge);
        var merge = (await desk.Sql.First(
            "select id, was, watchers, work from ticket_merge where source_id = @source and undone_at is null order by id desc limit 1",
            r => new Merge(r.GetInt64(0), (TicketStatus)r.GetInt32(1), Keys(r.GetString(2)), Keys(r.GetString(3))),
            stop,
            ("@source", source.Id)))!;
        await Return(source, target, merge, stop);
        await desk.Sql.Run("update ticket_merge set undone_at = @now where id = @id", stop, ("@now", desk.Now), ("@id", merge.Id));
        await SearchWords.ReadAgain(desk.Sql, [source.Id, target.Id], stop);
        source.ComeBackFrom(target, merge.Was, await Merging.Retold(desk.Sql, source.Id, stop), desk.Stamp);
        target.GiveBack(source, await Merging.Retold(desk.Sql, target.Id, stop), desk.Stamp);
        await desk.Save(stop);
    }

    private async Task Return(Ticket source, Ticket target, Merge merge, CancellationToken stop)
    {
        await desk.Sql.Run(
            $"update comment set ticket_id = @source where ticket_id = @target and {desk.Sql.Dialect.Among("merged_from_id", "@from")}",
            stop,
            ("@source", source.Id), ("@target", target.Id), ("@from", await Merging.WithMerged(desk.Sql, source.Id, stop)));
        await desk.Sql.Run("update comment set merged_from_id = null where ticket_id = @source and merged_from_id = @source", stop, ("@source", source.Id));
        merge.Watchers.ForEach(target.Unwatch);
        foreach (var work in merge.Work)
        {
            // Those that both tickets had stay with both.
            if (work > 0)
            {
                await desk.Sql.Run("delete from ticket_work_item where ticket_id = @target and work_item_id = @work", stop, ("@target", target.Id), ("@work", work));
            }

            await desk.Sql.Run(
                "insert into ticket_work_item (ticket_id, work_item_id) values (@source, @work) on conflict do nothing", stop, ("@source", source.Id), ("@work", Math.Abs(work)));
        }
    }

    private static List<long> Keys(string json) => JsonSerializer.Deserialize<List<long>>(json) ?? [];

    private sealed record Merge(long Id, TicketStatus Was, List<long> Watchers, List<long> Work);
}
