namespace Sportello.Wire.Mime.Writing;

/// <summary>quoted-string of RFC 5322 section 3.2.4.</summary>
internal static class QuotedString
{
    public static string Write(string printable) =>
        $"\"{printable.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
