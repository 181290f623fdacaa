using Sportello.Jobs;

namespace Sportello.Perfectionist;

/// <summary>A rule about one person's tickets.</summary>
internal abstract class Rule : Check
{
    public static IReadOnlyList<Rule> All { get; } = [.. Everything.OfType<Rule>()];

    /// <summary>How it goes unless somebody has said otherwise.</summary>
    public virtual Mode Usual(Person person) => Mode.Report;

    public abstract Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop);

    /// <summary>What made each of them a finding; the first six rules say it by their names.</summary>
    public virtual Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<Evidence>?>(null);

    public async Task<Finding> Look(Inspection inspection, CancellationToken stop)
    {
        var mode = inspection.ModeOf(this);
        if (mode == Mode.Off)
        {
            return new Finding(Id, [], Off: true);
        }

        var (found, snoozed) = await inspection.Decisions.Sort(Id, await Find(inspection, stop), inspection.Today, stop);
        var corrected = mode == Mode.Fix && Proposes is { Status: { } status } ? found = await inspection.Move(this, found, status, stop) : [];
        return new Finding(Id, About == Thing.Ticket ? [.. found.Select(t => t.Number)] : [], Fixed: corrected.Count > 0)
        {
            DryRun = inspection.DryRun,
            Evidence = await Evidence(inspection, found, stop),
            Snoozed = snoozed.Count == 0 ? null : [.. snoozed.Select(t => t.Number)],
        };
    }
}
