using System.Text.Json.Serialization;
using Sportello.Messaging;

namespace Sportello.Perfectionist;

/// <summary>What <c>perfectionist</c> answers; the JSON of programs.md has the same members.</summary>
/// <param name="Date">The day.</param>
/// <param name="People">Everybody who is listed, and what was found among their tickets.</param>
/// <param name="House">What was found that is nobody's in particular.</param>
public sealed record PerfectionistAnswer(DateOnly Date, IReadOnlyList<PersonFindings> People, HouseFindings House);

public sealed record PersonFindings(string Contact, IReadOnlyList<Finding> Findings, ReportMessage Message);

/// <param name="Keeper">Who hears of it, if somebody does.</param>
/// <param name="Findings">Every rule, also those that found nothing.</param>
/// <param name="Text">The same in words.</param>
public sealed record HouseFindings(string? Keeper, IReadOnlyList<Finding> Findings, string Text)
{
    /// <summary>Somebody keeps the house, there is something to say, and no channel to say it by.</summary>
    [JsonIgnore]
    public bool ReachesNobody { get; init; }
}

/// <summary>What one rule found.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Tickets">The tickets' numbers, in order.</param>
/// <param name="Fixed">Whether they were corrected, or in a dry run would have been.</param>
/// <param name="Off">Whether the rule is switched off.</param>
public sealed record Finding(string Rule, IReadOnlyList<int> Tickets, bool Fixed = false, bool Off = false)
{
    /// <summary>What made each a finding; the first six rules have none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Evidence>? Evidence { get; init; }

    /// <summary>The numbers of what somebody has put off; nothing when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Snoozed { get; init; }

    [JsonIgnore]
    internal bool DryRun { get; init; }

    [JsonIgnore]
    public int Count => Evidence?.Count ?? Tickets.Count;
}

public sealed record ReportMessage(Channel Channel, string? Address, string Text);
