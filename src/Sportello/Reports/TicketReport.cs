using Sportello.Access;
using Sportello.Data;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Reports;

/// <summary>By what a report is split.</summary>
public enum Split
{
    Project,
    Organization,
    Kind,
    Assignee,
}

/// <param name="From">The first day, in the time zone of the house.</param>
/// <param name="To">The last day, included.</param>
/// <param name="Project">Only of this project.</param>
public sealed record ReportQuery(DateOnly From, DateOnly To, Split By = Split.Project, string? Project = null);

/// <summary>The numbers of a period: over time, and split.</summary>
public sealed record ReportAnswer(Grid OverTime, Grid Table);

/// <summary>
/// Opened and closed tickets, first answers and solutions, within the reach of whoever asks. Opened tickets and first answers are those of
/// tickets opened in the period, solutions those of tickets closed in it. It reads the period along an index, once for each of the two.
/// </summary>
public sealed class TicketReport(Desk desk)
{
    public const int MostDays = 1100;

    private static readonly GridColumn[] Columns =
    [
        new("reports.opened"),
        new("reports.closed"),
        new("reports.answer.median", Measure.Time, Drawn: false),
        new("reports.answer.ninetieth", Measure.Time, Drawn: false),
        new("reports.solution.median", Measure.Time, Drawn: false),
        new("reports.solution.ninetieth", Measure.Time, Drawn: false),
        new("reports.rated.good", Drawn: false),
        new("reports.rated.not-good", Drawn: false),
    ];

    /// <summary>Only our own side reads reports.</summary>
    public static bool IsFor(Actor actor) => Law.SeesReports(actor);

    public async Task<ReportAnswer> Run(ReportQuery query, CancellationToken stop)
    {
        Demand(query);
        var zone = desk.House.Settings.Work.TimeZone;
        var width = Buckets.Fitting(query.From, query.To);
        var buckets = Buckets.Of(query.From, query.To, width, zone);
        var over = buckets.Select(_ => new Tally()).ToList();
        var groups = new Dictionary<long, Tally>();
        await foreach (var row in Rows("opened_at", "answered_at", query, buckets, stop))
        {
            over[Buckets.Find(buckets, row.At)].Opened(row);
            Of(groups, row.Group).Opened(row);
        }

        await foreach (var row in Rows("closed_at", "opened_at", query, buckets, stop))
        {
            over[Buckets.Find(buckets, row.At)].Closed(row);
            Of(groups, row.Group).Closed(row);
        }

        await foreach (var row in Rows("rated_at", "rating", query, buckets, stop))
        {
            over[Buckets.Find(buckets, row.At)].Rated(row);
            Of(groups, row.Group).Rated(row);
        }

        if (query.By == Split.Organization)
        {
            groups = await ByOrganization(groups, stop);
        }

        var names = await Names(query.By, groups.Keys, stop);
        return new(
            new("over-time", "reports.over-time", "reports.day", Columns, [.. buckets.Zip(over, (b, t) => new GridRow("", t.Values, b.From))], Drawing.Bars, width),
            new(
                "by-" + Words.Name.Of(query.By),
                "reports.by." + Words.Name.Of(query.By),
                "reports.split." + Words.Name.Of(query.By),
                Columns,
                [.. groups.Select(g => new GridRow(names.GetValueOrDefault(g.Key, ""), g.Value.Values, IsKey: query.By == Split.Kind || (query.By == Split.Assignee && g.Key == 0))).OrderByDescending(r => r.Values[0]).ThenBy(r => r.Label, StringComparer.OrdinalIgnoreCase)],
                Drawing.Rows));
    }

    private static Tally Of(Dictionary<long, Tally> groups, long group) =>
        groups.TryGetValue(group, out var known) ? known : groups[group] = new();

    private void Demand(ReportQuery query)
    {
        if (!IsFor(desk.Actor))
        {
            throw Refusal.Denied(Said.Of("refusal.reports"));
        }

        if (query.To < query.From)
        {
            throw Refusal.Invalid("to", Said.Of("refusal.reports.order"));
        }

        if (query.To.DayNumber - query.From.DayNumber > MostDays)
        {
            throw Refusal.Invalid("from", Said.Of("refusal.reports.long", ("n", MostDays)));
        }
    }

