using System.Text;

namespace Sportello.Directory.Import;

/// <summary>How the letters of a file are written. A spreadsheet's file does not say it, so it is found out, shown, and can be put right. Stored.</summary>
public enum FileEncoding
{
    Utf8 = 1,
    Utf16 = 2,
    Utf16BigEndian = 3,
    Windows1251 = 4,
    Windows1252 = 5,
}

internal static class FileEncodings
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static FileEncoding Found(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => FileEncoding.Utf8,
        [0xFF, 0xFE, ..] => FileEncoding.Utf16,
        [0xFE, 0xFF, ..] => FileEncoding.Utf16BigEndian,
        _ when Zeroes(bytes, 1) => FileEncoding.Utf16,
        _ when Zeroes(bytes, 0) => FileEncoding.Utf16BigEndian,
        _ when IsUtf8(bytes) => FileEncoding.Utf8,
        _ => InRows(bytes) ? FileEncoding.Windows1251 : FileEncoding.Windows1252,
    };

    public static string Text(byte[] bytes, FileEncoding encoding)
    {
        var known = encoding switch
        {
            FileEncoding.Utf8 => Encoding.UTF8,
            FileEncoding.Utf16 => Encoding.Unicode,
            FileEncoding.Utf16BigEndian => Encoding.BigEndianUnicode,
            FileEncoding.Windows1251 => CodePagesEncodingProvider.Instance.GetEncoding(1251)!,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        };
        // Neither database keeps a zero in its texts.
        return known.GetString(bytes).TrimStart('\uFEFF').Replace("\0", "", StringComparison.Ordinal);
    }

    /// <summary>Most text of two bytes a letter has a zero as the one or the other.</summary>
    private static bool Zeroes(ReadOnlySpan<byte> bytes, int from)
    {
        var (zeroes, looked) = (0, Math.Min(bytes.Length, 2000) / 2);
        for (var i = 0; i < looked; i++)
        {
            zeroes += bytes[(2 * i) + from] == 0 ? 1 : 0;
        }

        return zeroes > 2 && zeroes * 10 > looked;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Cyrillic words are made of high bytes; in the words of western languages they stand alone among plain letters.</summary>
    private static bool InRows(ReadOnlySpan<byte> bytes)
    {
        var (together, alone) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] >= 0xC0)
            {
                var beside = (i > 0 && bytes[i - 1] >= 0xC0) || (i + 1 < bytes.Length && bytes[i + 1] >= 0xC0);
                _ = beside ? together++ : alone++;
            }
        }

        return together > alone;
    }
}
