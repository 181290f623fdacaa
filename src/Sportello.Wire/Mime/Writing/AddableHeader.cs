using System.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>Headers a letter is given beside its own.</summary>
internal static class AddableHeader
{
    private const int LongestName = 64;
    private const int LongestWord = 900;

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID", "In-Reply-To", "References", "Subject",
        "Auto-Submitted", "MIME-Version",
    };

    /// <summary>Letters, digits and hyphens: less than RFC 5322 allows, and what every reader takes.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static void Check(string name, string value)
    {
        if (!IsName(name) || Own.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("This is not the name of a header that can be added to a letter.");
        }

        if (value.EnumerateRunes().Any(Rune.IsControl))
        {
            throw new FormatException($"The value of {name} holds a line end or another control character.");
        }

        if (DisplayText.IsPrintableAscii(value) && value.Split(' ').Any(word => word.Length > LongestWord))
        {
            throw new FormatException($"The value of {name} holds a word too long for a line.");
        }
    }

    public static void Write(HeaderWriter headers, string name, string value)
    {
        if (DisplayText.IsPrintableAscii(value))
        {
            headers.Structured(name, value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        else
        {
            headers.Unstructured(name, DisplayText.Clean(value));
        }
    }
}
