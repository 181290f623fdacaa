using Sportello.Access;
using Sportello.Data;
using Sportello.Settings;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.CannedReplies;

/// <summary>A canned reply that a picker offers.</summary>
/// <param name="Language">The code of its language; none = any.</param>
public sealed record CannedOffer(long Id, string Name, string? Language);

/// <summary>The text of a canned reply, filled for one ticket and for whoever is at the desk. Nothing is sent.</summary>
public sealed class FillCannedReply(Desk desk)
{
    public async Task<string> Run(int number, long id, CancellationToken stop)
    {
        var ticket = await Facts(number, stop);
        var canned = (await desk.House.Book.Of(desk, stop)).CannedFor(ticket.Place.ProjectId).FirstOrDefault(c => c.Id == id)
            ?? throw Refusal.NotFound(Said.Of("refusal.canned.number", ("id", id)));
        var language = desk.House.Speech(canned.Language ?? ticket.Language ?? desk.House.Settings.Work.Language);
        return Variables.Fill(canned.Body, variable => variable switch
        {
            "ticket.number" => $"{desk.House.Settings.Work.TicketPrefix}:{number}",
            "ticket.subject" => ticket.Subject,
            "ticket.project" => ticket.Project,
            "ticket.organization" => ticket.Organization,
            "ticket.opened" => TimeZoneInfo.ConvertTimeFromUtc(ticket.OpenedAt, desk.House.Settings.Work.TimeZone).ToString("D", language.Culture),
            "requester.name" => ticket.Requester,
            "assignee.name" => ticket.Assignee,
            _ => desk.Actor.Name,
        });
    }

    private async Task<TicketFacts> Facts(int number, CancellationToken stop)
    {
        var found = await desk.Sql.First(
            """
            select t.project_id, t.requester_id, t.subject, p.name, o.name, t.opened_at, r.name, coalesce(u.language, r.language), a.name
            from ticket t join project p on p.id = t.project_id join organization o on o.id = p.organization_id
            left join contact r on r.id = t.requester_id left join user_account u on u.id = r.user_id left join contact a on a.id = t.assignee_id
            where t.number = @number
            """,
            r => new TicketFacts(new Place(r.GetInt64(0), r.Key(1)), r.GetString(2), r.GetString(3), r.GetString(4), r.Time(5), r.Text(6), r.Text(7), r.Text(8)),
            stop,
            ("@number", number));
        if (found is null || !Law.Allows(desk.Actor, Right.See, found.Place))
        {
            throw Refusal.NotFound($"There is no ticket {number}, or it is out of your reach.");
        }

        return IsOffered(desk.Actor, found.Place) ? found : throw Refusal.Denied(Explain.Missing(desk.Actor, Right.SeeNotes));
    }

    /// <summary>Our own side writes with them: customers neither see nor use what we have in store for them.</summary>
    internal static bool IsOffered(Actor actor, Place place) =>
        Law.Allows(actor, Right.SeeNotes, place) && (Law.Allows(actor, Right.Reply, place) || Law.Allows(actor, Right.AddNote, place));

    private sealed record TicketFacts(Place Place, string Subject, string Project, string Organization, DateTime OpenedAt, string? Requester, string? Language, string? Assignee);
}
