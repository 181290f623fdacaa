namespace Sportello.Wire.Mime.Writing;

/// <summary>The display name of a mailbox (RFC 5322 section 3.2.5): atoms, a quoted string, or encoded words.</summary>
internal static class Phrase
{
    private const int LongestQuoted = 60;

    public static IReadOnlyList<string> Write(string name, int firstRoom)
    {
        // Servers collapse several spaces in a quoted string.
        if (name.Length > LongestQuoted || !DisplayText.IsPrintableAscii(name) || EncodedWordWriter.Resembles(name) || name.Contains("  ", StringComparison.Ordinal))
        {
            return EncodedWordWriter.Encode(name, firstRoom);
        }

        var words = name.Split(' ');
        return Array.TrueForAll(words, word => word.Length > 0 && word.AsSpan().IndexOfAnyExcept(AddrSpec.AtomText) < 0)
            ? words
            : [QuotedString.Write(name)];
    }
}
