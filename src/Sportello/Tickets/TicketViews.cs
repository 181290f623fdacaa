using System.Data.Common;
using System.Globalization;
using Sportello.Access;
using Sportello.Data;

namespace Sportello.Tickets;

/// <summary>The numbers beside the views of the rail, added up from kept counts.</summary>
public sealed record ViewCounts(int Mine, int Unassigned, int New, int Returned, int Open, IReadOnlyDictionary<long, int> OpenByProject)
{
    /// <summary>How many are late, up to <see cref="TicketViews.MostOverdue"/>; none where nothing is promised.</summary>
    public int? Overdue { get; init; }
}

public sealed class TicketViews(Desk desk)
{
    public const int MostOverdue = 1000;
    private const long Late = -1;

    public async Task<ViewCounts> Run(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var late = desk.Actor.WorksSomewhere && (await desk.House.Book.Of(desk, stop)).Plans.Any ? Law.Sees(desk.Actor, Right.SeeNotes) : null;
        var byProject = await desk.Sql.List(
            Statement(sight, desk.Sql.Dialect, late),
            r => (Project: r.GetInt64(0), Open: Sum(r, 1), Mine: Sum(r, 2), Unassigned: Sum(r, 3), New: Sum(r, 4), Returned: Sum(r, 5)),
            stop,
            [("@me", desk.Actor.ContactId ?? -1L), .. late is null ? Array.Empty<(string, object?)>() : late.All ? [("@now", desk.Now)] : [("@now", desk.Now), ("@late", late.Projects)], .. sight.All ? Array.Empty<(string, object?)>() : [("@projects", sight.Projects)]]);
        var overdue = byProject.Find(p => p.Project == Late).Open;
        byProject.RemoveAll(p => p.Project == Late);
        return new(
            byProject.Sum(p => p.Mine),
            byProject.Sum(p => p.Unassigned),
            byProject.Sum(p => p.New),
            byProject.Sum(p => p.Returned),
            byProject.Sum(p => p.Open),
            byProject.ToDictionary(p => p.Project, p => p.Open))
        {
            Overdue = late is null ? null : overdue,
        };
    }

    /// <summary>What is late moves with the time and is not kept: it is counted along its index, in the same statement, and not beyond what a rail can say.</summary>
    internal static string Statement(Sight sight, Dialect dialect, Sight? late = null) => Kept(sight, dialect) + (late is null ? "" :
        $"""

         union all select {Late}, count(*), 0, 0, 0, 0 from (select 1 as one from ticket where due_at < @now{(late.All ? "" : $" and {dialect.Among("project_id", "@late")}")} limit {MostOverdue}) overdue
         """);

    private static string Kept(Sight sight, Dialect dialect) =>
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
