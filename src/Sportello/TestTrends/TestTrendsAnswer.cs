namespace Sportello.TestTrends;

/// <summary>What <c>test-trends</c> answers; the JSON of programs.md has the same members.</summary>
public sealed record TestTrendsAnswer(DateOnly Date, long Suites, long BugFixes, long OpenBugFixes, IReadOnlyList<OwnerTrend> Owners);

/// <summary>The same numbers for one owner of suites; a bug fix is the owner's whose suite is attached.</summary>
public sealed record OwnerTrend(string Contact, long Suites, long BugFixes, long OpenBugFixes);
