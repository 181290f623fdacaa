using Sportello.History;
using Sportello.Mailroom.Outbox;
using Sportello.Tickets;

namespace Sportello.Notices;

/// <summary>
/// Turns what happened to a ticket into mails of the outbox, in the transaction in which it happened.
/// Whatever the door and the verb, it comes by here, since it is the saving that asks.
/// </summary>
internal static class TellNews
{
    /// <returns>Whether there is something to send.</returns>
    public static async Task<bool> Run(Desk desk, IReadOnlyList<TicketNews> news, CancellationToken stop)
    {
        var any = false;
        foreach (var one in news)
        {
            if (await Audience.Of(desk, one.Ticket.Id, TicketShelf.PlaceOf(one.Ticket), stop) is { } audience)
            {
                any |= await Tell(desk, one, audience, stop);
            }
        }

        return any;
    }

    private static async Task<bool> Tell(Desk desk, TicketNews news, Audience audience, CancellationToken stop)
    {
        if (news.Opened)
        {
            var opened = news.Changes.First(c => c.What is "opened");
            var told = await audience.Hear(NoticeKind.Opened, Authors([opened]), "", statusMoved: false, stop);
            return await Put(desk, news, NoticeKind.Opened, news.Comments.Count > 0 ? news.Comments[0] : null, opened.By, told, stop);
        }

        var any = false;
        var heard = new HashSet<long>();
        foreach (var comment in news.Comments.Where(c => !c.Automatic))
        {
            var kind = comment.Internal ? NoticeKind.Note : NoticeKind.Reply;
            var told = await audience.Hear(kind, comment.AuthorId is { } author ? [author, .. comment.HaveIt] : comment.HaveIt.ToHashSet(), comment.Body, statusMoved: false, stop);
            heard.UnionWith(comment.HaveIt);
            heard.UnionWith(told.Select(t => t.Person.Id));
            any |= await Put(desk, news, kind, comment, new Stamp(comment.AuthorId, comment.AuthorName, comment.Door, comment.At), told, stop);
        }

        any |= await TellOfWork(desk, news, audience, stop);
        return await TellOfMoves(desk, news, audience, heard, stop) || any;
    }

    private static async Task<bool> TellOfWork(Desk desk, TicketNews news, Audience audience, CancellationToken stop) =>
        news.Changes.FirstOrDefault(c => c.What is "work-ended") is { What: not null } ended
        && await Put(desk, news, NoticeKind.WorkEnded, null, ended.By, await audience.Hear(NoticeKind.WorkEnded, Authors([ended]), "", statusMoved: false, stop), stop);

    /// <summary>Who heard of it together with a comment is not written to twice.</summary>
    private static async Task<bool> TellOfMoves(Desk desk, TicketNews news, Audience audience, HashSet<long> heard, CancellationToken stop)
    {
        var status = news.Moved("status");
        if ((status ?? news.Moved("assignee")) is not { } move)
        {
            return false;
        }

        var kind = status is not null && news.Ticket.Status == TicketStatus.Closed ? NoticeKind.Closed : NoticeKind.Changed;
        var told = await audience.Hear(kind, Authors(news.Changes.Where(c => c.What is "status" or "assignee")), "", status is not null, stop);
        told.RemoveAll(t => heard.Contains(t.Person.Id));
        return await Put(desk, news, kind, null, move.By, told, stop);
    }

    private static HashSet<long> Authors(IEnumerable<Change> changes) => [.. changes.Select(c => c.By.ContactId).OfType<long>()];

    private static async Task<bool> Put(Desk desk, TicketNews news, NoticeKind kind, Comment? comment, Stamp by, List<Told> told, CancellationToken stop)
    {
        if (told.Count == 0)
        {
            return false;
        }

        // What somebody wrote in the web can be taken back for a moment, and so can what is told of it.
        var written = news.Comments.FirstOrDefault(c => !c.Automatic);
        var wait = written is { Internal: false, Door: Door.Web } && !news.Opened ? desk.House.Settings.Outgoing.Undo : TimeSpan.Zero;
        var mail = new NewMail(news.Ticket.Id, comment?.Id, (comment ?? written)?.Id, kind, comment?.Internal ?? kind == NoticeKind.WorkEnded, by)
        {
            Status = news.Opened || kind == NoticeKind.WorkEnded ? null : news.Moved("status"),
            Assignee = news.Opened || kind == NoticeKind.WorkEnded ? null : news.Moved("assignee"),
            Due = desk.Now + wait,
            ByPerson = comment is { ByStaff: true, Internal: false } && kind == NoticeKind.Reply,
        };
        return await PutMail.Run(desk, mail, told, stop);
    }
}
