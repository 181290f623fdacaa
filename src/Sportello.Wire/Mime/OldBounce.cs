namespace Sportello.Wire.Mime;

/// <summary>Bounces from before RFC 3464, and of servers that never followed it: qmail's text, Exim's X-Failed-Recipients.</summary>
internal static class OldBounce
{
    /// <summary>Lines after which a bounce repeats the message it returns.</summary>
    private static readonly string[] Separators =
    [
        "--- Below this line is a copy of the message.",
        "------ This is a copy of the message, including all the headers.",
        "------ This is a copy of your message, including all the headers.",
        "--- The header of the original message is following.",
        "----- Original message follows -----",
        "   ----- Original message follows -----",
        "   ----- Unsent message follows -----",
        "   ----- Message header follows -----",
    ];

    public static DeliveryReport? Read(HeaderList headers, string text, string? originalId)
    {
        var isQmail = text.Contains("This is the qmail-send program", StringComparison.Ordinal);
        var failed = headers.GetAll("X-Failed-Recipients");
        if (!isQmail && failed.Count == 0) return null;

        var returned = Returned(text, out var said);
        var recipients = failed.Count > 0 ? OfHeader(failed) : OfQmail(said);
        return recipients.Count == 0 ? null : new DeliveryReport(null, recipients, originalId ?? IdIn(returned));
    }

    private static ReadOnlySpan<char> Returned(string text, out ReadOnlySpan<char> said)
    {
        foreach (var separator in Separators)
        {
            var at = text.IndexOf(separator, StringComparison.Ordinal);
            if (at < 0) continue;

            said = text.AsSpan(0, at);
            return text.AsSpan(at + separator.Length);
        }

        said = text;
        return [];
    }

    private static List<DeliveryStatus> OfHeader(IReadOnlyList<string> values)
    {
        var recipients = new List<DeliveryStatus>();
        foreach (var address in values.SelectMany(AddressParser.Parse)) recipients.Add(new DeliveryStatus(address.Address, null, "failed", "", ""));
        return recipients;
    }

    /// <summary>qmail writes <c>&lt;address&gt;:</c> and then its reason, up to an empty line.</summary>
    private static List<DeliveryStatus> OfQmail(ReadOnlySpan<char> said)
    {
        var recipients = new List<DeliveryStatus>();
        var reason = new List<string>();
        string? address = null;
        foreach (var range in said.Split('\n'))
        {
            var line = said[range].Trim();
            if (line.StartsWith('<') && line.EndsWith(">:", StringComparison.Ordinal))
            {
                Add(recipients, address, reason);
                address = line[1..^2].ToString();
            }
            else if (line.IsEmpty)
            {
                Add(recipients, address, reason);
                address = null;
            }
            else if (address is not null)
            {
                reason.Add(line.ToString());
            }
        }

        Add(recipients, address, reason);
        return recipients;
    }

    private static void Add(List<DeliveryStatus> recipients, string? address, List<string> reason)
    {
        if (address is not null)
        {
            var diagnostic = string.Join(' ', reason);
            recipients.Add(new DeliveryStatus(address, null, "failed", StatusIn(diagnostic), diagnostic));
        }

        reason.Clear();
    }

    /// <summary>A code such as (#5.1.1) at the end of qmail's reason.</summary>
    private static string StatusIn(string diagnostic)
    {
        var open = diagnostic.LastIndexOf("(#", StringComparison.Ordinal);
        var close = open < 0 ? -1 : diagnostic.IndexOf(')', open);
        return close < 0 ? "" : diagnostic[(open + 2)..close];
    }

    private static string? IdIn(ReadOnlySpan<char> returned)
    {
        foreach (var range in returned.Split('\n'))
        {
            var line = returned[range].Trim();
            if (line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase)) return MessageIds.Parse(line[11..].ToString()).FirstOrDefault();
        }

        return null;
    }
}
