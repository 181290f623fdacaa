namespace Sportello.Wire.Mime;

/// <summary>Dates of mail (RFC 5322 section 3.3, its obsolete forms, and what else is found there).</summary>
internal static class MailDate
{
    /// <summary>The first three or four letters of months in the languages mail programs have used.</summary>
    private static readonly string[][] Months =
    [
        ["jan", "gen", "янв", "ene"], ["feb", "фев", "fév", "fev"], ["mar", "мар", "mär"], ["apr", "апр", "avr", "abr"],
        ["may", "mai", "mag", "мая", "май"], ["jun", "giu", "июн", "juin"], ["jul", "lug", "июл", "juil"], ["aug", "ago", "авг", "aoû"],
        ["sep", "set", "сен"], ["oct", "ott", "okt", "окт", "out"], ["nov", "ноя"], ["dec", "dic", "dez", "дек", "déc"],
    ];

    /// <summary>Reads a date; null if there is none in it.</summary>
    public static DateTimeOffset? Parse(string value)
    {
        if (value.Length > 200) value = value[..200];
        if (TryIso(value, out var iso)) return iso;

        var date = new Pieces();
        foreach (var word in Split(value)) date.Take(word);
        return date.Build();
    }

    private static bool TryIso(string value, out DateTimeOffset date)
    {
        date = default;
        return value.Length >= 10 && char.IsAsciiDigit(value[0]) && value[4] == '-' && value[7] == '-'
            && DateTimeOffset.TryParse(
                value,
                System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AllowWhiteSpaces,
                out date);
    }

    private static string[] Split(string value)
    {
        var comment = value.IndexOf('(', StringComparison.Ordinal);
        if (comment > 0) value = value[..comment];
        return value.Split([' ', ',', '\t', '"'], StringSplitOptions.RemoveEmptyEntries);
    }

