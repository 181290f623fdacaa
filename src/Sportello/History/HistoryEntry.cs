namespace Sportello.History;

/// <summary>By which door somebody came in. Stored.</summary>
public enum Door
{
    Web = 1,
    Api = 2,
    Mail = 3,
    Program = 4,
    CommandLine = 5,
    Import = 6,
}

/// <summary>What a history entry is about. Stored.</summary>
public enum Subject
{
    Ticket = 1,
    WorkItem = 2,
    Project = 3,
    Organization = 4,
    Contact = 5,
    User = 6,
    Group = 7,
    Setting = 8,
    CannedReply = 20,
    TicketField = 21,
    WorkCalendar = 22,
    ServicePlan = 23,
}

/// <summary>Who does something, when, and by which door: everything an entity needs to know of its caller.</summary>
public readonly record struct Stamp(long? ContactId, string Name, Door Door, DateTime At);

/// <summary>One change, before it is written.</summary>
internal readonly record struct Change(Stamp By, string What, string? From, string? To);

/// <summary>A thing whose changes are kept. Saving takes the changes and writes them as history in the same transaction.</summary>
internal interface IHistoric
{
    long Id { get; }

    Subject HistorySubject { get; }

    int Version { get; }

    List<Change> Changes { get; }
}

/// <summary>Who changed what, when, from what to what, by which door. Never edited.</summary>
internal sealed class HistoryEntry
{
    private HistoryEntry()
    {
    }

    public HistoryEntry(IHistoric subject, Change change)
    {
        Subject = subject.HistorySubject;
        SubjectId = subject.Id;
        SubjectVersion = subject.Version;
        At = change.By.At;
        ContactId = change.By.ContactId;
        Who = change.By.Name;
        Door = change.By.Door;
        What = change.What;
        From = change.From;
        To = change.To;
    }

    public long Id { get; private set; }

    public Subject Subject { get; private set; }

    public long SubjectId { get; private set; }

    /// <summary>The version that the change made, so that a stale form can be told what happened since.</summary>
    public int SubjectVersion { get; private set; }

    public DateTime At { get; private set; }

    public long? ContactId { get; private set; }

    public string Who { get; private set; } = "";

    public Door Door { get; private set; }

    public string What { get; private set; } = "";

    public string? From { get; private set; }

    public string? To { get; private set; }
}
