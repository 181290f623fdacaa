using Sportello.Access;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>Whether a letter may do what it wants, and by which condition.</summary>
internal sealed record Admitted(bool Yes, string Because, Hold Hold = default);

/// <summary>
/// The law at the door of the folders. One of ours put the letter into the folder, and that stands for the sender's role in the project;
/// the model permission is asked for as everywhere, and an inactive person gets nowhere.
/// </summary>
internal static class Admission
{
    public static Admitted ToOpen(Actor sender) => ActiveWith(sender, Permission.TicketAdd)
        ?? new(true, $"{sender.Name} holds {Permission.TicketAdd} {Through(sender, Permission.TicketAdd)}, and sorting into the folder stands for the role in the project");

    /// <summary>Into a ticket that is there already only who takes part in it, or belongs to its project.</summary>
    public static async Task<Admitted> ToReply(Desk desk, Actor sender, Ticket ticket, string called, CancellationToken stop)
    {
        if (ActiveWith(sender, Permission.CommentAdd) is { } refused)
        {
            return refused;
        }

        var why = Law.Allows(sender, Right.Reply, TicketShelf.PlaceOf(ticket)) ? $"the role in the project of {called}"
            : ticket.RequesterId == sender.ContactId ? $"being the requester of {called}"
            : ticket.AssigneeId == sender.ContactId ? $"being the assignee of {called}"
            : ticket.Watchers.Any(w => w.ContactId == sender.ContactId) ? $"watching {called}"
            : await HasWritten(desk, ticket.Id, sender.ContactId, stop) ? $"having written in {called} before"
            : null;
        return why is null
            ? new(false, $"{sender.Name} is not a participant of {called}", Hold.NotParticipant)
            : new(true, $"{sender.Name} holds {Permission.CommentAdd} {Through(sender, Permission.CommentAdd)}, and may by {why}");
    }

    private static async Task<bool> HasWritten(Desk desk, long ticket, long? contact, CancellationToken stop) =>
        await desk.Sql.First("select 1 from comment where ticket_id = @ticket and author_id = @contact limit 1", _ => (int?)1, stop, ("@ticket", ticket), ("@contact", contact)) is not null;

    private static Admitted? ActiveWith(Actor sender, string permission)
    {
        if (sender.Barred is { } barred)
        {
            return new(false, barred.In(Language.In("en")), Hold.InactiveSender);
        }

        return sender.Holds(permission)
            ? null
            : new(false, $"{sender.Name} does not hold {permission}, which no group of the account grants", Hold.NotPermitted);
    }

    private static string Through(Actor sender, string permission) =>
        sender.Permissions.TryGetValue(permission, out var groups) ? $"through the group {groups}" : "as a superuser";
}
