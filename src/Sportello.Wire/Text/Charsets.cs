using System.Text;
using System.Text.Unicode;

namespace Sportello.Wire.Text;

/// <summary>
/// Turns bytes into text whatever they are. The rungs, first that bears: a byte order mark, the declared charset
/// (or what is meant by its name), strict UTF-8, the <c>&lt;meta&gt;</c> of HTML, a guess among the charsets of
/// English, Russian and Italian by their letters, and at last Windows-1252. Never throws and never stops at a bad byte.
/// </summary>
public static class Charsets
{
    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Decodes a text.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="declared">The charset somebody said they are in, or null.</param>
    /// <param name="used">The name of the charset in which they were read.</param>
    /// <param name="isHtml">Whether to look for a charset in a <c>&lt;meta&gt;</c> element.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? declared, out string used, bool isHtml = false)
    {
        var codePage = Choose(bytes, declared, isHtml);
        used = NameOf(codePage);
        return DecodeAs(bytes, codePage, out _);
    }

    /// <summary>Decodes a raw header value, which declares nothing.</summary>
    /// <param name="bytes">The value's bytes.</param>
    /// <param name="hint">The charset of the message's own text, which the header probably shares; or null.</param>
    public static string DecodeHeader(ReadOnlySpan<byte> bytes, string? hint = null)
    {
        if (Ascii.IsValid(bytes) && !HasJisEscape(bytes)) return Encoding.ASCII.GetString(bytes);

        return DecodeAs(bytes, Choose(bytes, hint, isHtml: false), out _);
    }

    /// <summary>Decodes bytes of a numbered code page, where the platform has it; else by the ladder.</summary>
    internal static string DecodeCodePage(ReadOnlySpan<byte> bytes, int codePage) =>
        Decode(bytes, codePage.ToString(System.Globalization.CultureInfo.InvariantCulture), out _);

    /// <summary>True if somebody knows a charset of that name.</summary>
    public static bool IsKnown(string name) => CharsetNames.Find(name) != 0;

    /// <summary>Whether a declared charset was not the one in which the bytes could be read.</summary>
    internal static bool IsLie(string? declared, string used, ReadOnlySpan<byte> bytes) =>
        declared is not null && !Ascii.IsValid(bytes) && CharsetNames.Find(declared) is var named and not 0 and not (1200 or 1201)
        && !NameOf(named).Equals(used, StringComparison.Ordinal);

