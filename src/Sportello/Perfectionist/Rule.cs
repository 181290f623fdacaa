using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>
/// One thing that is to be in order. A new rule is a new class in a file of its own and nothing else: it is found by being there.
/// Rules run by <see cref="Place"/>, each on what the ones before have left.
/// </summary>
internal abstract class Rule
{
    private static readonly Lazy<IReadOnlyList<Rule>> Found = new(() =>
        [.. typeof(Rule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Rule)) && !t.IsAbstract).Select(t => (Rule)Activator.CreateInstance(t)!).OrderBy(r => r.Place)]);

    public static IReadOnlyList<Rule> All => Found.Value;

    /// <summary>The rule's name in JSON.</summary>
    public abstract string Id { get; }

    public abstract int Place { get; }

    /// <summary>The line's first words.</summary>
    public abstract Sentence Title { get; }

    /// <summary>Said before the tickets, of which there are <c>{n}</c>; <c>{days}</c> is the patience of the settings.</summary>
    public abstract Sentence Findings { get; }

    /// <summary>Said when there is nothing to find.</summary>
    public abstract Sentence InOrder { get; }

    /// <summary>Said when the person has the check switched off.</summary>
    public virtual Sentence Off { get; } = new("this check is off for you.", "эта проверка у вас выключена.", "questo controllo per te è spento.");

    public virtual bool IsOffFor(Person person) => false;

    public abstract Task<Finding> Look(Inspection inspection, CancellationToken stop);

    /// <summary>The line of the report.</summary>
    public virtual string Say(Language language, Finding finding, Inspection inspection)
    {
        var words = finding switch { { Off: true } => Off, { Tickets.Count: 0 } => InOrder, _ => Findings };
        return Line(language, words, finding, inspection);
    }

    protected string Line(Language language, Sentence words, Finding finding, Inspection inspection)
    {
        var said = words.In(language, ("n", finding.Tickets.Count), ("days", inspection.Patience));
        var mark = finding switch { { Off: true } => "○", { Tickets.Count: 0 } => "✓", { Fixed: true } => "✎", _ => "•" };
        var numbers = string.Join(", ", finding.Tickets.Select(inspection.Written));
        return $"{mark} {Title.In(language)}: {said}{(numbers.Length > 0 ? $" {numbers}." : "")}";
    }

    protected Finding Of(IReadOnlyList<FoundTicket> tickets) => new(Id, [.. tickets.Select(t => t.Number)]);
}
