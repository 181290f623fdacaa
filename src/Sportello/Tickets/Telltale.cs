using System.Globalization;
using System.Text.RegularExpressions;

namespace Sportello.Tickets;

/// <summary>
/// What a few plain signs in a text tell: that it asks something, that it speaks of a file, that it promises a day.
/// English, Russian and Italian; what is quoted from an earlier letter, and what stands below a signature mark, does not count.
/// </summary>
internal static partial class Telltale
{
    /// <summary>Whatever is to be told is told early on; what follows is a log or a whole book.</summary>
    private const int MostRead = 20_000;

    /// <summary>Far more than so much text can take.</summary>
    private const int PatienceInMilliseconds = 60_000;

    /// <summary>Nobody promises anything for more than so many days ahead; what looks like it is some other date.</summary>
    private const int Farthest = 400;

    private static readonly string[][] Weekdays =
    [
        ["monday", "понедельника", "понедельнику", "lunedì"],
        ["tuesday", "вторника", "вторнику", "martedì"],
        ["wednesday", "среды", "среде", "mercoledì"],
        ["thursday", "четверга", "четвергу", "giovedì"],
        ["friday", "пятницы", "пятнице", "venerdì"],
        ["saturday", "субботы", "субботе", "sabato"],
        ["sunday", "воскресенья", "воскресенью", "domenica"],
    ];

    private static readonly string[][] Months =
    [
        ["january", "января", "gennaio"], ["february", "февраля", "febbraio"], ["march", "марта", "marzo"], ["april", "апреля", "aprile"],
        ["may", "мая", "maggio"], ["june", "июня", "giugno"], ["july", "июля", "luglio"], ["august", "августа", "agosto"],
        ["september", "сентября", "settembre"], ["october", "октября", "ottobre"], ["november", "ноября", "novembre"], ["december", "декабря", "dicembre"],
    ];

    public static bool Asks(string body) => Own(body).Any(line => Question().IsMatch(Link().Replace(line, " ")));

    public static bool SpeaksOfFile(string body) => Own(body).Any(line => File().IsMatch(line));

    /// <summary>The last day that the text promises something for; none when it promises nothing.</summary>
    /// <param name="body">The text.</param>
    /// <param name="written">The day it was written, from which “tomorrow” and “Friday” count.</param>
    public static DateOnly? Promise(string body, DateOnly written)
    {
        DateOnly? last = null;
        foreach (var sentence in Own(body).SelectMany(line => SentenceEnd().Split(line)).Where(s => Undertaking().IsMatch(s)))
        {
            foreach (Match deadline in Deadline().Matches(sentence))
            {
                var day = DayOf(deadline, written);
                last = day >= written && day <= written.AddDays(Farthest) && !(day < last) ? day : last;
            }
        }

        return last;
    }

    /// <summary>The lines that the author wrote.</summary>
    private static IEnumerable<string> Own(string body) => (body.Length <= MostRead ? body : body[..MostRead])
        .Split('\n')
        .Select(line => line.TrimEnd('\r'))
        .TakeWhile(line => line is not ("-- " or "--"))
        .Where(line => !line.TrimStart().StartsWith('>'));

    private static DateOnly? DayOf(Match deadline, DateOnly written)
    {
        if (deadline.Groups["word"] is { Success: true, Value: var word })
        {
            return Soon(word.ToLowerInvariant(), written);
        }

        if (deadline.Groups["iso"] is { Success: true, Value: var iso })
        {
            return DateOnly.TryParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        }

        var month = deadline.Groups["m"] is { Success: true, Value: var digits }
            ? int.Parse(digits, CultureInfo.InvariantCulture)
            : 1 + Array.FindIndex(Months, m => m.Contains(deadline.Groups["month"].Value.ToLowerInvariant(), StringComparer.Ordinal));
        return DateOf(int.Parse(deadline.Groups["d"].Value, CultureInfo.InvariantCulture), month, deadline.Groups["y"].Value, written);
    }

    private static DateOnly Soon(string word, DateOnly written)
    {
        var today = ((int)written.DayOfWeek + 6) % 7;
        return Array.FindIndex(Weekdays, w => w.Contains(word, StringComparer.Ordinal)) switch
        {
            >= 0 and var day => written.AddDays(((day - today + 6) % 7) + 1),
            _ => word switch
            {
                "tomorrow" or "завтра" or "завтрашнего дня" or "domani" => written.AddDays(1),
                "today" or "сегодня" or "oggi" => written,
                _ => written.AddDays(today > 4 ? 11 - today : 4 - today),
            },
        };
    }

