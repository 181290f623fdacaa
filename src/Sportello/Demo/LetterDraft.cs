using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sportello.Demo;

/// <summary>
/// A letter written down so that people can read it, and turned into the bytes that some mail program would have sent.
/// Above a line <c>---</c> stands <c>for</c> (whose folder), <c>ago</c> (when it was sent: 90m, 5h, 3d), and if need be <c>zone</c>, <c>charset</c> of its raw bytes,
/// <c>seen</c>. Below, <c>«date»</c> is its date, and <c>«qp koi8-r»…«end»</c>, <c>«base64 …»</c>, <c>«percent …»</c>, <c>«words koi8-r B 30»</c> are encoded.
/// </summary>
internal sealed partial class LetterDraft
{
    private const int LineLength = 76;

    private LetterDraft(IReadOnlyDictionary<string, string> about, DateTime now)
    {
        For = about["for"];
        Seen = about.ContainsKey("seen");
        SentAt = now - Age(about["ago"]);
    }

    public string For { get; }

    public bool Seen { get; }

    public DateTime SentAt { get; }

    public byte[] Bytes { get; private init; } = [];

    public static LetterDraft Read(string text, DateTime now)
    {
        var parts = text.Split("\n---\n", 2);
        var about = parts[0].Split('\n').Select(l => l.Split(':', 2, StringSplitOptions.TrimEntries)).ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal);
        var sent = now - Age(about["ago"]);
        var body = parts[1].Replace("«date»", Date(sent, about.GetValueOrDefault("zone", "+0200")), StringComparison.Ordinal);
        body = Encoded().Replace(body, m => Encode(m.Groups["how"].Value.Split(' '), m.Groups["what"].Value));
        return new LetterDraft(about, now) { Bytes = Charset(about.GetValueOrDefault("charset", "utf-8")).GetBytes(body.Replace("\n", "\r\n", StringComparison.Ordinal)) };
    }

    private static TimeSpan Age(string age) => int.Parse(age[..^1], CultureInfo.InvariantCulture) is var n && age[^1] is 'm' ? TimeSpan.FromMinutes(n)
        : age[^1] is 'h' ? TimeSpan.FromHours(n)
        : TimeSpan.FromDays(n);

    /// <summary>RFC 5322, section 3.3.</summary>
    private static string Date(DateTime utc, string zone)
    {
        var offset = TimeSpan.ParseExact(zone[1..], "hhmm", CultureInfo.InvariantCulture) * (zone[0] == '-' ? -1 : 1);
        return $"{(utc + offset).ToString("ddd, d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} {zone}";
    }

    private static string Encode(string[] how, string what)
    {
        var bytes = Charset(how[1]).GetBytes(what);
        return how[0] switch
        {
            "base64" => Folded(Convert.ToBase64String(Charset(how[1]).GetBytes(what.Replace("\n", "\r\n", StringComparison.Ordinal)))),
            "qp" => string.Join('\n', what.Split('\n').Select(line => QuotedPrintable(Charset(how[1]).GetBytes(line)))),
            "percent" => string.Concat(bytes.Select(b => char.IsAsciiLetterOrDigit((char)b) || b == '.' ? ((char)b).ToString() : $"%{b:X2}")),
            "words" => EncodedWords(bytes, how),
            _ => throw new FormatException($"“{how[0]}” is no encoding of a letter."),
        };
    }

    /// <summary>Cuts after so many bytes, in the midst of a character where it falls so, as careless programs do.</summary>
    private static string EncodedWords(byte[] bytes, string[] how)
    {
        var length = how.Length > 3 ? int.Parse(how[3], CultureInfo.InvariantCulture) : 45;
        return string.Join("\n ", bytes.Chunk(length).Select(part => $"=?{how[1]}?{how[2]}?{(how[2] is "B" ? Convert.ToBase64String(part) : Q(part))}?="));
    }

    private static string Q(byte[] bytes) =>
        string.Concat(bytes.Select(b => b == ' ' ? "_" : char.IsAsciiLetterOrDigit((char)b) ? ((char)b).ToString() : $"={b:X2}"));

    private static string QuotedPrintable(byte[] line)
    {
        var said = new StringBuilder();
        var column = 0;
        foreach (var b in line)
        {
            var sign = b is >= 32 and <= 126 and not (byte)'=' ? ((char)b).ToString() : $"={b:X2}";
            if (column + sign.Length > LineLength - 1)
            {
                said.Append("=\n");
                column = 0;
            }

            said.Append(sign);
            column += sign.Length;
        }

        return said.ToString();
    }

    private static string Folded(string base64) => string.Join('\n', base64.Chunk(LineLength).Select(line => new string(line)));

    private static Encoding Charset(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);

    [GeneratedRegex("«(?<how>(base64|qp|percent|words) [^»]+)»(?<what>.*?)«end»", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Encoded();
}
