namespace Sportello.Tickets;

/// <summary>The numbers are the legacy tracker's, stored and used as <c>new_obr</c> in config.ini.</summary>
public enum TicketKind
{
    Consultation = 1,
    Enhancement = 2,
    Bug = 3,
}

/// <summary>The numbers are the legacy tracker's and are stored.</summary>
public enum TicketStatus
{
    New = 1,
    Accepted = 4,
    UnderReview = 3,
    TasksIssued = 6,
    Returned = 5,
    Closed = 2,
}

public enum Priority
{
    Low = 1,
    Normal = 2,
    High = 3,
    Urgent = 4,
}

public enum Origin
{
    Web = 1,
    Mail = 2,
    Api = 3,
    Import = 4,
}
