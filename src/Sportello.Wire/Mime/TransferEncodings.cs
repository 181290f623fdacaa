namespace Sportello.Wire.Mime;

/// <summary>Content-Transfer-Encoding (RFC 2045 section 6).</summary>
internal static class TransferEncodings
{
    public const string None = "";
    public const string Base64 = "base64";
    public const string QuotedPrintable = "quoted-printable";
    public const string Uuencode = "uuencode";

    public static string Normalize(string? written)
    {
        if (written is null) return None;

        var name = written.AsSpan().Trim();
        var end = name.IndexOfAny(" ;(");
        if (end > 0) name = name[..end];
        name = name.Trim("\"'");
        if (Is(name, Base64) || Is(name, "x-base64") || Is(name, "base-64") || Is(name, "b")) return Base64;
        if (Is(name, QuotedPrintable) || Is(name, "quotedprintable") || Is(name, "quoted/printable") || Is(name, "q")) return QuotedPrintable;
        return Is(name, "x-uuencode") || Is(name, Uuencode) || Is(name, "x-uue") || Is(name, "uue") ? Uuencode : None;
    }

    /// <summary>False for an encoding nobody knows, whose content is therefore kept as it was transferred.</summary>
    public static bool IsKnown(string written)
    {
        var name = written.AsSpan().Trim(" \"';");
        return name.IsEmpty || Normalize(written) != None
            || name.StartsWith("7", StringComparison.Ordinal) || name.StartsWith("8", StringComparison.Ordinal)
            || Is(name, "binary") || Is(name, "none") || name.StartsWith("binary ", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Is(ReadOnlySpan<char> name, string encoding) => name.Equals(encoding, StringComparison.OrdinalIgnoreCase);
}
