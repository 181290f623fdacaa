using System.Text;

namespace Sportello.Wire.Text;

/// <summary>What each byte of a single-byte charset is, weighed: how much it looks like a text somebody wrote.</summary>
internal sealed class GlyphTable
{
    /// <summary>How many of a thousand letters of a Russian text are а, б, в, … я (ё is counted with е).</summary>
    private static ReadOnlySpan<byte> Frequencies =>
        [80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28, 47, 55, 63, 26, 3, 10, 5, 14, 7, 4, 1, 19, 17, 3, 6, 20];

    private readonly Glyph[] glyphs = new Glyph[256];

    public GlyphTable(int codePage)
    {
        CodePage = codePage;
        var encoding = Encoding.GetEncoding(codePage);
        for (var value = 0; value < 256; value++)
        {
            var text = encoding.GetString([(byte)value]);
            glyphs[value] = new Glyph(text.Length == 1 ? text[0] : '\uFFFD');
        }
    }

    public int CodePage { get; }

    /// <summary>The sum over all bytes beyond ASCII; higher is better.</summary>
    public float Score(ReadOnlySpan<byte> sample)
    {
        var score = 0f;
        ref readonly var before = ref glyphs[' '];
        for (var i = 0; i < sample.Length; i++)
        {
            ref readonly var glyph = ref glyphs[sample[i]];
            if (sample[i] >= 0x80) score += Weigh(before, glyph, glyphs[i + 1 < sample.Length ? sample[i + 1] : ' ']);
            before = ref glyph;
        }

        return score;
    }

    private static float Weigh(in Glyph before, in Glyph glyph, in Glyph after) => glyph.Kind switch
    {
        Kind.Russian => WeighRussian(before, glyph),
        Kind.Western => WeighWestern(before, glyph, after),
        _ => glyph.Own,
    };

    private static float WeighRussian(in Glyph before, in Glyph glyph)
    {
        if (before.Kind == Kind.Ascii) return glyph.Own - 4;
        if (before.Kind != Kind.Russian) return glyph.StartsNoWord && !glyph.IsUpper ? glyph.Own - 4 : glyph.Own;

        // A capital after a small letter is what a wrong charset makes of a word.
        var odd = glyph.IsUpper && !before.IsUpper ? -4f : 0f;
        return glyph.Own + odd + (glyph.IsVowel == before.IsVowel ? -0.6f : 0.4f);
    }

    private static float WeighWestern(in Glyph before, in Glyph glyph, in Glyph after)
    {
        // Western words have one such letter among plain ones, hardly ever a row of them.
        if (before.IsHigh || after.IsHigh) return -2;
        if (glyph.IsUpper && before.Kind == Kind.Ascii && !before.IsUpper) return -3;

        return glyph.Own + (before.Kind == Kind.Ascii || after.Kind == Kind.Ascii ? 2 : 0);
    }

    private enum Kind : byte
    {
        Other,
        Ascii,
        Russian,
        Western,
    }

    private readonly struct Glyph
    {
        public Glyph(char c)
        {
            IsHigh = c >= 0x80;
            IsUpper = char.IsUpper(c);
            var lower = char.ToLowerInvariant(c);
            Kind = char.IsAsciiLetter(c) ? Kind.Ascii : IsRussian(lower) ? Kind.Russian : c is >= '\u00C0' and <= '\u024F' && char.IsLetter(c) ? Kind.Western : Kind.Other;
            IsVowel = "аеёиоуыэюя".Contains(lower, StringComparison.Ordinal);
            StartsNoWord = lower is 'ь' or 'ъ' or 'ы';
            Own = Kind switch
            {
                Kind.Russian => MathF.Log(Frequencies[lower == 'ё' ? 5 : lower - 'а'] / 8f),
                Kind.Western => "àèéìòùÀÈÉ".Contains(c, StringComparison.Ordinal) ? 1 : 0.5f,
                _ => OfOther(c),
            };
        }

        public float Own { get; }

        public Kind Kind { get; }

        public bool IsHigh { get; }

        public bool IsUpper { get; }

        public bool IsVowel { get; }

        public bool StartsNoWord { get; }

        private static bool IsRussian(char lower) => lower is (>= 'а' and <= 'я') or 'ё';

        /// <summary>Quotes, dashes and the like are found in every language; boxes and controls in no letter.</summary>
        private static float OfOther(char c) => c switch
        {
            '\u2018' or '\u2019' or '\u201C' or '\u201D' or '\u2013' or '\u2014' or '\u2026' or '\u20AC' or '\u00A0' or '\u00AB' or '\u00BB' or '\u2116' or '\u00B0' or '\u2022' => 0.5f,
            _ when char.IsControl(c) || c == '\uFFFD' => -6,
            _ when char.IsLetter(c) => -2,
            _ => -3,
        };
    }
}
