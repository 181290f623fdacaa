using Sportello.Tickets;

namespace Sportello.Demo;

internal enum StepKind
{
    /// <summary>The requester writes; the first step always is one.</summary>
    Customer,

    /// <summary>A public reply of our own side.</summary>
    Staff,

    /// <summary>A public reply that gives the ticket back for an answer.</summary>
    Question,

    /// <summary>An internal note.</summary>
    Note,

    /// <summary>A work item is issued; its text is the name of the item and, after a bar, of its test suite.</summary>
    Work,

    /// <summary>The ticket is closed here, although the story goes on.</summary>
    Closed,
}

internal sealed record Step(StepKind Kind, string Text, bool Optional);

/// <summary>What happened once at a customer's: a subject and a conversation, with <c>[one|other]</c> and <c>{words}</c> still open.</summary>
internal sealed record Story(string Language, string Subject, TicketKind Kind, Priority Priority, IReadOnlyList<Step> Steps)
{
    public bool HasWork => Steps.Any(s => s.Kind == StepKind.Work);
}
