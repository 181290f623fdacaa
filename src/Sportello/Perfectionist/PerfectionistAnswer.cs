using Sportello.Messaging;

namespace Sportello.Perfectionist;

/// <summary>What <c>perfectionist</c> answers; the JSON of programs.md has the same members.</summary>
public sealed record PerfectionistAnswer(DateOnly Date, IReadOnlyList<PersonFindings> People);

public sealed record PersonFindings(string Contact, IReadOnlyList<Finding> Findings, ReportMessage Message);

/// <summary>What one rule found among one person's tickets.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Tickets">The tickets' numbers, in order.</param>
/// <param name="Fixed">Whether they were corrected, or in a dry run would have been.</param>
/// <param name="Off">Whether the person has not switched the rule on.</param>
public sealed record Finding(string Rule, IReadOnlyList<int> Tickets, bool Fixed = false, bool Off = false);

public sealed record ReportMessage(Channel Channel, string? Address, string Text);
