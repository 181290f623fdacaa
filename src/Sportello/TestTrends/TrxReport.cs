using System.Globalization;
using System.Xml.Linq;

namespace Sportello.TestTrends;

/// <summary>TRX as .NET's test runners write it. A suite is a test assembly.</summary>
internal static class TrxReport
{
    private static readonly HashSet<string> Failing = new(["Failed", "Error", "Timeout", "Aborted", "Disconnected"], StringComparer.Ordinal);
    private static readonly HashSet<string> Passing = new(["Passed", "PassedButRunAborted", "Warning", "Completed"], StringComparer.Ordinal);

    public static List<SuiteRun> Read(XElement root)
    {
        var name = root.Attribute("name")?.Value ?? "";
        var at = TestReport.Time(Named(root, "Times").FirstOrDefault(), "start");
        var suites = Named(root, "UnitTest").ToDictionary(t => t.Attribute("id")?.Value ?? "", t => Assembly(t) ?? name, StringComparer.OrdinalIgnoreCase);
        return [.. Named(root, "UnitTestResult")
            .Where(r => r.Parent is { Name.LocalName: "Results" })
            .GroupBy(r => suites.GetValueOrDefault(r.Attribute("testId")?.Value ?? "", name), StringComparer.Ordinal)
            .Select(results => Suite(results.Key, at, [.. results]))];
    }

    private static SuiteRun Suite(string name, DateTime? at, IReadOnlyCollection<XElement> results) => new(
        name,
        at,
        results.Count,
        results.Count(r => Failing.Contains(Outcome(r))),
        results.Count(r => !Failing.Contains(Outcome(r)) && !Passing.Contains(Outcome(r))),
        results.Aggregate(TimeSpan.Zero, (sum, r) => sum + Duration(r)));

    private static string Outcome(XElement result) => result.Attribute("outcome")?.Value ?? "";

    private static TimeSpan Duration(XElement result) =>
        TimeSpan.TryParse(result.Attribute("duration")?.Value, CultureInfo.InvariantCulture, out var took) ? took : TimeSpan.Zero;

    /// <summary>The file name of the assembly; it was written on whatever system the tests ran, so both slashes count.</summary>
    private static string? Assembly(XElement test)
    {
        var path = Named(test, "TestMethod").FirstOrDefault()?.Attribute("codeBase")?.Value ?? test.Attribute("storage")?.Value;
        return string.IsNullOrEmpty(path) ? null : Path.GetFileNameWithoutExtension(path[(path.LastIndexOfAny(['/', '\\']) + 1)..]);
    }

    private static IEnumerable<XElement> Named(XElement element, string name) => element.Descendants().Where(e => string.Equals(e.Name.LocalName, name, StringComparison.Ordinal));
}
