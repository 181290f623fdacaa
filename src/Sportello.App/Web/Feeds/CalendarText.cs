using System.Globalization;
using System.Text;

namespace Sportello.App.Web.Feeds;

/// <summary>One entry of a calendar: a whole day, or a moment.</summary>
/// <param name="Uid">The same for as long as the thing lives.</param>
internal sealed record CalendarEntry(string Uid, DateTime Changed, int Version, DateOnly? Day, DateTime? Moment, string Title, string About, string Url);

/// <summary>A calendar as RFC 5545 writes it: lines end with CR LF and are folded at 75 octets, never within a character.</summary>
internal sealed class CalendarText
{
    private const int LongestLine = 75;

    private readonly StringBuilder _text = new();

    public static string Of(string name, IReadOnlyList<CalendarEntry> entries)
    {
        var calendar = new CalendarText();
        calendar.Line("BEGIN", "VCALENDAR");
        calendar.Line("VERSION", "2.0");
        calendar.Line("PRODID", "-//Sportello//Sportello//EN");
        calendar.Line("CALSCALE", "GREGORIAN");
        calendar.Line("NAME", Escaped(name));
        calendar.Line("X-WR-CALNAME", Escaped(name));
        calendar.Line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        if (entries.Count == 0)
        {
            // A calendar holds at least one component (section 3.6).
            calendar.Lines("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE");
        }

        foreach (var entry in entries)
        {
            calendar.Add(entry);
        }

        calendar.Line("END", "VCALENDAR");
        return calendar._text.ToString();
    }

    private void Add(CalendarEntry entry)
    {
        Line("BEGIN", "VEVENT");
        Line("UID", entry.Uid);
        Line("DTSTAMP", Time(entry.Changed));
        Line("SEQUENCE", entry.Version.ToString(CultureInfo.InvariantCulture));
        if (entry.Day is { } day)
        {
            Line("DTSTART;VALUE=DATE", day.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        }
        else if (entry.Moment is { } moment)
        {
            Line("DTSTART", Time(moment));
        }

        Line("SUMMARY", Escaped(entry.Title));
        Line("DESCRIPTION", Escaped(entry.About));
        Line("URL", entry.Url);
        Line("TRANSP", "TRANSPARENT");
        Line("END", "VEVENT");
    }

    private void Lines(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            _text.Append(line).Append("\r\n");
        }
    }

    private void Line(string name, string value)
    {
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                // The space that marks what goes on counts as well.
                _text.Append("\r\n ");
                octets = 1;
            }

            _text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        _text.Append("\r\n");
    }

    private static string Time(DateTime utc) => utc.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Text as section 3.3.11 has it; control characters have no form there.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            _ = c switch
            {
                '\\' or ';' or ',' => escaped.Append('\\').Append(c),
                '\n' => escaped.Append("\\n"),
                _ when char.IsControl(c) => escaped.Append(' '),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
