using Sportello.Access;
using Sportello.Words;

namespace Sportello.Tickets;

/// <summary>A public reply or an internal note, with files, and a change of status in the same step if wanted.</summary>
public sealed record NewComment(string Body, bool Internal = false)
{
    public IReadOnlyList<StoredFile> Files { get; init; } = [];

    /// <summary>“Reply and set status”.</summary>
    public TicketStatus? Status { get; init; }

    /// <summary>The version of the ticket that the writer saw; when it has moved on, the writer is told first.</summary>
    public int? SeenVersion { get; init; }
}

public sealed class ReplyToTicket(Desk desk)
{
    /// <returns>The key of the new comment.</returns>
    public async Task<long> Run(int number, NewComment what, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, what.Internal ? Right.AddNote : Right.Reply, stop);
        Seen.Demand(ticket, what.SeenVersion);
        if (string.IsNullOrWhiteSpace(what.Body) && what.Files.Count == 0)
        {
            throw Refusal.Invalid("body", "There is nothing to send yet: write a few words or attach a file.");
        }

        if (desk.Actor.Worker && CannedReplies.Variables.Left(what.Body) is { } left)
        {
            throw Refusal.Invalid("body", Said.Of("refusal.canned.left", ("variable", left)));
        }

        var comment = what.Internal
            ? ticket.AddNote(new CommentText(what.Body), desk.Stamp)
            : ticket.Reply(new CommentText(what.Body), desk.Actor.Worker, desk.Stamp);
        foreach (var file in what.Files)
        {
            comment.Attach(file);
        }

        if (what.Status is { } status && status != ticket.Status)
        {
            desk.Tickets.Demand(ticket, ChangeTicket.RightTo(ticket, status));
            ticket.MoveTo(status, desk.Stamp);
        }

        await KeepDraft.Sent(desk, ticket.Id, stop);
        await desk.Save(stop);
        return comment.Id;
    }
}
