using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sportello.Wire.Tests.Transport;

/// <summary>
/// A conversation written down, one line each:
/// <c>C: text</c> what the client must send, where <c>***</c> stands for anything (a masked secret);
/// <c>S: text</c> what the server answers, with CRLF at its end; <c>S. text</c> the same without CRLF;
/// <c>C: [N octets]</c> and <c>S: [N octets]</c> N octets of no interest, without CRLF;
/// <c>{{C3A9}}</c> octets in hexadecimal; <c>-- silence</c> the server says nothing more but stays; <c># text</c> a remark.
/// After the last line the server closes the connection. What the wire log writes is such a transcript.
/// </summary>
internal sealed partial class Transcript
{
    private Transcript(IReadOnlyList<Step> steps) => Steps = steps;

    public IReadOnlyList<Step> Steps { get; }

    public static Transcript Parse(string text)
    {
        var steps = new List<Step>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            steps.Add(ParseLine(line));
        }
        return new(steps);
    }

    /// <summary>Reads a transcript that lies beside the tests, such as <c>Imap/Transcripts/gmail/select.txt</c>.</summary>
    public static Transcript Read(string path) => Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path)));

    private static Step ParseLine(string line)
    {
        if (line == "-- silence")
            return new Step(StepKind.Silence, [], 0);
        var text = line.Length > 3 ? line[3..] : "";
        var who = line[..Math.Min(3, line.Length)].TrimEnd();
        var octets = OctetsPattern().Match(text) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : -1;
        return who switch
        {
            "C:" when octets >= 0 => new Step(StepKind.ClientOctets, [], octets),
            "C:" => new Step(StepKind.Client, Bytes(text), 0),
            "S:" when octets >= 0 => new Step(StepKind.Server, Enumerable.Repeat((byte)'x', octets).ToArray(), 0),
            "S:" => new Step(StepKind.Server, [.. Bytes(text), 13, 10], 0),
            "S." => new Step(StepKind.Server, Bytes(text), 0),
            _ => throw new FormatException($"A transcript line begins with C: or S: and not with '{line}'."),
        };
    }

    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        var done = 0;
        foreach (Match hex in HexPattern().Matches(text))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(text[done..hex.Index]));
            bytes.AddRange(Convert.FromHexString(hex.Groups[1].Value));
            done = hex.Index + hex.Length;
        }
        bytes.AddRange(Encoding.UTF8.GetBytes(text[done..]));
        return [.. bytes];
    }

    [GeneratedRegex(@"^\[(\d+) octets\]$")]
    private static partial Regex OctetsPattern();

    [GeneratedRegex(@"\{\{([0-9A-Fa-f]*)\}\}")]
    private static partial Regex HexPattern();

    internal enum StepKind
    {
        Client,
        ClientOctets,
        Server,
        Silence,
    }

    internal sealed record Step(StepKind Kind, byte[] Bytes, int Octets);
}