    private static int MonthOf(string word)
    {
        for (var month = 0; month < Months.Length; month++)
        {
            foreach (var prefix in Months[month])
            {
                if (word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return month + 1;
            }
        }

        return 0;
    }

    /// <summary>The pieces of a date, which may come in any order.</summary>
    private sealed class Pieces
    {
        private int day;
        private int month;
        private int year = -1;
        private TimeSpan? time;
        private TimeSpan? zone;
        private bool afternoon;
        private bool hasMeridiem;

        public void Take(string word)
        {
            if (word.Contains(':', StringComparison.Ordinal)) TakeTime(word);
            else if (word[0] is '+' or '-' && word.Length > 1 && char.IsAsciiDigit(word[1])) TakeZone(word);
            else if (char.IsAsciiDigit(word[0])) TakeNumber(word);
            else TakeWord(word);
        }

        private void TakeTime(string word)
        {
            // The zone may be glued to the time: 10:15:00+0200, 10:15:00Z.
            var end = word.AsSpan().IndexOfAnyExcept("0123456789:.");
            if (end > 0)
            {
                var rest = word[end..];
                if (rest[0] is '+' or '-') TakeZone(rest);
                else TakeWord(rest);
                word = word[..end];
            }
            else if (end == 0)
            {
                if (word[0] is '+' or '-') TakeZone(word);
                else if (word.IndexOfAny(['+', '-']) is var sign and > 0) TakeZone(word[sign..]);
                return;
            }

            var parts = word.Split(':');
            if (time is null && parts.Length is 2 or 3 && TryNumber(parts[0], out var hours) && TryNumber(parts[1], out var minutes)
                && hours < 24 && minutes < 60)
            {
                var seconds = parts.Length == 3 && TryNumber(parts[2].Split('.')[0], out var given) ? Math.Min(given, 59) : 0;
                time = new TimeSpan(hours, minutes, seconds);
            }
        }

        private void TakeZone(string word)
        {
            if (zone is not null) return;

            var digits = string.Concat(word.Skip(1).Where(char.IsAsciiDigit));
            if (digits.Length is 1 or 2) digits = digits.PadLeft(2, '0') + "00";
            if (digits.Length == 3) digits = "0" + digits;
            if (digits.Length != 4) return;

            var minutes = (int.Parse(digits.AsSpan(0, 2), provider: System.Globalization.CultureInfo.InvariantCulture) * 60)
                + int.Parse(digits.AsSpan(2), provider: System.Globalization.CultureInfo.InvariantCulture);
            if (minutes <= 14 * 60) zone = TimeSpan.FromMinutes(word[0] == '-' ? -minutes : minutes);
        }

        private void TakeNumber(string word)
        {
            if (word.AsSpan().IndexOfAny("-/.") is var cut and > 0 && cut < word.Length - 1)
            {
                TakeJoined(word.Split('-', '/', '.'));
                return;
            }

            word = word.TrimEnd('.', 's', 't', 'n', 'd', 'r', 'h');
            if (!TryNumber(word, out var number)) return;
            if (day == 0 && number is >= 1 and <= 31 && word.Length <= 2) day = number;
            else if (year < 0 && word.Length is 2 or 3 or 4) year = FullYear(number, word.Length);
        }

        /// <summary>02-Mar-2026, 02.03.2026, 2026/03/02; and times written 10.15.00.</summary>
        private void TakeJoined(string[] parts)
        {
            if (parts.Length != 3 || (day > 0 && year >= 0))
            {
                TakeTime(string.Join(':', parts));
                return;
            }

            if (parts[0].Length == 4) Array.Reverse(parts);
            if (!TryNumber(parts[0], out day) || !TryNumber(parts[2], out year)) return;

            year = FullYear(year, parts[2].Length);
            if (!TryNumber(parts[1], out month)) month = MonthOf(parts[1]);
        }

        private void TakeWord(string word)
        {
            if (month == 0 && MonthOf(word) is var named and > 0 && !(day == 0 && IsWeekday(word)))
            {
                month = named;
                return;
            }

            if (word.Equals("PM", StringComparison.OrdinalIgnoreCase) || word.Equals("AM", StringComparison.OrdinalIgnoreCase))
            {
                hasMeridiem = true;
                afternoon = word[0] is 'P' or 'p';
                return;
            }

            var sign = word.IndexOfAny(['+', '-']);
            if (sign > 0) TakeZone(word[sign..]);
            else zone ??= NamedZone(word);
        }

        /// <summary>Weekdays that start like a month: the Italian martedì, the French mardi, the Spanish martes.</summary>
        private static bool IsWeekday(string word) =>
            word.StartsWith("mart", StringComparison.OrdinalIgnoreCase) || word.StartsWith("mard", StringComparison.OrdinalIgnoreCase);

        /// <summary>RFC 5322 section 4.3; a military letter other than Z says nothing.</summary>
        private static TimeSpan? NamedZone(string word) => word.ToUpperInvariant() switch
        {
            "UT" or "GMT" or "UTC" or "Z" or "WET" => TimeSpan.Zero,
            "EST" => TimeSpan.FromHours(-5),
            "EDT" => TimeSpan.FromHours(-4),
            "CST" => TimeSpan.FromHours(-6),
            "CDT" => TimeSpan.FromHours(-5),
            "MST" => TimeSpan.FromHours(-7),
            "MDT" => TimeSpan.FromHours(-6),
            "PST" => TimeSpan.FromHours(-8),
            "PDT" => TimeSpan.FromHours(-7),
            "CET" or "BST" or "WEST" => TimeSpan.FromHours(1),
            "CEST" or "EET" => TimeSpan.FromHours(2),
            "MSK" or "EEST" => TimeSpan.FromHours(3),
            "MSD" => TimeSpan.FromHours(4),
            "JST" or "KST" => TimeSpan.FromHours(9),
            _ => null,
        };

        /// <summary>RFC 5322 section 4.3: two digits below 50 are this century's, three count from 1900.</summary>
        private static int FullYear(int number, int digits) => digits switch
        {
            <= 2 => number < 50 ? 2000 + number : 1900 + number,
            3 => 1900 + number,
            _ => number,
        };

        private static bool TryNumber(string text, out int number) =>
            int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);

        public DateTimeOffset? Build()
        {
            if (month is < 1 or > 12 || year is < 2 or > 9998 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;

            var clock = time ?? TimeSpan.Zero;
            if (hasMeridiem && clock.Hours is >= 1 and <= 12) clock += TimeSpan.FromHours((clock.Hours == 12 ? -12 : 0) + (afternoon ? 12 : 0));
            return new DateTimeOffset(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified) + clock, zone ?? TimeSpan.Zero);
        }
    }
}
