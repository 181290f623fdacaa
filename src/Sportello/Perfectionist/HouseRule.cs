namespace Sportello.Perfectionist;

/// <summary>A rule about what belongs to nobody in particular: contacts, accounts, tickets of people who have left.</summary>
internal abstract class HouseRule : Check
{
    public static IReadOnlyList<HouseRule> All { get; } = [.. Everything.OfType<HouseRule>()];

    public abstract Task<IReadOnlyList<Evidence>> Find(Inspection inspection, CancellationToken stop);

    public async Task<Finding> Look(Inspection inspection, CancellationToken stop)
    {
        var mode = inspection.ModeOf(this);
        if (mode == Mode.Off)
        {
            return new Finding(Id, [], Off: true);
        }

        var (found, snoozed) = await inspection.Decisions.Sort(Id, await Find(inspection, stop), inspection.Today, stop);
        var corrected = mode == Mode.Fix && Proposes == Proposal.HandBack ? found = await inspection.HandBack(this, found, stop) : [];
        return new Finding(Id, [.. found.Select(e => e.Ticket).OfType<int>()], Fixed: corrected.Count > 0)
        {
            DryRun = inspection.DryRun,
            Evidence = found,
            Snoozed = snoozed.Count == 0 ? null : [.. snoozed.Select(e => (int)e.Key)],
        };
    }
}

/// <summary>What a finding may be about.</summary>
public enum Thing
{
    Ticket,
    WorkItem,
    Contact,
    Account,
    MailBox,
}
