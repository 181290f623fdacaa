using Sportello.Access;
using Sportello.Data;

namespace Sportello.Tickets;

/// <summary>The numbers beside the views of the rail, added up from kept counts.</summary>
public sealed record ViewCounts(int Mine, int Unassigned, int New, int Returned, int Open, IReadOnlyDictionary<long, int> OpenByProject);

public sealed class TicketViews(Desk desk)
{
    public async Task<ViewCounts> Run(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var counts = await desk.Sql.List(
            $"select project_id, assignee_id, status, n from ticket_count where n <> 0 and status <> {(int)TicketStatus.Closed}{(sight.All ? "" : " and " + desk.Sql.Dialect.Among("project_id", "@projects"))}",
            r => (Project: r.GetInt64(0), Assignee: r.GetInt64(1), Status: (TicketStatus)r.GetInt32(2), N: (int)r.GetInt64(3)),
            stop,
            sight.All ? [] : [("@projects", sight.Projects)]);
        return new(
            counts.Where(c => c.Assignee == desk.Actor.ContactId).Sum(c => c.N),
            counts.Where(c => c.Assignee == 0).Sum(c => c.N),
            counts.Where(c => c.Status == TicketStatus.New).Sum(c => c.N),
            counts.Where(c => c.Status == TicketStatus.Returned).Sum(c => c.N),
            counts.Sum(c => c.N),
            counts.GroupBy(c => c.Project).ToDictionary(g => g.Key, g => g.Sum(c => c.N)));
    }
}
