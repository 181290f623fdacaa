using System.Text;

namespace Sportello.Wire.Text;

/// <summary>Tells apart the single-byte charsets of Russian and of the western languages by the letters that come out.</summary>
internal static class CharsetGuess
{
    private const int SampleBytes = 2048;

    /// <summary>Fewer letters than this prove no declaration wrong.</summary>
    private const int EnoughLetters = 12;

    /// <summary>How much better per letter another charset must be to prove a declaration wrong.</summary>
    private const float Proof = 0.7f;

    /// <summary>The charsets Russian was written in, most common first, then the western one.</summary>
    private static readonly GlyphTable[] Candidates = [new(1251), new(20866), new(28595), new(866), new(CharsetNames.Windows1252)];

    public static bool IsSingleByte(int codePage) => Encoding.GetEncoding(codePage).IsSingleByte;

    /// <summary>The charset in which the bytes make the most sense.</summary>
    public static int Best(ReadOnlySpan<byte> bytes) => BestOf(Sample(bytes), out _).CodePage;

    /// <summary>Whether another charset makes so much more sense than the declared one that the declaration is a lie.</summary>
    public static bool IsBetterThan(ReadOnlySpan<byte> bytes, int declared)
    {
        // Of other languages nothing is known here, so their declarations are believed.
        var table = Array.Find(Candidates, candidate => candidate.CodePage == declared);
        if (table is null) return false;

        var sample = Sample(bytes);
        var letters = CountHigh(sample);
        if (letters < EnoughLetters) return false;

        var best = BestOf(sample, out var bestScore);
        return best != table && bestScore - table.Score(sample) > Proof * letters;
    }

    /// <summary>Several characters of UTF-8 and nothing that is not: in a single-byte charset that does not happen by chance.</summary>
    public static bool LooksLikeUtf8(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) return false;

        var leads = 0;
        foreach (var b in Sample(bytes))
        {
            if (b >= 0xC2) leads++;
        }

        return leads >= 2;
    }

    private static GlyphTable BestOf(ReadOnlySpan<byte> sample, out float bestScore)
    {
        var best = Candidates[^1];
        bestScore = float.MinValue;
        foreach (var candidate in Candidates)
        {
            var score = candidate.Score(sample);
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
}
