using System.Data.Common;
using System.Text.Json;
using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Projects;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Webhooks;

/// <summary>A delivery whose turn it is.</summary>
internal sealed record WaitingDelivery(
    long Id, string Key, string Event, long Thing, long? CommentId, string Who, Door Door, string Changes, DateTime At, int Attempts, long WebhookId, string Url, string Secret, long OwnerId)
{
    public const string Columns =
        """
        select d.id, d.key, d.event, d.thing, d.comment_id, d.who, d.door, d.changes, d.at, d.attempts, hook.id, hook.url, hook.secret, hook.owner_id
        from webhook_delivery d join webhook hook on hook.id = d.webhook_id
        """;

    public static WaitingDelivery Read(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.Key(4), r.GetString(5), (Door)r.GetInt32(6), r.GetString(7), r.Time(8), r.GetInt32(9),
        r.GetInt64(10), r.GetString(11), r.GetString(12), r.GetInt64(13));

    /// <summary>What is to be sent, as far as the owner may see it now; none when they may not, or when it was taken back.</summary>
    public async Task<WebhookMessage?> Message(House house, CancellationToken stop)
    {
        await using var desk = await house.DeskOfUser(OwnerId, Door.Api, stop);
        if (desk is null || !Listener.MaySpeak(desk.Actor))
        {
            return null;
        }

        var told = new WebhookMessage(Key, Event, At, Who, Door, JsonSerializer.Deserialize<List<ToldChange>>(Changes)!);
        try
        {
            return Event switch
            {
                WebhookEvents.Ping => told,
                WebhookEvents.WorkItemAdded or WebhookEvents.WorkItemChanged => told with { WorkItem = await new WorkItemPage(desk).Run((int)Thing, stop) },
                WebhookEvents.ProjectAdded or WebhookEvents.ProjectChanged => await OfProject(desk, told, stop),
                WebhookEvents.CommentAdded when CommentId < 0 => await OfRemark(desk, told, stop),
                _ => await OfTicket(desk, told, stop),
            };
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.NotFound or RefusalReason.Denied)
        {
            return null;
        }
    }

    private async Task<WebhookMessage?> OfTicket(Desk desk, WebhookMessage told, CancellationToken stop)
    {
        var ticket = await new TicketPage(desk).Run((int)Thing, stop);
        var comment = CommentId is { } id ? ticket.Comments.FirstOrDefault(c => c.Id == id) : null;
        if (CommentId is not null && comment is null)
        {
            return null;
        }

        var changed = ticket.May.This(Right.SeeNotes) ? told.Changed : [.. told.Changed.Where(c => TicketPage.ForCustomers.Contains(c.What, StringComparer.Ordinal))];
        return changed.Count == 0 && told.Changed.Count > 0 ? null
            : told with { Ticket = ticket, Comment = Event is WebhookEvents.CommentAdded ? comment : null, Changed = changed };
    }

    private async Task<WebhookMessage?> OfRemark(Desk desk, WebhookMessage told, CancellationToken stop)
    {
        var item = await new WorkItemPage(desk).Run((int)Thing, stop);
        return item.Comments.FirstOrDefault(c => c.Id == -CommentId) is { } remark ? told with { WorkItem = item, Remark = remark } : null;
    }

    private async Task<WebhookMessage?> OfProject(Desk desk, WebhookMessage told, CancellationToken stop)
    {
        var name = await desk.Sql.First("select name from project where id = @id", r => r.GetString(0), stop, ("@id", Thing));
        var project = name is null ? null : await new ProjectPage(desk).Run(name, stop);
        return project is null || (told.Changed.Count > 0 && !project.May.This(Right.SeeNotes)) ? null : told with { Project = project };
    }
}
