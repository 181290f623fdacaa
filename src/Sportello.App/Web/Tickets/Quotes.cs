using Sportello.Mailroom.Reading.Quoting;

namespace Sportello.App.Web.Tickets;

internal static class Quotes
{
    /// <summary>Cuts a text into what stands open and what is folded.</summary>
    public static IEnumerable<(Fold? Fold, string Text)> Of(string text, IReadOnlyList<Fold> folds)
    {
        var at = 0;
        foreach (var fold in folds)
        {
            if (Between(text, at, fold.Start) is { Length: > 0 } open)
            {
                yield return (null, open);
            }

            yield return (fold, Between(text, fold.Start, fold.End));
            at = fold.End;
        }

        if (Between(text, at, text.Length) is { Length: > 0 } rest)
        {
            yield return (null, rest);
        }
    }

    private static string Between(string text, int start, int end) => text[start..end].Trim('\r', '\n');
}
