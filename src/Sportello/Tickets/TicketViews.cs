using System.Data.Common;
using System.Globalization;
using Sportello.Access;
using Sportello.Data;

namespace Sportello.Tickets;

/// <summary>The numbers beside the views of the rail, added up from kept counts. What is put off is open, and else in none of them but its own.</summary>
public sealed record ViewCounts(int Mine, int Unassigned, int New, int Returned, int Open, IReadOnlyDictionary<long, int> OpenByProject)
{
    /// <summary>How many are late, up to <see cref="TicketViews.MostOverdue"/>; none where nothing is promised.</summary>
    public int? Overdue { get; init; }

    /// <summary>How many are put off, of those that whoever looks works on.</summary>
    public int Snoozed { get; init; }
}

public sealed class TicketViews(Desk desk)
{
    public const int MostOverdue = 1000;
    private const long Late = -1;

    private static readonly (string, object?)[] None = [];

    public async Task<ViewCounts> Run(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var works = Law.Sees(desk.Actor, Right.SeeNotes);
        var late = desk.Actor.WorksSomewhere && (await desk.House.Book.Of(desk, stop)).Plans.Any;
        var byProject = await desk.Sql.List(
            Statement(sight, works, desk.Sql.Dialect, late),
            r => (Project: r.GetInt64(0), Open: Sum(r, 1), Mine: Sum(r, 2), Unassigned: Sum(r, 3), New: Sum(r, 4), Returned: Sum(r, 5), Snoozed: Sum(r, 6)),
            stop,
            [
                ("@me", desk.Actor.ContactId ?? -1L),
                .. late ? [("@now", desk.Now)] : None,
                .. sight.All ? None : [("@projects", sight.Projects)],
                .. works.All || (works.Projects.Count == 0 && !late) ? None : [("@works", works.Projects)],
            ]);
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
            Overdue = late ? overdue : null,
            Snoozed = byProject.Sum(p => p.Snoozed),
        };
    }

    /// <summary>What is late moves with the time and is not kept: it is counted along its index, in the same statement, and not beyond what a rail can say.</summary>
    internal static string Statement(Sight sight, Sight works, Dialect dialect, bool late = false) => Kept(sight, works, dialect) + (!late ? "" :
        $"""

         union all select {Late}, count(*), 0, 0, 0, 0, 0 from (select 1 as one from ticket where due_at < @now{Within(works, dialect, "@works")} limit {MostOverdue}) overdue
         """);

    /// <summary>Whoever does not work on tickets does not learn that one is put off: to them it stands where it stood.</summary>
    private static string Kept(Sight sight, Sight works, Dialect dialect) =>
        $"""
         select project_id, sum(n),
                sum(case when assignee_id = @me then n - s else 0 end),
                sum(case when assignee_id = 0 then n - s else 0 end),
                sum(case when status = {(int)TicketStatus.New} then n - s else 0 end),
                sum(case when status = {(int)TicketStatus.Returned} then n - s else 0 end),
                sum(s)
         from (select project_id, assignee_id, status, n, 0 as s from ticket_count where n <> 0 and status <> {(int)TicketStatus.Closed}{Within(sight, dialect, "@projects")}
               {(works.All || works.Projects.Count > 0 ? $"union all select project_id, assignee_id, status, 0, n from snoozed_count where n <> 0{Within(works, dialect, "@works")}" : "")}) kept
         group by project_id
         """;

    private static string Within(Sight sight, Dialect dialect, string parameter) => sight.All ? "" : $" and {dialect.Among("project_id", parameter)}";

    // PostgreSQL adds whole numbers up to a decimal.
    private static int Sum(DbDataReader row, int column) => Convert.ToInt32(row.GetValue(column), CultureInfo.InvariantCulture);
}
