using System.Globalization;

namespace Sportello.Mailroom.Reading.Quoting;

/// <summary>A part of a text that is folded when it is shown, and never left out.</summary>
/// <param name="Start">The index of its first character.</param>
/// <param name="End">The index after its last one.</param>
/// <param name="IsSignature">Whether it is a signature; else what others had written before.</param>
public readonly record struct Fold(int Start, int End, bool IsSignature);

/// <summary>Folds as they are stored: <c>q120-460 s470-510</c>.</summary>
internal static class Folds
{
    public static string Stored(IEnumerable<Fold> folds) =>
        string.Join(' ', folds.Select(f => string.Create(CultureInfo.InvariantCulture, $"{(f.IsSignature ? 's' : 'q')}{f.Start}-{f.End}")));

    /// <summary>The folds of a text; what does not fit it is left out.</summary>
    public static IReadOnlyList<Fold> Read(string stored, int length)
    {
        var folds = new List<Fold>();
        foreach (var part in stored.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part[1..].Split('-') is [var start, var end] && Number(start, out var from) && Number(end, out var to)
                && from < to && to <= length && from >= (folds.Count > 0 ? folds[^1].End : 0))
            {
                folds.Add(new Fold(from, to, part[0] is 's'));
            }
        }

        return folds;
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
