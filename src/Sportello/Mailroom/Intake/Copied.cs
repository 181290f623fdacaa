using Sportello.Access;
using Sportello.Directory;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Projects;
using Sportello.Tickets;
using Sportello.Wire.Mime;

namespace Sportello.Mailroom.Intake;

/// <summary>Contacts who got a letter beside us: they have it already, and those who belong here watch the ticket from now on.</summary>
internal static class Copied
{
    /// <summary>Longer lists are no conversation.</summary>
    private const int Most = 20;

    /// <returns>Everybody we know of those it was sent to.</returns>
    public static async Task<HashSet<long>> To(Desk desk, Letter letter, Ticket ticket, Actor sender, bool watch, CancellationToken stop)
    {
        var own = OwnMail.Of(desk.House.Settings, _ => false);
        var addresses = letter.To.Concat(letter.Cc).Select(a => a.Address).Where(a => a.Contains('@', StringComparison.Ordinal) && !own.IsAddress(a))
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(Most);
        var known = new HashSet<long>();
        foreach (var address in addresses)
        {
            if (await desk.ContactByAddress(Storable.Text(address), stop) is not { } contact || !known.Add(contact) || !watch)
            {
                continue;
            }

            if (contact != sender.ContactId && contact != ticket.RequesterId && contact != ticket.AssigneeId && await BelongsHere(desk, contact, ticket.ProjectId, sender, stop))
            {
                var name = (await desk.Db.Contacts.FindAsync([contact], stop))!.Name;
                ticket.Watch(contact, name, sender.Stamp(desk.Now));
            }
        }

        return known;
    }

    /// <summary>A role in the project, or a colleague of the customer who wrote: to those the customer has shown the letter already.</summary>
    private static async Task<bool> BelongsHere(Desk desk, long contact, long project, Actor sender, CancellationToken stop) =>
        await desk.Sql.First(
            """
            select 1 from contact c join organization o on o.id = c.organization_id
            where c.id = @contact and c.active and (
              exists (select 1 from project_member m where m.project_id = @project and m.contact_id = c.id)
              or (@customer and c.organization_id = (select s.organization_id from contact s where s.id = @sender)))
            """,
            _ => (int?)1,
            stop,
            ("@contact", contact),
            ("@project", project),
            ("@customer", !sender.Worker),
            ("@sender", sender.ContactId)) is not null;
}
