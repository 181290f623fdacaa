namespace Sportello.Words;

/// <summary>Text for a field of one line, as it is kept.</summary>
internal static class OneLine
{
    /// <summary>Words with one space between; line breaks are spaces too.</summary>
    public static string Of(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
