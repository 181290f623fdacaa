using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>The morning's report in words: what asks for the person first, then, below, what is in order, a line for each check.</summary>
internal static class ReportText
{
    public static string For(Person person, IReadOnlyList<Finding> findings, DateOnly day, House house)
    {
        var language = house.Speech(person.Language ?? house.Settings.Work.Language);
        var asking = findings.Where(f => f is { Fixed: false }).Sum(f => f.Count);
        var corrected = findings.Where(f => f.Fixed).Sum(f => f.Count);
        var (greeting, n) = (asking, corrected) switch { (> 0, _) => ("greeting", asking), (_, > 0) => ("corrected", corrected), _ => ("tidy", 0) };
        var first = language.Say($"perfectionist.{greeting}", ("name", person.Called), ("day", language.Day(day)), ("n", n));
        return Lines(first, Rule.All, findings, language, house);
    }

    public static string OfHouse(Person? keeper, IReadOnlyList<Finding> findings, DateOnly day, House house)
    {
        var language = house.Speech(keeper?.Language ?? house.Settings.Work.Language);
        return Lines(language.Say("perfectionist.house", ("day", language.Day(day))), HouseRule.All, findings, language, house);
    }

    private static string Lines(string first, IReadOnlyList<Check> rules, IReadOnlyList<Finding> findings, Language language, House house)
    {
        var lines = rules.Zip(findings, (rule, finding) => (finding.Count > 0, Text: rule.Say(language, finding, house))).ToLookup(l => l.Item1, l => l.Text);
        IEnumerable<string> rest = lines[false].Any() ? [language.Say("perfectionist.in-order"), .. lines[false]] : [];
        return string.Join('\n', lines[true].Prepend(first).Concat(rest));
    }
}
