using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Directory;
using Sportello.Projects;

namespace Sportello.Tickets;

/// <summary>Who may be given a ticket, and by whom: managers anybody of the project, staff themselves or nobody.</summary>
internal static class Assignment
{
    public static async Task Apply(Desk desk, Ticket ticket, string? assignee, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(assignee))
        {
            await To(desk, ticket, null, stop);
            return;
        }

        var key = await desk.FindContact(assignee, stop)
            ?? throw Refusal.Invalid("assignee", $"Nobody is known as “{assignee}”.");
        await To(desk, ticket, await desk.Db.Contacts.Include(c => c.User).SingleAsync(c => c.Id == key, stop), stop);
    }

    /// <summary>The contacts a picker may offer: managers and staff of the project who may still work.</summary>
    public static string CandidatesOf(string project) =>
        $"""
         select distinct c.id, c.name from project_member m
         join contact c on c.id = m.contact_id and c.active
         join organization o on o.id = c.organization_id and o.active
         where m.project_id = {project} and ((m.role = {(int)Roles.Manager} and o.category = {(int)OrganizationCategory.Owner})
           or (m.role = {(int)Roles.Staff} and o.category in ({(int)OrganizationCategory.Owner}, {(int)OrganizationCategory.Supplier})))
         """;

    private static async Task To(Desk desk, Ticket ticket, Contact? to, CancellationToken stop)
    {
        if (ticket.AssigneeId == to?.Id)
        {
            return;
        }

        var place = TicketShelf.PlaceOf(ticket);
        var own = to is null ? ticket.AssigneeId == desk.Actor.ContactId : to.Id == desk.Actor.ContactId;
        if (!Law.Allows(desk.Actor, own ? Right.AssignSelf : Right.Assign, place))
        {
            throw Refusal.Denied(Law.Allows(desk.Actor, Right.AssignSelf, place)
                ? "Staff take tickets or hand them back; giving one to somebody else is for managers of the project."
                : Explain.Missing(desk.Actor, Right.Assign));
        }

        if (to is not null && !own && !await IsCandidate(desk, ticket.ProjectId, to.Id, stop))
        {
            throw Refusal.Invalid("assignee", $"{to.Name} is not a manager or staff of this project, so the ticket cannot be given to them.");
        }

        ticket.Assign(to, await NameOf(desk, ticket.AssigneeId, stop), desk.Stamp);
    }

    private static async Task<bool> IsCandidate(Desk desk, long project, long contact, CancellationToken stop) =>
        await desk.Sql.First($"select 1 from ({CandidatesOf("@project")}) able where id = @contact", _ => (int?)1, stop, ("@project", project), ("@contact", contact)) is not null;

    private static async Task<string?> NameOf(Desk desk, long? contact, CancellationToken stop) =>
        contact is null ? null : (await desk.Db.Contacts.FindAsync([contact.Value], stop))?.Name;
}
