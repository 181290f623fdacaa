using Sportello.Access;
using Sportello.Data;
using Sportello.Notices;
using Sportello.Search;
using Sportello.Words;

namespace Sportello.Tickets;

/// <summary>A comment that was written in the wrong place goes, with its files, to the ticket where it belongs, and answers to it find it there.</summary>
public sealed class MoveComment(Desk desk)
{
    /// <param name="number">The ticket it is in.</param>
    /// <param name="comment">Its key.</param>
    /// <param name="to">The number of the ticket it goes to.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task Run(int number, long comment, int to, CancellationToken stop)
    {
        await desk.Begin(stop);
        var from = await desk.Tickets.Get(number, Right.ChangeStatus, stop);
        var moved = await MovedComment.Demand(desk, from, comment, stop);
        var there = await desk.Tickets.Get(to, Right.ChangeStatus, stop);
        if (there.Id == from.Id)
        {
            throw Refusal.Invalid("to", Said.Of("move.itself"));
        }

        await Organizations.DemandSame(desk, from, there, "to", Said.Of("move.organizations"), stop);
        var joins = moved.Joins(there);
        if (joins is { } author)
        {
            there.Watch(author);
        }

        await MovedComment.Take(desk, moved, from, there, split: false, joins, stop);
        from.LetGo("comment-moved-to", there, await Merging.Retold(desk.Sql, from.Id, stop), desk.Stamp);
        there.Receive("comment-moved-from", from, await Merging.Retold(desk.Sql, there.Id, stop), desk.Stamp);
        await desk.Save(stop);
    }
}

/// <param name="Subject">What it is about.</param>
/// <param name="Kind">None = that of the ticket it comes from.</param>
public sealed record NewFromComment(string Subject, TicketKind? Kind = null);

/// <summary>A comment that is about something else becomes a ticket of its own: of whoever wrote it where that is the customer's side, with the same assignee.</summary>
public sealed class SplitTicket(Desk desk)
{
    /// <returns>The number of the new ticket.</returns>
    public async Task<int> Run(int number, long comment, NewFromComment what, CancellationToken stop)
    {
        await desk.Begin(stop);
        var from = await desk.Tickets.Get(number, Right.ChangeStatus, stop);
        desk.Tickets.Demand(from, Right.Open);
        var moved = await MovedComment.Demand(desk, from, comment, stop);
        var made = new Ticket(
            await desk.NextNumber("ticket", stop), from.ProjectId, what.Kind ?? from.Kind, what.Subject, moved.ByStaff ? from.RequesterId : moved.Author ?? from.RequesterId, Origin.Web, desk.Stamp);
        if (from.AssigneeId is { } assignee)
        {
            made.Assign(await desk.Db.Contacts.FindAsync([assignee], stop), null, desk.Stamp);
        }

        desk.Db.Add(made);
        await desk.Flush(stop);
        await MovedComment.Take(desk, moved, from, made, split: true, null, stop);
        from.LetGo("split-into", made, await Merging.Retold(desk.Sql, from.Id, stop), desk.Stamp);
        made.Receive("split-from", from, await Merging.Retold(desk.Sql, made.Id, stop), desk.Stamp);
        await desk.Save(stop);
        return made.Number;
    }
}

/// <summary>Takes the last move of a comment back. A ticket that was split off and has nothing else in it ends, and leads to where it came from.</summary>
public sealed class MoveCommentBack(Desk desk)
{
    /// <returns>The number of the ticket it is in again.</returns>
    public async Task<int> Run(int number, long comment, CancellationToken stop)
    {
        await desk.Begin(stop);
        var here = await desk.Tickets.Get(number, Right.ChangeStatus, stop);
        var move = await desk.Sql.First(
            """
            select m.id, m.from_id, m.split, m.watching_id, m.merged_from_id from comment_move m join comment c on c.id = m.comment_id
            where m.comment_id = @comment and c.ticket_id = @ticket and m.undone_at is null order by m.id desc limit 1
            """,
            r => new Move(r.GetInt64(0), r.GetInt64(1), r.GetBoolean(2), r.Key(3), r.Key(4)),
            stop,
            ("@comment", comment), ("@ticket", here.Id)) ?? throw Refusal.Conflict(Said.Of("move.not"));

        // Where it came from may have been merged since; its conversation goes on there.
        var there = await Merging.Load(desk, await Merging.Follow(desk.Sql, move.From, stop), stop);
        if (!Law.Allows(desk.Actor, Right.See, TicketShelf.PlaceOf(there)) || there.Id == here.Id)
        {
            throw Refusal.Conflict(Said.Of("move.not"));
        }

        desk.Tickets.Demand(there, Right.ChangeStatus);
        await desk.Sql.Run("update comment_move set undone_at = @now where id = @id", stop, ("@now", desk.Now), ("@id", move.Id));
        await MovedComment.Lay(desk, comment, here.Id, there.Id, there.Id == move.From ? move.MergedFrom : move.MergedFrom ?? move.From, stop);
        if (move.Watching is { } watching)
        {
            here.Unwatch(watching);
        }

        var left = await Merging.Retold(desk.Sql, here.Id, stop);
        here.LetGo("comment-returned-to", there, left, desk.Stamp);
        there.Receive("comment-returned-from", here, await Merging.Retold(desk.Sql, there.Id, stop), desk.Stamp);
        if (move.Split && left.Count == 0 && !await Works(here, stop))
        {
            await MergeTickets.End(desk, here, there, left, stop);
        }

        await desk.Save(stop);
        return there.Number;
    }

