using Sportello.WorkItems;

namespace Sportello.TestTrends;

/// <summary>How things stand today: suites, bug fixes with a suite, and those of them that are not ended.</summary>
internal sealed record Trend(long OwnerId, string Owner, long Suites, long BugFixes, long OpenBugFixes)
{
    /// <summary>The owner of the line that counts everybody together.</summary>
    public const long Everybody = 0;

    /// <summary>By owner, in order of name; suites that belong to nobody come under an owner without a name.</summary>
    public static async Task<List<Trend>> ByOwner(Desk desk, CancellationToken stop)
    {
        var trends = await desk.Sql.List(
            $"""
             select coalesce(c.id, 0), coalesce(c.name, ''), count(*), coalesce(sum(f.fixes), 0), coalesce(sum(f.open_fixes), 0)
             from test_suite s
             left join contact c on c.id = s.owner_id
             left join (
                 select w.suite_id, count(*) as fixes, sum(case when w.status in ({(int)WorkItemStatus.Done}, {(int)WorkItemStatus.Cancelled}) then 0 else 1 end) as open_fixes
                 from work_item w where w.work_type = {(int)WorkType.BugFix} and w.suite_id is not null group by w.suite_id
             ) f on f.suite_id = s.id
             group by c.id, c.name
             """,
            r => new Trend(r.GetInt64(0), r.GetString(1), r.GetInt64(2), Convert.ToInt64(r.GetValue(3), System.Globalization.CultureInfo.InvariantCulture), Convert.ToInt64(r.GetValue(4), System.Globalization.CultureInfo.InvariantCulture)),
            stop);
        return [.. trends.OrderBy(t => t.Owner, StringComparer.OrdinalIgnoreCase).ThenBy(t => t.OwnerId)];
    }

    public static Trend Sum(IReadOnlyCollection<Trend> owners) =>
        new(Everybody, "", owners.Sum(t => t.Suites), owners.Sum(t => t.BugFixes), owners.Sum(t => t.OpenBugFixes));
}
