using Sportello.Access;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>Whether a letter may do what it wants, and by which condition.</summary>
internal sealed record Admitted(bool Yes, Said Because, Hold Hold = default);

/// <summary>
/// The law at the door of the folders. One of ours put the letter into the folder, and that stands for the sender's role in the project;
/// the model permission is asked for as everywhere, and an inactive person gets nowhere.
/// </summary>
internal static class Admission
{
    public static Admitted ToOpen(Actor sender) => ActiveWith(sender, Permission.TicketAdd)
        ?? new(true, Said.Of("letter-may.sorted", ("name", sender.Name), ("permission", Permission.TicketAdd), ("through", Through(sender, Permission.TicketAdd))));

    /// <summary>Into a ticket that is there already only who takes part in it, or belongs to its project.</summary>
    public static async Task<Admitted> ToReply(Desk desk, Actor sender, Ticket ticket, string called, CancellationToken stop)
    {
        if (ActiveWith(sender, Permission.CommentAdd) is { } refused)
        {
            return refused;
        }

        var why = Law.Allows(sender, Right.Reply, TicketShelf.PlaceOf(ticket)) ? "letter-may.by-role"
            : ticket.RequesterId == sender.ContactId ? "letter-may.by-requester"
            : ticket.AssigneeId == sender.ContactId ? "letter-may.by-assignee"
            : ticket.Watchers.Any(w => w.ContactId == sender.ContactId) ? "letter-may.by-watching"
            : await HasWritten(desk, ticket.Id, sender.ContactId, stop) ? "letter-may.by-writing"
            : null;
        return why is null
            ? new(false, Said.Of("hold.not-participant", ("name", sender.Name), ("ticket", called)), Hold.NotParticipant)
            : new(true, Said.Of(
                "letter-may.reply", ("name", sender.Name), ("permission", Permission.CommentAdd), ("through", Through(sender, Permission.CommentAdd)), ("why", Said.Of(why, ("ticket", called)))));
    }

    private static async Task<bool> HasWritten(Desk desk, long ticket, long? contact, CancellationToken stop) =>
        await desk.Sql.First("select 1 from comment where ticket_id = @ticket and author_id = @contact limit 1", _ => (int?)1, stop, ("@ticket", ticket), ("@contact", contact)) is not null;

    private static Admitted? ActiveWith(Actor sender, string permission)
    {
        if (sender.Barred is { } barred)
        {
            return new(false, barred.Said, Hold.InactiveSender);
        }

        return sender.Holds(permission)
            ? null
            : new(false, Said.Of("hold.no-permission", ("name", sender.Name), ("permission", permission)), Hold.NotPermitted);
    }

    private static Said Through(Actor sender, string permission) =>
        sender.Permissions.TryGetValue(permission, out var groups) ? Said.Of("letter-may.through", ("group", groups)) : Said.Of("letter-may.superuser");
}
