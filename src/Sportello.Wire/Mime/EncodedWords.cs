using System.Buffers;
using System.Text;
using Sportello.Wire.Text;

namespace Sportello.Wire.Mime;

/// <summary>Encoded words (RFC 2047, with the language of RFC 2231 section 5), also as they are wrongly written.</summary>
internal static class EncodedWords
{
    /// <summary>
    /// Decodes every encoded word in a text. White space between two of them disappears; neighbours of one charset
    /// are decoded together, since some mailers cut in the middle of a character.
    /// </summary>
    public static string Decode(string text)
    {
        var first = text.IndexOf("=?", StringComparison.Ordinal);
        if (first < 0) return text;

        var decoded = new StringBuilder(text.Length);
        var run = new Run(decoded);
        var at = 0;
        var lastClose = text.LastIndexOf("?=", StringComparison.Ordinal);
        while (at < lastClose)
        {
            var open = text.IndexOf("=?", at, StringComparison.Ordinal);
            if (open < 0 || open > lastClose) break;

            if (!TryRead(text, open, out var word))
            {
                run.End();
                decoded.Append(text, at, open + 2 - at);
                at = open + 2;
                continue;
            }

            var between = text.AsSpan(at, open - at);
            if (!run.IsOpen || !between.IsWhiteSpace())
            {
                run.End();
                decoded.Append(between);
            }

            run.Add(word.Charset, word.Bytes);
            at = word.End;
        }

        run.End();
        return Clean(decoded.Append(text, at, text.Length - at));
    }

    private readonly record struct Word(string Charset, byte[] Bytes, int End);

    private static bool TryRead(string text, int open, out Word word)
    {
        word = default;
        var charsetEnd = text.IndexOf('?', open + 2);
        if (charsetEnd <= open + 2 || charsetEnd - open > 80 || charsetEnd + 2 >= text.Length || text[charsetEnd + 2] != '?') return false;

        var encoding = text[charsetEnd + 1];
        if (encoding is not ('B' or 'b' or 'Q' or 'q')) return false;

        var start = charsetEnd + 3;
        var close = text.IndexOf("?=", start, StringComparison.Ordinal);
        if (close < 0) return false;

        var charset = text[(open + 2)..charsetEnd];
        if (charset.AsSpan().ContainsAny(' ', '=')) return false;

        var star = charset.IndexOf('*', StringComparison.Ordinal);
        var content = text.AsSpan(start, close - start);
        word = new Word(
            star > 0 ? charset[..star] : charset,
            encoding is 'B' or 'b' ? LooseBase64.Decode(content) : DecodeQ(content),
            close + 2);
        return true;
    }

    private static byte[] DecodeQ(ReadOnlySpan<char> content)
    {
        // A raw character beyond ASCII has no business here, but is kept.
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(content.Length)];
        var length = 0;
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            if (c == '=' && i + 2 < content.Length && char.IsAsciiHexDigit(content[i + 1]) && char.IsAsciiHexDigit(content[i + 2]))
            {
                bytes[length++] = (byte)((Hex(content[i + 1]) << 4) | Hex(content[i + 2]));
                i += 2;
            }
            else if (c < 0x80)
            {
                bytes[length++] = c == '_' ? (byte)' ' : (byte)c;
            }
            else
            {
                length += Encoding.UTF8.GetBytes(content.Slice(i, 1), bytes.AsSpan(length));
            }
        }

        return bytes[..length];
    }

    private static int Hex(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;

    /// <summary>An encoded word can smuggle in line ends and NULs; a header's value has none.</summary>
    private static string Clean(StringBuilder decoded)
    {
        for (var i = 0; i < decoded.Length; i++)
        {
            if (char.IsControl(decoded[i])) decoded[i] = ' ';
        }

        return decoded.ToString();
    }

    /// <summary>Neighbouring words whose bytes are still to be turned into text.</summary>
    private sealed class Run(StringBuilder decoded)
    {
        private readonly ArrayBufferWriter<byte> bytes = new();
        private string? charset;

        public bool IsOpen => charset is not null;

        public void Add(string wordCharset, byte[] wordBytes)
        {
            if (charset is not null && !charset.Equals(wordCharset, StringComparison.OrdinalIgnoreCase)) End();
            charset = wordCharset;
            bytes.Write(wordBytes);
        }

        public void End()
        {
            if (charset is null) return;

            decoded.Append(Charsets.Decode(bytes.WrittenSpan, charset, out _));
            bytes.ResetWrittenCount();
            charset = null;
        }
    }
}
