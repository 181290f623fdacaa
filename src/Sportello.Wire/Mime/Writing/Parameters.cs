using System.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// A file name as a parameter. Plain names are quoted; others are written by RFC 2231 (UTF-8, in numbered pieces when long),
/// followed by an ASCII name for readers that know nothing of it.
/// </summary>
internal static class Parameters
{
    private const int LongestPlain = 60;
    private const int LongestPiece = 56;
    private const string Charset = "utf-8''";

    public static IEnumerable<string> Of(string attribute, string value)
    {
        var plain = value.Length <= LongestPlain && DisplayText.IsPrintableAscii(value) && value.IndexOfAny(['"', '\\']) < 0
            && !EncodedWordWriter.Resembles(value);
        return plain
            ? [$"{attribute}={QuotedString.Write(value)}"]
            : [.. Extended(attribute, value), $"{attribute}={QuotedString.Write(Fallback(value))}"];
    }

    private static IEnumerable<string> Extended(string attribute, string value)
    {
        var pieces = Pieces(value);
        return pieces.Count == 1
            ? [$"{attribute}*={Charset}{pieces[0]}"]
            : pieces.Select((piece, i) => $"{attribute}*{i}*={(i == 0 ? Charset : "")}{piece}");
    }

    private static List<string> Pieces(string value)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            var encoded = Percent(rune);
            if (piece.Length + encoded.Length > LongestPiece)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }

            piece.Append(encoded);
        }

        pieces.Add(piece.ToString());
        return pieces;
    }

    private static string Percent(Rune rune)
    {
        if (rune.IsAscii && (Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '-' or '_'))
        {
            return rune.ToString();
        }

        Span<byte> octets = stackalloc byte[4];
        var encoded = new StringBuilder(12);
        foreach (var octet in octets[..rune.EncodeToUtf8(octets)])
        {
            encoded.Append('%').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);
        }

        return encoded.ToString();
    }

    // The extension tells what the file is, so it stays.
    private static string Fallback(string value)
    {
        var ascii = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            ascii.Append(rune.IsAscii && rune.Value is not ('"' or '\\' or '?' or '=') ? (char)rune.Value : '_');
        }

        var name = ascii.ToString();
        var dot = name.LastIndexOf('.');
        var extension = dot > 0 && name.Length - dot <= 10 ? name[dot..] : "";
        return name.Length <= LongestPlain ? name : name[..(LongestPlain - extension.Length)] + extension;
    }
}
