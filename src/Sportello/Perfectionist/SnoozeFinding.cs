using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>Puts a finding off until a day, with a reason; until then no report names it.</summary>
public sealed class SnoozeFinding(Desk desk)
{
    /// <param name="rule">The rule.</param>
    /// <param name="thing">The ticket's number, or that of what the rule is about.</param>
    /// <param name="until">The first day on which it is said again.</param>
    /// <param name="reason">Why.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(string rule, long thing, DateOnly until, string? reason, CancellationToken stop)
    {
        var check = Check.Called(rule);
        await FindingDecision.Demand(desk, check, thing, stop);
        if (until <= desk.Today)
        {
            throw Refusal.Invalid("until", Said.Of("refusal.finding.until", ("day", until)));
        }

        await FindingDecision.Keep(desk, check, thing, Verdict.Snoozed, FindingDecision.Given(reason), until, stop);
        await desk.Save(stop);
    }
}

/// <summary>Takes back that a finding was put off or dismissed: from now on it is said again.</summary>
public sealed class WakeFinding(Desk desk)
{
    public async Task Run(string rule, long thing, CancellationToken stop)
    {
        var check = Check.Called(rule);
        await FindingDecision.Demand(desk, check, thing, stop);
        await desk.Begin(stop);
        if (await FindingDecision.End(desk, check, thing, stop) == 0)
        {
            throw Refusal.NotFound(Said.Of("refusal.finding.awake", ("thing", thing), ("rule", rule)));
        }

        await desk.Save(stop);
    }
}

/// <summary>Says that the rule was wrong here. It is said again only when it happens anew.</summary>
public sealed class DismissFinding(Desk desk)
{
    public async Task Run(string rule, long thing, string? reason, CancellationToken stop)
    {
        var check = Check.Called(rule);
        await FindingDecision.Demand(desk, check, thing, stop);
        await FindingDecision.Keep(desk, check, thing, Verdict.Dismissed, FindingDecision.Given(reason), null, stop);
        await desk.Save(stop);
    }
}
