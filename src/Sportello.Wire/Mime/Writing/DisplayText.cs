using System.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>Words shown to people (subjects, names, file names), made fit for a header.</summary>
internal static class DisplayText
{
    /// <summary>
    /// Control characters, line ends among them, become spaces and half surrogates U+FFFD: nothing written
    /// into a subject can begin a header of its own.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        }

        return clean.ToString();
    }

    public static bool IsPrintableAscii(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~');
}
