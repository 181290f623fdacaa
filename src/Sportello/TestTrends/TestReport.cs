using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Sportello.TestTrends;

/// <summary>What a report of a test run says of one suite.</summary>
internal sealed record SuiteRun(string Suite, DateTime? At, int Tests, int Failures, int Skipped, TimeSpan Took);

/// <summary>Reads JUnit XML and TRX. Which of the two it is, the root element says.</summary>
internal static class TestReport
{
    private static readonly XmlReaderSettings Careful = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 500_000_000 };

    /// <exception cref="FormatException">It is neither; the message says why, with the line where there is one.</exception>
    public static List<SuiteRun> Read(Stream stream)
    {
        try
        {
            using var reader = XmlReader.Create(stream, Careful);
            var root = XDocument.Load(reader).Root!;
            return root.Name.LocalName switch
            {
                "testsuites" or "testsuite" => JUnitReport.Read(root),
                "TestRun" => TrxReport.Read(root),
                var other => throw new FormatException($"the root element is <{other}>; JUnit XML has <testsuites> or <testsuite>, TRX has <TestRun>."),
            };
        }
        catch (XmlException e)
        {
            throw new FormatException($"{(e.LineNumber > 0 ? $"line {e.LineNumber}: " : "")}this is not well-formed XML: {e.Message}", e);
        }
    }

    public static int Whole(XElement element, string attribute) =>
        int.TryParse(element.Attribute(attribute)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static DateTime? Time(XElement? element, string attribute) =>
        DateTime.TryParse(element?.Attribute(attribute)?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
