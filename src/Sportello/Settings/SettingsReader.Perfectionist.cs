using Sportello.Perfectionist;

namespace Sportello.Settings;

/// <summary>The section <c>[perfectionist]</c>, and the rules that a person's section names.</summary>
public sealed partial class SettingsReader
{
    private const string PerfectionistSection = "perfectionist";

    private static readonly string[] Modes = ["off", "report", "fix"];

    private PerfectionistSettings PerfectionistOf()
    {
        var usual = new PerfectionistSettings();
        return new PerfectionistSettings
        {
            Keeper = Text(PerfectionistSection, "keeper"),
            AnswerDays = Whole(PerfectionistSection, "answerDays", 1, 10000) ?? usual.AnswerDays,
            ClosedDays = Whole(PerfectionistSection, "closedDays", 1, 10000) ?? usual.ClosedDays,
            IdleDays = Whole(PerfectionistSection, "idleDays", 1, 10000) ?? usual.IdleDays,
            RedDays = Whole(PerfectionistSection, "redDays", 1, 10000) ?? usual.RedDays,
            Handovers = Whole(PerfectionistSection, "handovers", 1, 10000) ?? usual.Handovers,
            Modes = ModesOf(PerfectionistSection, _ => true),
        };
    }

    /// <summary>Every key with a hyphen in it names a rule: that much is looked at before the rules are gathered, which takes its time.</summary>
    /// <param name="section">The section.</param>
    /// <param name="allowed">Which rules it may name.</param>
    private Dictionary<string, string> ModesOf(string section, Func<Check, bool> allowed)
    {
        var modes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in _values.Where(v => string.Equals(v.Section, section, StringComparison.OrdinalIgnoreCase) && v.Key.Contains('-', StringComparison.Ordinal))
            .Select(v => v.Key.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList())
        {
            var given = Text(section, key)?.ToLowerInvariant();
            if (Check.Everything.FirstOrDefault(c => string.Equals(c.Id, key, StringComparison.Ordinal)) is not { } rule || !allowed(rule))
            {
                Fail(section, key, $"there is no such rule{(string.Equals(section, PerfectionistSection, StringComparison.Ordinal) ? "" : " for a person")}; there are {string.Join(", ", Check.Everything.Where(allowed).Select(c => c.Id))}.");
            }
            else if (given is not null && !Modes.Contains(given, StringComparer.Ordinal))
            {
                Fail(section, key, $"“{given}” will not do; a rule is off, report or fix.");
            }
            else if (given is not null)
            {
                modes[key] = given;
            }
        }

        return modes;
    }
}
