using System.Text.RegularExpressions;

namespace Sportello.Mailroom.Reading.Quoting;

/// <summary>What Outlook and its kin put above an earlier letter that they hang below the answer unmarked: a line of dashes, or its header in a block.</summary>
internal static partial class OriginalMessage
{
    private const int MostHeaderLines = 10;

    public static bool BeginsAt(Lines lines, int line) =>
        Dashes().IsMatch(lines[line])
        || IsHeader(lines, line)
        || (Rule().IsMatch(lines[line]) && lines.AfterEmpty(line + 1) is var next && next < lines.Count && IsHeader(lines, next));

    /// <summary>Where the earlier letter's text begins, below its header.</summary>
    public static int TextBelow(Lines lines, int line)
    {
        for (line++; line < lines.Count && (lines.IsEmpty(line) || Field().IsMatch(lines[line])); line++)
        {
        }

        return line;
    }

    /// <summary>From, when and the subject, close together: a letter that only speaks of “From:” is not one.</summary>
    private static bool IsHeader(Lines lines, int first)
    {
        if (!Sender().IsMatch(lines[first]))
        {
            return false;
        }

        var (when, what) = (false, false);
        for (var line = first + 1; line < Math.Min(lines.Count, first + MostHeaderLines); line++)
        {
            when |= When().IsMatch(lines[line]);
            what |= What().IsMatch(lines[line]);
        }

        return when && what;
    }

    [GeneratedRegex(
        @"^-{2,}\s*(Original Message|Original Appointment|Reply Message|Исходное сообщение|Исходное письмо|Оригинальное сообщение|Первоначальное сообщение|Messaggio originale|Messaggio Originale|Ursprüngliche Nachricht|Message d'origine|Mensaje original)\s*-{2,}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Dashes();

    [GeneratedRegex(@"^\*?\p{L}[\p{L} -]{0,20}\s?:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Field();

    [GeneratedRegex(@"^_{8,}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\*?(From|От|От кого|Da|Von|De)\s?:\*?\s*\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sender();

    [GeneratedRegex(@"^\*?(Sent|Date|Отправлено|Дата|Inviato|Data|Gesendet|Datum|Envoyé|Enviado)\s?:\*?\s*\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex When();

    [GeneratedRegex(@"^\*?(Subject|Тема|Oggetto|Betreff|Objet|Asunto)\s?:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex What();
}
