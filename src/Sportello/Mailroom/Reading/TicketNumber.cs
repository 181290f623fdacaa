using System.Globalization;
using System.Text.RegularExpressions;

namespace Sportello.Mailroom.Reading;

/// <summary>A ticket's number as it stands in a subject: <c>DPR:12345</c>, <c>dpr: 12345</c>, five digits or more; after a prefix of today or a former one.</summary>
public sealed class TicketNumber(string prefix, IReadOnlyList<string>? former = null)
{
    private readonly Regex _pattern = new(
        $@"(?<![\p{{L}}\p{{Nd}}])(?:{string.Join('|', (former ?? []).Prepend(prefix).Select(Regex.Escape))}):\s*(?<number>[0-9]{{5,18}})(?![0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    internal TicketNumber(Settings.WorkSettings work)
        : this(work.TicketPrefix, work.FormerPrefixes)
    {
    }

    /// <summary>The first number in a decoded, unfolded subject.</summary>
    public long? In(string subject) => _pattern.Match(subject) is { Success: true } found
        ? long.Parse(found.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;

    /// <summary>The subject as it was before the number was put at its end.</summary>
    public string Without(string subject) => _pattern.Replace(subject, "").Trim();

    /// <summary>What is put at a subject's end.</summary>
    public string Suffix(int number) => string.Create(CultureInfo.InvariantCulture, $" {prefix}:{number}");
}