    private async Task<bool> Works(Ticket ticket, CancellationToken stop) =>
        await desk.Sql.First("select 1 from ticket_work_item where ticket_id = @ticket limit 1", _ => (int?)1, stop, ("@ticket", ticket.Id)) is not null;

    private sealed record Move(long Id, long From, bool Split, long? Watching, long? MergedFrom);
}

/// <summary>A comment and its ticket, for whoever may move it.</summary>
public sealed class CommentToMove(Desk desk)
{
    public async Task<(TicketView Ticket, CommentView Comment)> Run(int number, long comment, CancellationToken stop)
    {
        await desk.Tickets.Get(number, Right.ChangeStatus, stop);
        var ticket = await new TicketPage(desk).Run(number, stop);
        return (ticket, ticket.Comments.FirstOrDefault(c => c.Id == comment) ?? throw Refusal.NotFound(Said.Of("move.unknown", ("ticket", number))));
    }
}

/// <summary>A comment on its way.</summary>
internal sealed record MovedComment(long Id, long? Author, bool ByStaff, long? MergedFrom)
{
    /// <summary>It is there, and not what the ticket was opened with: that is the ticket itself.</summary>
    public static async Task<MovedComment> Demand(Desk desk, Ticket from, long comment, CancellationToken stop)
    {
        var moved = await desk.Sql.First(
            "select id, author_id, by_staff, merged_from_id from comment where id = @comment and ticket_id = @ticket",
            r => new MovedComment(r.GetInt64(0), r.Key(1), r.GetBoolean(2), r.Key(3)),
            stop,
            ("@comment", comment), ("@ticket", from.Id)) ?? throw Refusal.NotFound(Said.Of("move.unknown", ("ticket", from.Number)));
        var first = await desk.Sql.First("select id from comment where ticket_id = @ticket order by at, id limit 1", r => r.GetInt64(0), stop, ("@ticket", from.Id));
        return first != comment ? moved : throw Refusal.Conflict(Said.Of("move.first"));
    }

    /// <summary>Whoever wrote it for the customer goes on hearing what is answered.</summary>
    public long? Joins(Ticket there) =>
        !ByStaff && Author is { } author && author != there.RequesterId && author != there.AssigneeId && !there.Watchers.Any(w => w.ContactId == author) ? author : null;

    public static async Task Take(Desk desk, MovedComment moved, Ticket from, Ticket to, bool split, long? watching, CancellationToken stop)
    {
        await desk.Sql.Run(
            "insert into comment_move (comment_id, from_id, to_id, split, watching_id, merged_from_id, at) values (@comment, @from, @to, @split, @watching, @merged, @now)",
            stop,
            ("@comment", moved.Id), ("@from", from.Id), ("@to", to.Id), ("@split", split), ("@watching", watching), ("@merged", moved.MergedFrom), ("@now", desk.Now));
        await Lay(desk, moved.Id, from.Id, to.Id, null, stop);
    }

    /// <summary>The comment and all that hangs on it: the letters it came with and is known by, the mails that carry it, its words.</summary>
    public static async Task Lay(Desk desk, long comment, long from, long to, long? mergedFrom, CancellationToken stop)
    {
        (string, object?)[] keys = [("@comment", comment), ("@to", to)];
        await desk.Sql.Run("update comment set ticket_id = @to, merged_from_id = @merged where id = @comment and ticket_id = @from", stop, [.. keys, ("@from", from), ("@merged", mergedFrom)]);
        await desk.Sql.Run("update known_message set ticket_id = @to where comment_id = @comment", stop, keys);
        await desk.Sql.Run("update letter set ticket_id = @to where comment_id = @comment", stop, keys);
        await desk.Sql.Run($"update mail set ticket_id = @to where comment_id = @comment and kind in ({(int)NoticeKind.Reply}, {(int)NoticeKind.Note})", stop, keys);
        await SearchWords.ReadComments(desk.Sql, "c.id = @comment", [("@comment", comment)], stop);
    }
}

/// <summary>What is written in a ticket is read by the customers of its organization, and by no others.</summary>
internal static class Organizations
{
    public static async Task DemandSame(Desk desk, Ticket one, Ticket other, string field, Said why, CancellationToken stop)
    {
        var organizations = await desk.Sql.List(
            "select distinct organization_id from project where id in (@one, @other)", r => r.GetInt64(0), stop, ("@one", one.ProjectId), ("@other", other.ProjectId));
        if (organizations.Count > 1)
        {
            throw Refusal.Invalid(field, why);
        }
    }
}
