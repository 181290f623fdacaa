namespace Sportello.Wire.Mime;

/// <summary>The field of a read receipt that says what was done: <c>manual-action/MDN-sent-manually; displayed/error</c> (RFC 8098 section 3.2.6).</summary>
internal static class DispositionField
{
    public static ReadDisposition Parse(string? value)
    {
        var words = WithoutComment(value ?? "").ToLowerInvariant();
        var semicolon = words.IndexOf(';', StringComparison.Ordinal);
        // Without a semicolon only one of the two halves is there.
        var hasMode = semicolon >= 0 || words.Contains("-action", StringComparison.Ordinal) || words.Contains("mdn-sent", StringComparison.Ordinal);
        var mode = semicolon >= 0 ? words[..semicolon] : hasMode ? words : "";
        var type = semicolon >= 0 ? words[(semicolon + 1)..] : hasMode ? "" : words;

        var (action, sending) = Halves(mode);
        var (done, modifier) = Halves(type.Trim(' ', ';'));
        return new ReadDisposition(done, Mode(action), Mode(sending), modifier);
    }

    private static (string Before, string After) Halves(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (value.Trim(), "") : (value[..slash].Trim(), value[(slash + 1)..].Trim());
    }

    private static string Mode(string words) =>
        words.Contains("manual", StringComparison.Ordinal) ? "manual"
        : words.Contains("automatic", StringComparison.Ordinal) ? "automatic"
        : "";

    private static string WithoutComment(string value)
    {
        var open = value.IndexOf('(', StringComparison.Ordinal);
        var close = open < 0 ? -1 : value.IndexOf(')', open);
        return open < 0 ? value : close < 0 ? value[..open] : value[..open] + value[(close + 1)..];
    }
}