    /// <summary>Without a year it is the next such day.</summary>
    private static DateOnly? DateOf(int day, int month, string year, DateOnly written)
    {
        var known = int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var given);
        var y = !known ? written.Year : given < 100 ? 2000 + given : given;
        if (month is < 1 or > 12 || y is < 1970 or > 9000 || day < 1 || day > DateTime.DaysInMonth(y, month))
        {
            return null;
        }

        var date = new DateOnly(y, month, day);
        return known || date >= written ? date : date.AddYears(1);
    }

    [GeneratedRegex(@"\?(\s|$|[)""»”!?.])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, PatienceInMilliseconds)]
    private static partial Regex Question();

    [GeneratedRegex(@"\b(https?|ftp)://\S+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, PatienceInMilliseconds)]
    private static partial Regex Link();

    [GeneratedRegex(
        @"\b((see|find|i|we|i'm|i am|we are|i've|we've|have)\s+(the\s+)?attach(ed|ing)?\b|(is|are)\s+attached(\s+(here|below))?\s*([.,;:!]|$)|attached\s+(is|are|you|please|file|the)\b|in\s+the\s+attachment\b|"
        + @"(во?|см\.?|смотри(те)?)\s+(приложени[ие]|вложени[ие])|прикладыва(ю|ем)|приложил[аи]?|прилага(ю|ем|ется|ются)|прикреп(ил[аи]?|ляю|ляем)|во?\s+прикрепл[её]нн\w+|"
        + @"(in|vedi|vedere)\s+(l')?allegat[oi]|(ti|le|vi|le\s+)?\s?alleg(o|hiamo)\b|trov(a|i|erà|erete|ate)\s+(in\s+)?allegat\w+|ho\s+allegato|abbiamo\s+allegato|come\s+da\s+allegato)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, PatienceInMilliseconds)]
    private static partial Regex File();

    [GeneratedRegex(@"(?<=[.!?;])\s+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, PatienceInMilliseconds)]
    private static partial Regex SentenceEnd();

    /// <summary>Words with which our own side undertakes something; a date in “please send it by Friday” is the customer's.</summary>
    [GeneratedRegex(
        @"\b(i'll|we'll|(i|we|it|this|that|you|they)\s+(will|shall)|will\s+(be|have|come)|you'll|(we|i)\s+(plan|expect|hope|promise|intend)|(is|are)\s+(planned|scheduled|due))\b|"
        + @"\b(буд(ет|ут|ем|у)|(с?дела|исправ|выпуст|выпущ|отправ|подготов|ответ|сообщ|пришл|закон|выложи|установ|обнов|провер|поставл|добав|верн|реш|посмотр|напиш|постара|обеща|планиру|почин)\w*(ем|ём|им|ю|у|емся|ёмся|имся|аемся))\b|"
        + @"\b(\w{2,}(eremo|iremo|aremo|erò|irò|arò)|sar(à|anno|emo)|avr(ai|ete|emo|à)|ricever(ai|ete|à)|contiamo|prevediamo|promettiamo|conto|prevedo|prometto)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, PatienceInMilliseconds)]
    private static partial Regex Undertaking();

    [GeneratedRegex(
        @"\b(by|until|before|on|до|к|не\s+позднее|не\s+позже|entro|per)\s+(the\s+|next\s+|this\s+|il\s+|l'|la\s+)?("
        + @"(?<word>monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|(end\s+of\s+the\s+week|week's\s+end)|"
        + @"понедельник[ау]|вторник[ау]|сред[ые]|четверг[ау]|пятниц[ые]|суббот[ые]|воскресень[яю]|завтрашнего\s+дня|завтра|конц[ау]\s+недели|"
        + @"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|domani|oggi|fine\s+settimana|la\s+fine\s+della\s+settimana)|"
        + @"(?<iso>\d{4}-\d{2}-\d{2})|"
        + @"(?<d>\d{1,2})[./](?<m>\d{1,2})([./](?<y>\d{4}|\d{2}))?|"
        + @"(?<d>\d{1,2})(st|nd|rd|th)?\s+(of\s+)?(?<month>" + MonthNames + @")(,?\s+(?<y>\d{4}))?|"
        + @"(?<month>" + MonthNames + @")\s+(?<d>\d{1,2})(st|nd|rd|th)?(,?\s+(?<y>\d{4}))?)(?![\w/])|"
        + @"\b(?<word>tomorrow|завтра|domani)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, PatienceInMilliseconds)]
    private static partial Regex Deadline();

    private const string MonthNames =
        "january|february|march|april|may|june|july|august|september|october|november|december|"
        + "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
        + "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre";
}
