using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>
/// Takes a correction back, and it is not made again. Only while the field stands as the correction left it: what somebody has changed since is theirs.
/// </summary>
public sealed class UndoFix(Desk desk)
{
    /// <returns>The ticket's number.</returns>
    public async Task<int> Run(long id, CancellationToken stop)
    {
        await desk.Begin(stop);
        var fix = await Find(id, stop) ?? throw Refusal.NotFound(Said.Of("refusal.fix.unknown", ("id", id)));
        var ticket = await desk.Tickets.Get(fix.Ticket, Right.See, stop);
        desk.Tickets.Demand(ticket, fix.OfStatus ? ChangeTicket.RightTo(ticket, fix.Was) : Right.Assign);
        if (fix.UndoneAt is { } undone)
        {
            throw Refusal.Conflict(Said.Of("refusal.fix.undone", ("id", id), ("at", undone)));
        }

        await DemandUntouched(fix, ticket, stop);
        await GiveBack(fix, ticket, stop);
        await desk.Sql.Run("update perfectionist_fix set undone_at = @now, undone_by = @who where id = @id", stop, ("@id", id), ("@now", desk.Now), ("@who", desk.Actor.Name));
        await FindingDecision.Keep(desk, Check.Called(fix.Rule), fix.Ticket, Verdict.Undone, null, null, stop);
        await desk.Save(stop);
        return fix.Ticket;
    }

    private Task<Made?> Find(long id, CancellationToken stop) => desk.Sql.First(
        "select rule, ticket_number, field, was, became, was_key, at, undone_at from perfectionist_fix where id = @id",
        r => (Made?)new Made(r.GetString(0), r.GetInt32(1), string.Equals(r.GetString(2), "status", StringComparison.Ordinal), (TicketStatus)r.GetInt32(3), (TicketStatus)r.GetInt32(4), r.Key(5), r.Time(6), r.TimeOrNone(7)),
        stop,
        ("@id", id));

    /// <summary>Also a change there and back is a change: somebody has looked at it and decided.</summary>
    private async Task DemandUntouched(Made fix, Ticket ticket, CancellationToken stop)
    {
        var since = await desk.Sql.First(
            $"select who, at from history where subject = {(int)Subject.Ticket} and subject_id = @ticket and what = @what and at > @at order by id desc limit 1",
            r => (Who: r.GetString(0), At: (DateTime?)r.Time(1)),
            stop,
            ("@ticket", ticket.Id),
            ("@what", fix.OfStatus ? "status" : "assignee"),
            ("@at", fix.At));
        var stands = fix.OfStatus ? ticket.Status == fix.Became : ticket.AssigneeId is null;
        if (since.At is not null || !stands)
        {
            var what = fix.OfStatus ? "status" : "assignee";
            var name = Evidence.Written(desk.House, fix.Ticket);
            throw Refusal.Conflict(since.At is { } moment
                ? Said.Of($"refusal.fix.{what}-by", ("ticket", name), ("who", since.Who), ("at", moment))
                : Said.Of($"refusal.fix.{what}", ("ticket", name)));
        }
    }

    private async Task GiveBack(Made fix, Ticket ticket, CancellationToken stop)
    {
        if (fix.OfStatus)
        {
            ticket.MoveTo(fix.Was, desk.Stamp);
            return;
        }

        var to = await desk.Db.Contacts.SingleOrDefaultAsync(c => c.Id == fix.WasKey, stop)
            ?? throw Refusal.Conflict(Said.Of("refusal.fix.contact-gone"));
        ticket.Assign(to, null, desk.Stamp);
    }

    private sealed record Made(string Rule, int Ticket, bool OfStatus, TicketStatus Was, TicketStatus Became, long? WasKey, DateTime At, DateTime? UndoneAt);
}
