using System.Globalization;
using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Sasl;

/// <summary>
/// SASLprep (RFC 4013), so that the same password typed on two keyboards gives the same octets: other spaces become SPACE,
/// invisible marks go, compatibility forms are composed, control characters are refused.
/// </summary>
internal static class SaslPrep
{
    public static string Prepare(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;
        try
        {
            var prepared = Map(text).Normalize(NormalizationForm.FormKC);
            if (prepared.EnumerateRunes().Any(IsProhibited))
                throw new AuthenticationFailedException("The name or the password contains a character that is not allowed in it.");
            return prepared;
        }
        catch (ArgumentException problem)
        {
            throw new AuthenticationFailedException("The name or the password is not valid Unicode text.", problem);
        }
    }

    private static string Map(string text)
    {
        var mapped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (IsMappedToNothing(character))
                continue;
            mapped.Append(CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator ? ' ' : character);
        }
        return mapped.ToString();
    }

    // RFC 3454 table B.1.
    private static bool IsMappedToNothing(char character) => character is
        '\u00AD' or '\u034F' or '\u1806' or (>= '\u180B' and <= '\u180D') or (>= '\u200B' and <= '\u200D')
        or '\u2060' or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF';

    // RFC 3454 tables C.2 to C.9, by their categories.
    private static bool IsProhibited(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is >= 0x200E and <= 0x206F)
        || rune.Value is 0xFFFD or (>= 0xFDD0 and <= 0xFDEF)
        || (rune.Value & 0xFFFE) == 0xFFFE;
}
