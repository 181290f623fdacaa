using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Directory;
using Sportello.Fields;
using Sportello.Projects;

namespace Sportello.Tickets;

/// <summary>What a new ticket is made of. Project, requester and assignee by the names people use.</summary>
public sealed record NewTicket(string Project, TicketKind Kind, string Subject, string Body)
{
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>An address, a username or a name; none = the one who opens it.</summary>
    public string? Requester { get; init; }

    public string? Assignee { get; init; }

    public Origin Origin { get; init; } = Origin.Web;

    public IReadOnlyList<StoredFile> Files { get; init; } = [];

    /// <summary>What goes into the project's own fields, by their names.</summary>
    public IReadOnlyDictionary<string, string?> Fields { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}

public sealed class OpenTicket(Desk desk)
{
    /// <returns>The number of the new ticket.</returns>
    public async Task<int> Run(NewTicket what, CancellationToken stop)
    {
        var project = await desk.Projects.Get(what.Project, Right.Open, stop);
        if (!project.ValidOn(desk.Today))
        {
            throw Refusal.Invalid("project", $"The project “{project.Name}” is not active{Dates(project)}, so nothing new can be opened in it.");
        }

        if (string.IsNullOrWhiteSpace(what.Body) && what.Files.Count == 0)
        {
            throw Refusal.Invalid("body", "A few words are needed: what happened, and what was expected.");
        }

        var requester = await RequesterOf(what, project, stop);
        await desk.Begin(stop);
        var ticket = new Ticket(await desk.NextNumber("ticket", stop), project.Id, what.Kind, what.Subject, requester, what.Origin, desk.Stamp);
        ticket.SetPriority(what.Priority, desk.Stamp);
        if (what.Assignee is { Length: > 0 } assignee)
        {
            await Assignment.Apply(desk, ticket, assignee, stop);
        }

        await FillFields.Open(desk, ticket, what.Fields, stop);
        var comment = ticket.Reply(new CommentText(what.Body), desk.Actor.Worker, desk.Stamp);
        foreach (var file in what.Files)
        {
            comment.Attach(file);
        }

        desk.Db.Add(ticket);
        await KeepDraft.Sent(desk, 0, stop);
        await desk.Save(stop);
        return ticket.Number;
    }

    private static string Dates(Project project) => (project.Start, project.End) switch
    {
        (_, { } end) => $" (it ran until {end:yyyy-MM-dd})",
        ({ } start, _) => $" (it starts on {start:yyyy-MM-dd})",
        _ => "",
    };

    private async Task<long?> RequesterOf(NewTicket what, Project project, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(what.Requester))
        {
            return desk.Actor.ContactId;
        }

        var contact = what.Requester.Contains('@', StringComparison.Ordinal)
            ? await desk.ContactByAddress(what.Requester, stop)
            : await desk.FindContact(what.Requester, stop);
        if (contact == desk.Actor.ContactId && contact is not null)
        {
            return contact;
        }

        var allowed = Law.Allows(desk.Actor, Right.SeeNotes, new Place(project.Id));
        if (contact is null || (!allowed && !await desk.Db.Contacts.AnyAsync(c => c.Id == contact && c.Id == desk.Actor.ContactId, stop)))
        {
            throw Refusal.Invalid("requester", allowed
                ? $"Nobody is known as “{what.Requester}”: give an address, a username or a name from the directory."
                : "Only managers and staff may open tickets for somebody else.");
        }

        return contact;
    }
}
