using System.Text.RegularExpressions;

namespace Sportello.App.Web.Tickets;

internal static partial class Links
{
    /// <summary>Cuts a text at its web addresses; punctuation after one is not part of it.</summary>
    public static IEnumerable<(string? Address, string Text)> In(string text)
    {
        var at = 0;
        foreach (Match match in Address().Matches(text))
        {
            var found = match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'', '»', '”');
            if (match.Index > at)
            {
                yield return (null, text[at..match.Index]);
            }

            yield return (found, found);
            at = match.Index + found.Length;
        }

        if (at < text.Length)
        {
            yield return (null, text[at..]);
        }
    }

    [GeneratedRegex(@"\bhttps?://[^\s<>""]+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex Address();
}
