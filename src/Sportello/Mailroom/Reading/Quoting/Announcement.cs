using System.Text.RegularExpressions;

namespace Sportello.Mailroom.Reading.Quoting;

/// <summary>
/// The line above what is quoted, which says who wrote it and when: “On Mon, Jun 24, 2013 at 10:00 AM Chiara &lt;…&gt; wrote:”.
/// Mail programs break it anywhere, so up to four lines are read as one.
/// </summary>
internal static partial class Announcement
{
    private const int MostLines = 4;
    private const int Longest = 400;

    /// <returns>How many lines it takes; 0 when none begins here.</returns>
    public static int At(Lines lines, int first)
    {
        var joined = "";
        for (var count = 1; count <= MostLines && first + count <= lines.Count && !lines.IsEmpty(first + count - 1) && !lines.IsQuote(first + count - 1); count++)
        {
            var line = lines[first + count - 1];
            if (joined.Length + line.Length > Longest || (count == 1 && !Beginning().IsMatch(line)))
            {
                return 0;
            }

            joined = count == 1 ? line.ToString() : $"{joined} {line}";

            if (joined.EndsWith(':') && Moment().IsMatch(joined) && (Address().IsMatch(joined) || Wrote().IsMatch(joined)))
            {
                return count;
            }
        }

        return 0;
    }

    /// <summary>“Chiara wrote:” says too little to hide a whole letter below it, but it belongs to the quote that follows.</summary>
    public static bool IsShort(ReadOnlySpan<char> line) => line.Length < Longest && line.EndsWith(":") && (Wrote().IsMatch(line) || Address().IsMatch(line));

    [GeneratedRegex(
        @"^(On|Il|Le|Am|El|Em|Op|W dniu|At|In data|Den|\d|(пн|вт|ср|чт|пт|сб|вс)\b|(понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b|Вы писали|(lun|mar|mer|gio|ven|sab|dom)\b|(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Beginning();

    /// <summary>A time of day, or a date in figures or with a year.</summary>
    [GeneratedRegex(@"\b\d{1,2}[:.]\d{2}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(19|20)\d{2}\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Moment();

    [GeneratedRegex(@"[^\s<>@]+@[^\s<>@]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Address();

    [GeneratedRegex(
        @"\b(wrote|writes|written|said|ha scritto|scrive|scriveva|hai scritto|писал|писала|писали|написал|написала|написали|написал\(а\)|пишет|пишете|schrieb|a écrit|escribió|escreveu|napisał)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Wrote();
}
