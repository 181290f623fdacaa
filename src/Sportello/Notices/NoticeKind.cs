namespace Sportello.Notices;

/// <summary>What a mail tells. Stored.</summary>
public enum NoticeKind
{
    Opened = 1,

    /// <summary>A public reply: to customers a letter, to our own side a notice of it.</summary>
    Reply = 2,

    Note = 3,

    Closed = 4,

    /// <summary>Another status, or another assignee.</summary>
    Changed = 5,

    /// <summary>The last work of a ticket has ended: the customer should hear of it.</summary>
    WorkEnded = 6,
}

/// <summary>Why somebody is told. Stored, since the outbox shows it.</summary>
[Flags]
public enum Reasons
{
    None = 0,
    Requester = 1,
    Assignee = 2,
    Manager = 4,
    Watcher = 8,
    Mentioned = 16,
}

/// <summary>What a person wants to hear of a project. Stored.</summary>
public enum NoticeChoice
{
    All = 0,

    /// <summary>Only of tickets the person asked for, answers for, watches, or is mentioned in.</summary>
    Mine = 1,

    None = 2,
}
