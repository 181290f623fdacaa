using System.Globalization;
using System.Xml.Linq;

namespace Sportello.TestTrends;

/// <summary>JUnit XML as the test runners of many languages write it: suites, possibly within suites, with their cases.</summary>
internal static class JUnitReport
{
    public static List<SuiteRun> Read(XElement root) =>
        [.. root.DescendantsAndSelf().Where(e => e is { Name.LocalName: "testsuite" } && e.Elements().Any(IsCase)).Select(Suite)];

    /// <summary>The cases are counted rather than the numbers believed: runners disagree on what those include.</summary>
    private static SuiteRun Suite(XElement suite)
    {
        var cases = suite.Elements().Where(IsCase).ToList();
        return new SuiteRun(
            suite.Attribute("name")?.Value is { Length: > 0 } name ? name : cases[0].Attribute("classname")?.Value ?? "",
            TestReport.Time(suite, "timestamp"),
            cases.Count,
            cases.Count(c => Has(c, "failure") || Has(c, "error")),
            cases.Count(c => Has(c, "skipped")),
            Seconds(suite) ?? cases.Aggregate(TimeSpan.Zero, (sum, c) => sum + (Seconds(c) ?? TimeSpan.Zero)));
    }

    private static bool Has(XElement testCase, string outcome) => testCase.Elements().Any(e => string.Equals(e.Name.LocalName, outcome, StringComparison.Ordinal));

    private static bool IsCase(XElement element) => element is { Name.LocalName: "testcase" };

    private static TimeSpan? Seconds(XElement element) =>
        double.TryParse(element.Attribute("time")?.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
