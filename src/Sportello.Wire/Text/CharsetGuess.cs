using System.Text;

namespace Sportello.Wire.Text;

/// <summary>Tells apart the single-byte charsets of Russian and of the western languages by the letters that come out.</summary>
internal static class CharsetGuess
{
    private const int SampleBytes = 4096;

    /// <summary>The charsets Russian was written in, most common first, then the western one.</summary>
    private static readonly int[] Candidates = [1251, 20866, 28595, 866, CharsetNames.Windows1252];

    /// <summary>How many of a thousand letters of a Russian text are а, б, в, … я (ё is counted with е).</summary>
    private static readonly int[] Frequencies =
        [80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28, 47, 55, 63, 26, 3, 10, 5, 14, 7, 4, 1, 19, 17, 3, 6, 20];

    private static readonly float[] LetterScores = [.. Frequencies.Select(thousandth => MathF.Log(thousandth / 8f))];

    public static bool IsSingleByte(int codePage) => Encoding.GetEncoding(codePage).IsSingleByte;

    /// <summary>The charset in which the bytes make the most sense.</summary>
    public static int Best(ReadOnlySpan<byte> bytes) => BestOf(Sample(bytes), out _);

    /// <summary>Whether another charset makes so much more sense than the declared one that the declaration is a lie.</summary>
    public static bool IsBetterThan(ReadOnlySpan<byte> bytes, int declared)
    {
        // Of other languages nothing is known here, so their declarations are believed.
        if (declared != CharsetNames.Ascii && Array.IndexOf(Candidates, declared) < 0) return false;

        var sample = Sample(bytes);
        var letters = CountHigh(sample);
        if (letters < 12) return false;

        var best = BestOf(sample, out var bestScore);
        return best != declared && bestScore - Score(sample, declared) > 0.7f * letters;
    }

    /// <summary>Several characters of UTF-8 and nothing that is not: in a single-byte charset that does not happen by chance.</summary>
    public static bool LooksLikeUtf8(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) return false;

        var leads = 0;
        foreach (var b in bytes[..Math.Min(bytes.Length, SampleBytes)])
        {
            if (b >= 0xC2) leads++;
        }

        return leads >= 2;
    }

    private static int BestOf(ReadOnlySpan<byte> sample, out float bestScore)
    {
        var best = CharsetNames.Windows1252;
        bestScore = float.MinValue;
        foreach (var candidate in Candidates)
        {
            var score = Score(sample, candidate);
            if (score <= bestScore) continue;

            best = candidate;
            bestScore = score;
        }

        return best;
    }

    /// <summary>The stretch where the bytes beyond ASCII begin.</summary>
    private static ReadOnlySpan<byte> Sample(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Max(0, bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) - 64);
        return bytes.Slice(first, Math.Min(SampleBytes, bytes.Length - first));
    }

    private static int CountHigh(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
        {
            if (b >= 0x80) count++;
        }

        return count;
    }

    private static float Score(ReadOnlySpan<byte> sample, int codePage)
    {
        var text = Charsets.DecodeAs(sample, codePage, out _);
        var score = 0f;
        var before = ' ';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c >= 0x80) score += Weigh(before, c, i + 1 < text.Length ? text[i + 1] : ' ');
            before = c;
        }

        return score;
    }

    private static float Weigh(char before, char c, char after)
    {
        if (IsRussian(c)) return WeighRussian(before, c);
        if (c is >= '\u00C0' and <= '\u024F' && char.IsLetter(c)) return WeighLatin(before, c, after);

        return c switch
        {
            '\u2018' or '\u2019' or '\u201C' or '\u201D' or '\u2013' or '\u2014' or '\u2026' or '\u20AC' or '\u00A0' or '\u00AB' or '\u00BB' or '\u2116' or '\u00B0' or '\u2022' => 0.5f,
            _ when char.IsControl(c) || c == '\uFFFD' => -6,
            _ when char.IsLetter(c) => -2,
            _ => -3,
        };
    }

    private static float WeighRussian(char before, char c)
    {
        var lower = char.ToLowerInvariant(c);
        var score = LetterScores[lower == 'ё' ? 5 : lower - 'а'];
        if (char.IsAsciiLetter(before)) return score - 4;
        if (!IsRussian(before)) return char.IsUpper(c) || lower is not ('ь' or 'ъ' or 'ы') ? score : score - 4;

        // A capital after a small letter is what a wrong charset makes of a word.
        if (char.IsUpper(c) && char.IsLower(before)) score -= 4;
        return score + (IsVowel(lower) == IsVowel(char.ToLowerInvariant(before)) ? -0.6f : 0.4f);
    }

    private static float WeighLatin(char before, char c, char after)
    {
        // Western words have one such letter among plain ones, hardly ever a row of them.
        if (before >= 0x80 || after >= 0x80) return -2;
        if (char.IsUpper(c) && char.IsAsciiLetterLower(before)) return -3;

        var inWord = char.IsAsciiLetter(before) || char.IsAsciiLetter(after);
        return (inWord ? 2.5f : 0.5f) + ("àèéìòùÀÈÉ".Contains(c, StringComparison.Ordinal) ? 0.5f : 0);
    }

    private static bool IsRussian(char c) => c is (>= 'А' and <= 'я') or 'ё' or 'Ё';

    private static bool IsVowel(char lower) => "аеёиоуыэюя".Contains(lower, StringComparison.Ordinal);
}
