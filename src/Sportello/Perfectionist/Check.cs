using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>
/// One thing that is to be in order, and what is said of it. A new rule is a new class in a file of its own and nothing else: it is found by being there.
/// </summary>
internal abstract class Check
{
    private static readonly Lazy<IReadOnlyList<Check>> Found = new(() =>
        [.. typeof(Check).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Check)) && !t.IsAbstract).Select(t => (Check)Activator.CreateInstance(t)!).OrderBy(r => r.Place)]);

    /// <summary>All there are, those about a person's tickets first.</summary>
    public static IReadOnlyList<Check> Everything => Found.Value;

    /// <summary>The rule's name in JSON, on the command line and in config.ini.</summary>
    public abstract string Id { get; }

    /// <summary>Rules run by their place, each on what the ones before have left.</summary>
    public abstract int Place { get; }

    /// <summary>The line's first words.</summary>
    public abstract Sentence Title { get; }

    /// <summary>Said before the findings, of which there are <c>{n}</c>; <c>{days}</c> is the patience of the rule.</summary>
    public abstract Sentence Findings { get; }

    /// <summary>Said when there is nothing to find.</summary>
    public abstract Sentence InOrder { get; }

    /// <summary>Said when the check is switched off.</summary>
    public virtual Sentence Off { get; } = new("this check is off for you.", "эта проверка у вас выключена.", "questo controllo per te è spento.");

    /// <summary>What the rule is about, and so who may decide on its findings.</summary>
    public virtual Thing About => Thing.Ticket;

    /// <summary>What it would change, in the field's own words; none when all it can do is say so.</summary>
    public virtual Proposal? Proposes => null;

    /// <summary>The sentence itself tells what was corrected.</summary>
    protected virtual bool SaysWhatWasDone => false;

    /// <summary>The days after which the rule finds something.</summary>
    public virtual int Patience(House house) => house.Settings.Work.NoActiveObr;

    public static Check Called(string id) => Everything.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.Ordinal))
        ?? throw Refusal.Invalid("rule", Said.Of("refusal.rule", ("rule", id), ("rules", string.Join(", ", Everything.Select(c => c.Id)))));

    /// <summary>Who wrote it, and on which day.</summary>
    protected static string? ByAndDay(Language language, Evidence evidence) => (evidence.By, evidence.At) switch
    {
        ({ } by, { } at) => $"{by}, {language.Day(DateOnly.FromDateTime(at))}",
        (null, { } at) => language.Day(DateOnly.FromDateTime(at)),
        _ => null,
    };

    /// <summary>The line of the report.</summary>
    public string Say(Language language, Finding finding, House house) => Line(language, Words(finding), finding, house);

    /// <summary>The sentence alone, without mark, title and numbers.</summary>
    public string Sentence(Language language, Finding finding, House house) =>
        Words(finding).In(language, ("n", finding.Count), ("days", Patience(house))).TrimEnd(':');

    /// <summary>A word beside a finding that says what made it one; none where the number says it all.</summary>
    public virtual string? Because(Language language, Evidence evidence) => null;

    protected virtual Sentence Words(Finding finding) => finding switch { { Off: true } => Off, { Count: 0 } => InOrder, _ => Findings };

    private string Line(Language language, Sentence words, Finding finding, House house)
    {
        var said = words.In(language, ("n", finding.Count), ("days", Patience(house)));
        var mark = finding switch { { Off: true } => "○", { Count: 0 } => "✓", { Fixed: true } => "✎", _ => "•" };
        var found = string.Join(", ", finding.Evidence is { } evidence
            ? evidence.Select(e => e.Called(house) + (Because(language, e) is { } why ? $" ({why})" : ""))
            : finding.Tickets.Select(n => Evidence.Written(house, n)));
        return $"{mark} {Title.In(language)}: {said}{(found.Length > 0 ? $" {found}." : "")}{Done(language, finding)}{Resting(language, finding)}";
    }

    /// <summary>What was done about it, where the sentence does not say it.</summary>
    private string Done(Language language, Finding finding) => finding.Fixed && !SaysWhatWasDone && Proposes is { } proposal
        ? " " + language.Say($"perfectionist.{(finding.DryRun ? "would" : "done")}-{(proposal.Status is { } status ? Name.Of(status) : "hand-back")}", ("n", finding.Count))
        : "";

    private static string Resting(Language language, Finding finding) =>
        finding.Snoozed is { Count: > 0 } snoozed ? " " + language.Say("perfectionist.resting", ("n", snoozed.Count)) : "";
}
