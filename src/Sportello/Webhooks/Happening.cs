using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Projects;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Webhooks;

/// <summary>One thing that a webhook may be told of, before it is written.</summary>
/// <param name="Right">What its reader must be allowed to see.</param>
internal sealed record Happening(string Event, IHistoric Thing, Right Right, Stamp By, IReadOnlyList<Change> Changes)
{
    /// <summary>The comment that it tells of, or that was written with it.</summary>
    public Comment? Comment { get; init; }

    public WorkItemComment? Remark { get; init; }

    /// <summary>Where the law looks, once it is written: a project that was just made has its key by then.</summary>
    public Place Place => Thing switch { Ticket ticket => TicketShelf.PlaceOf(ticket), WorkItem item => new(item.ProjectId), _ => new(Thing.Id) };

    /// <summary>A number people know for tickets and work items; projects have only a key.</summary>
    public long Number => Thing switch { Ticket ticket => ticket.Number, WorkItem item => item.Number, _ => Thing.Id };

    /// <summary>As it is stored: that of a work item is told from that of a ticket by its sign.</summary>
    public long? CommentId => Comment?.Id ?? -Remark?.Id;

    /// <summary>A reply of the web can still be taken back for a moment.</summary>
    public bool CanBeTakenBack => Comment is { Internal: false, Door: Door.Web, Automatic: false } && Event is not WebhookEvents.TicketOpened;

    /// <summary>Asked before the changes are written, while new comments can still be told from old ones. Imports are told to nobody, nor is what was taken back.</summary>
    public static List<Happening> Of(DeskDb db) =>
    [
        .. db.ChangeTracker.Entries<Ticket>().SelectMany(e => Of(e.Entity)),
        .. db.ChangeTracker.Entries<WorkItem>().SelectMany(e => Of(e.Entity)),
        .. db.ChangeTracker.Entries<Project>().SelectMany(e => Of(e.Entity)),
    ];

    private static IEnumerable<Happening> Of(Ticket ticket)
    {
        var changes = Told(ticket);
        if (changes.Count == 0 || changes.Exists(c => c.What is "withdrawn"))
        {
            yield break;
        }

        var opened = changes.Exists(c => c.What is "opened");
        var comments = ticket.Comments.Where(c => c.Id == 0 && c.MergedFromId is null).ToList();
        if (opened)
        {
            yield return new(WebhookEvents.TicketOpened, ticket, Right.See, changes[0].By, []);
        }

        // What a ticket is opened with is told with it.
        foreach (var comment in comments.Skip(opened ? 1 : 0))
        {
            yield return new(WebhookEvents.CommentAdded, ticket, comment.Internal ? Right.SeeNotes : Right.See, new(comment.AuthorId, comment.AuthorName, comment.Door, comment.At), []) { Comment = comment };
        }

        var moves = changes.Where(c => c.What is not ("reply" or "note")).ToList();
        if (!opened && moves.Count > 0)
        {
            yield return new(WebhookEvents.TicketChanged, ticket, Right.See, moves[0].By, moves) { Comment = comments.Find(c => !c.Internal) };
        }
    }

    private static IEnumerable<Happening> Of(WorkItem item)
    {
        var changes = Told(item);
        if (changes.Count == 0)
        {
            yield break;
        }

        var opened = changes.Exists(c => c.What is "opened");
        if (opened)
        {
            yield return new(WebhookEvents.WorkItemAdded, item, Right.SeeWork, changes[0].By, []);
        }

        foreach (var remark in item.Comments.Where(c => c.Id == 0))
        {
            yield return new(WebhookEvents.CommentAdded, item, Right.SeeWork, new(remark.AuthorId, remark.AuthorName, changes[0].By.Door, remark.At), []) { Remark = remark };
        }

        var moves = changes.Where(c => c.What is not "comment").ToList();
        if (!opened && moves.Count > 0)
        {
            yield return new(WebhookEvents.WorkItemChanged, item, Right.SeeWork, moves[0].By, moves);
        }
    }

    /// <summary>What is changed of a project is history that only our own side reads.</summary>
    private static IEnumerable<Happening> Of(Project project)
    {
        var changes = Told(project);
        var opened = changes.Exists(c => c.What is "opened");
        return changes.Count == 0 ? []
            : [new(opened ? WebhookEvents.ProjectAdded : WebhookEvents.ProjectChanged, project, opened ? Right.See : Right.SeeNotes, changes[0].By, opened ? [] : changes)];
    }

    private static List<Change> Told(IHistoric thing) => [.. thing.Changes.Where(c => c.By.Door != Door.Import)];
}