    internal static string DecodeAs(ReadOnlySpan<byte> bytes, int codePage, out int badBytes)
    {
        badBytes = 0;
        bytes = SkipMark(bytes, codePage);
        if (codePage == CharsetNames.Utf7) return Utf7.Decode(bytes);
        if (HoldsAscii(codePage) && Ascii.IsValid(bytes)) return Encoding.ASCII.GetString(bytes);

        // A message that claims ASCII and holds more is read as what it most often is.
        if (codePage == CharsetNames.Ascii && !Ascii.IsValid(bytes)) codePage = CharsetNames.Windows1252;

        var fallback = new CountingFallback();
        var encoding = Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, fallback);
        var text = encoding.GetString(bytes);
        badBytes = fallback.Count;
        return text;
    }

    private static int Choose(ReadOnlySpan<byte> bytes, string? declared, bool isHtml)
    {
        if (MarkOf(bytes) is var marked and not 0) return marked;

        var named = declared is null ? 0 : CharsetNames.Find(declared);
        if (named is 1200 or 1201) return Utf16Order(bytes, named);
        if (named is not (0 or CharsetNames.Ascii) && Bears(bytes, named)) return named;
        if (HasJisEscape(bytes)) return CharsetNames.Iso2022Jp;
        if (Utf8.IsValid(bytes)) return CharsetNames.Utf8;
        if (isHtml && MetaCharset.Find(bytes) is var meta and not 0 && Bears(bytes, meta)) return meta;

        // One bad byte among many good ones is damage, not another charset.
        if (named is not (0 or CharsetNames.Ascii) && IsMostly(bytes, named)) return named;
        if (IsMostly(bytes, CharsetNames.Utf8)) return CharsetNames.Utf8;
        return CharsetGuess.Best(bytes);
    }

    /// <summary>Whether a declaration can be true.</summary>
    private static bool Bears(ReadOnlySpan<byte> bytes, int codePage)
    {
        if (codePage == CharsetNames.Utf8) return Utf8.IsValid(bytes);
        if (Ascii.IsValid(bytes)) return true;
        if (codePage == CharsetNames.Utf7) return false;
        if (!CharsetGuess.IsSingleByte(codePage))
        {
            DecodeAs(bytes, codePage, out var bad);
            return bad == 0;
        }

        // Every byte means something in these, so a lie shows only in what comes out.
        return !CharsetGuess.LooksLikeUtf8(bytes) && !CharsetGuess.IsBetterThan(bytes, codePage);
    }

    /// <summary>Whether ASCII bytes are ASCII characters, whatever came before them.</summary>
    private static bool HoldsAscii(int codePage) =>
        codePage is CharsetNames.Utf8 or CharsetNames.Ascii or (>= 1250 and <= 1258) or (>= 28592 and <= 28605) or 20866 or 21866 or 54936 or 949 or 950;

    private static bool IsMostly(ReadOnlySpan<byte> bytes, int codePage)
    {
        if (codePage == CharsetNames.Utf7 || CharsetGuess.IsSingleByte(codePage)) return false;

        var text = DecodeAs(bytes, codePage, out var bad);
        var beyondAscii = 0;
        foreach (var c in text)
        {
            if (c >= 0x80) beyondAscii++;
        }

        return bad * 5 <= beyondAscii - bad;
    }

    private static int MarkOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Utf8.IsValid(bytes) ? CharsetNames.Utf8 : 0,
        [0xFF, 0xFE, 0, 0, ..] => 12000,
        [0xFF, 0xFE, ..] => 1200,
        [0xFE, 0xFF, ..] => 1201,
        _ => 0,
    };

    private static ReadOnlySpan<byte> SkipMark(ReadOnlySpan<byte> bytes, int codePage) => codePage switch
    {
        CharsetNames.Utf8 when bytes is [0xEF, 0xBB, 0xBF, ..] => bytes[3..],
        12000 when bytes is [0xFF, 0xFE, 0, 0, ..] => bytes[4..],
        1200 when bytes is [0xFF, 0xFE, ..] => bytes[2..],
        1201 when bytes is [0xFE, 0xFF, ..] => bytes[2..],
        _ => bytes,
    };

    /// <summary>Without a mark the order is told by where the zeros of Latin letters and spaces are.</summary>
    private static int Utf16Order(ReadOnlySpan<byte> bytes, int named)
    {
        int even = 0, odd = 0;
        for (var i = 0; i + 1 < Math.Min(bytes.Length, 4096); i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }

        if (even == 0 && odd == 0 && Utf8.IsValid(bytes)) return CharsetNames.Utf8;
        return even == odd ? named : even > odd ? 1201 : 1200;
    }

    private static bool HasJisEscape(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("\e$B"u8) >= 0 || bytes.IndexOf("\e$@"u8) >= 0;

    private static string NameOf(int codePage) => codePage switch
    {
        CharsetNames.Utf7 => "utf-7",
        _ => Encoding.GetEncoding(codePage).WebName,
    };

    /// <summary>Puts U+FFFD for what cannot be read, and counts.</summary>
    private sealed class CountingFallback : DecoderFallback
    {
        public int Count { get; private set; }

        public override int MaxCharCount => 1;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this);

        private sealed class Buffer(CountingFallback owner) : DecoderFallbackBuffer
        {
            private bool pending;

            public override int Remaining => pending ? 1 : 0;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                owner.Count++;
                return pending = true;
            }

            public override char GetNextChar()
            {
                var next = pending ? '\xFFFD' : '\0';
                pending = false;
                return next;
            }

            public override bool MovePrevious() => false;

            public override void Reset() => pending = false;
        }
    }
}
