using System.Data.Common;
using System.Globalization;
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
        var byProject = await desk.Sql.List(
            Statement(sight, desk.Sql.Dialect),
            r => (Project: r.GetInt64(0), Open: Sum(r, 1), Mine: Sum(r, 2), Unassigned: Sum(r, 3), New: Sum(r, 4), Returned: Sum(r, 5)),
            stop,
            [("@me", desk.Actor.ContactId ?? -1L), .. sight.All ? Array.Empty<(string, object?)>() : [("@projects", sight.Projects)]]);
        return new(
            byProject.Sum(p => p.Mine),
            byProject.Sum(p => p.Unassigned),
            byProject.Sum(p => p.New),
            byProject.Sum(p => p.Returned),
            byProject.Sum(p => p.Open),
            byProject.ToDictionary(p => p.Project, p => p.Open));
    }

    internal static string Statement(Sight sight, Dialect dialect) =>
        $"""
         select project_id, sum(n),
                sum(case when assignee_id = @me then n else 0 end),
                sum(case when assignee_id = 0 then n else 0 end),
                sum(case when status = {(int)TicketStatus.New} then n else 0 end),
                sum(case when status = {(int)TicketStatus.Returned} then n else 0 end)
         from ticket_count where n <> 0 and status <> {(int)TicketStatus.Closed}{(sight.All ? "" : $" and {dialect.Among("project_id", "@projects")}")}
         group by project_id
         """;

    // PostgreSQL adds whole numbers up to a decimal.
    private static int Sum(DbDataReader row, int column) => Convert.ToInt32(row.GetValue(column), CultureInfo.InvariantCulture);
}
