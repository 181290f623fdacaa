using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Mailroom.Intake;
using Sportello.Projects;
using Sportello.Tickets;

namespace Sportello.Mailroom.Deciding;

/// <summary>Opens a ticket from a held letter: its requester is whoever wrote it, its assignee the owner of the folder.</summary>
public sealed class OpenTicketFromLetter(Desk desk)
{
    /// <param name="letter">The letter's number.</param>
    /// <param name="project">The project's name; none = the only active one of the sender's organization, or the configured default.</param>
    /// <param name="kind">None = the kind that the folder opens, else a consultation.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task<Decided> Run(long letter, string? project, TicketKind? kind, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        var waiting = await WaitingLetter.Get(desk, letter, stop);
        var sender = await waiting.Sender(stop);
        var name = project ?? await Usual(sender, stop);
        var found = await desk.Projects.Get(name, Right.Open, stop);
        if (!found.ValidOn(desk.Today))
        {
            throw Refusal.Invalid("project", Words.Said.Of("letter-no.inactive", ("project", name)));
        }

        return await waiting.TakeIn(
            async theirs => new Decision.OpenIn(await theirs.Db.Projects.SingleAsync(p => p.Id == found.Id, stop), sender),
            Words.Said.Of("trace.decided-opened", ("name", desk.Actor.Name), ("project", name)),
            await waiting.Owner(stop),
            kind ?? (waiting.Row.OwnerId is null ? TicketKind.Consultation : null),
            stop);
    }

    private async Task<string> Usual(Actor sender, CancellationToken stop)
    {
        if (sender.ContactId is not { } contact)
        {
            throw Refusal.Invalid("project", Words.Said.Of("letter-no.project-unknown"));
        }

        var (project, because) = await Destination.Of(desk, contact, desk.Today, stop);
        return project?.Name ?? throw Refusal.Invalid("project", Words.Said.Of("letter-no.project", ("because", because)));
    }
}