    /// <param name="moment">What has to lie in the period.</param>
    /// <param name="other">The moment that it is held beside.</param>
    private IAsyncEnumerable<TicketTimes> Rows(string moment, string other, ReportQuery query, IReadOnlyList<Bucket> buckets, CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var parameters = new List<(string, object?)> { ("@from", buckets[0].Start), ("@until", buckets[^1].End) };
        var reach = "";
        if (!sight.All)
        {
            reach = " and " + desk.Sql.Dialect.Among("t.project_id", "@projects");
            parameters.Add(("@projects", sight.Projects));
        }

        if (query.Project is { } project)
        {
            reach += " and t.project_id = (select id from project where name = @project)";
            parameters.Add(("@project", project));
        }

        // Every column stands in the index along which it is read.
        return desk.Sql.Each(
            $"select {Group(query.By)}, t.{moment}, coalesce(t.{other}, -1) from ticket t where t.{moment} >= @from and t.{moment} < @until{reach}",
            r => new TicketTimes(r.GetInt64(0), r.Time(1), r.GetInt64(2)),
            stop,
            [.. parameters]);
    }

    private static string Group(Split by) => by switch
    {
        Split.Project or Split.Organization => "t.project_id",
        Split.Kind => "t.kind",
        _ => "coalesce(t.assignee_id, 0)",
    };

    /// <summary>Projects are few, and tickets are many: whose a project is, is asked once.</summary>
    private async Task<Dictionary<long, Tally>> ByOrganization(Dictionary<long, Tally> byProject, CancellationToken stop)
    {
        var owners = await desk.Sql.List(
            $"select id, organization_id from project where {desk.Sql.Dialect.Among("id", "@ids")}", r => (Project: r.GetInt64(0), Organization: r.GetInt64(1)), stop, ("@ids", byProject.Keys));
        var groups = new Dictionary<long, Tally>();
        foreach (var (project, organization) in owners)
        {
            Of(groups, organization).Add(byProject[project]);
        }

        return groups;
    }

    /// <summary>Names of the groups; kinds and nobody are named by the door, in the reader's language.</summary>
    private async Task<Dictionary<long, string>> Names(Split by, IReadOnlyCollection<long> groups, CancellationToken stop)
    {
        if (by == Split.Kind)
        {
            return groups.ToDictionary(g => g, g => "kind." + Words.Name.Of((TicketKind)g));
        }

        var table = by switch { Split.Project => "project", Split.Organization => "organization", _ => "contact" };
        var names = await desk.Sql.List(
            $"select id, name from {table} where {desk.Sql.Dialect.Among("id", "@ids")}", r => (Id: r.GetInt64(0), Name: r.GetString(1)), stop, ("@ids", groups));
        var named = names.ToDictionary(n => n.Id, n => n.Name);
        if (by == Split.Assignee)
        {
            named[0] = "nobody";
        }

        return named;
    }

    /// <param name="Group">What the report is split by.</param>
    /// <param name="At">The moment that lies in the period.</param>
    /// <param name="Other">The moment beside it, as it is stored; -1 when there is none yet.</param>
    private readonly record struct TicketTimes(long Group, DateTime At, long Other);

    private sealed class Tally
    {
        private readonly Spread _answers = new();
        private readonly Spread _solutions = new();
        private int _opened;
        private int _closed;
        private int _good;
        private int _notGood;

        public IReadOnlyList<double?> Values => [_opened, _closed, _answers.Median, _answers.Ninetieth, _solutions.Median, _solutions.Ninetieth, _good, _notGood];

        public void Rated(TicketTimes ticket) => _ = (Rating)ticket.Other == Rating.Good ? _good++ : _notGood++;

        public void Opened(TicketTimes ticket)
        {
            _opened++;
            if (ticket.Other >= 0)
            {
                _answers.Add(Moment.FromStored(ticket.Other) - ticket.At);
            }
        }

        public void Closed(TicketTimes ticket)
        {
            _closed++;
            _solutions.Add(ticket.At - Moment.FromStored(ticket.Other));
        }

        public void Add(Tally other)
        {
            _good += other._good;
            _notGood += other._notGood;
            _opened += other._opened;
            _closed += other._closed;
            _answers.Add(other._answers);
            _solutions.Add(other._solutions);
        }
    }
}
