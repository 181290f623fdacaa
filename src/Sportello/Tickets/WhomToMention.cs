using Sportello.Access;
using Sportello.Data;
using Sportello.Projects;

namespace Sportello.Tickets;

/// <param name="Called">What stands behind the @: the username, else the name.</param>
public sealed record Mentionable(string Called, string Name);

/// <summary>Who is told when a note names them: the managers and staff of the ticket's project who may read its notes. For who may read them too.</summary>
public sealed class WhomToMention(Desk desk)
{
    public async Task<IReadOnlyList<Mentionable>> Run(int number, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, Right.SeeNotes, stop);
        var place = TicketShelf.PlaceOf(ticket);
        var people = await desk.Sql.List(
            $"""
             select distinct c.id, c.name, u.username from project_member m join contact c on c.id = m.contact_id left join user_account u on u.id = c.user_id
             where m.project_id = @project and m.role in ({(int)Roles.Manager}, {(int)Roles.Staff}) and c.active and (u.id is null or u.active) order by 2, 1
             """,
            r => (Id: r.GetInt64(0), Person: new Mentionable(r.Text(2) ?? r.GetString(1), r.GetString(1))),
            stop,
            ("@project", place.ProjectId));
        var told = new List<Mentionable>();
        foreach (var (id, person) in people.Where(p => p.Id != desk.Actor.ContactId))
        {
            if (await desk.House.Actors.OfContact(desk.Sql, id, History.Door.Mail, stop) is { } reader && Law.Allows(reader, Right.SeeNotes, place))
            {
                told.Add(person);
            }
        }

        return told;
    }
}
