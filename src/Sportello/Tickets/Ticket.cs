using Sportello.History;

namespace Sportello.Tickets;

/// <summary>One request of a customer, followed to its end. Each capability has a file of its own.</summary>
internal sealed partial class Ticket : IHistoric
{
    public const int SubjectLength = 200;

    private Ticket()
    {
    }

    public Ticket(int number, long projectId, TicketKind kind, string subject, long? requesterId, Origin origin, Stamp by)
    {
        Number = number;
        ProjectId = projectId;
        Kind = kind;
        Subject = SubjectOf(subject);
        RequesterId = requesterId;
        Origin = origin;
        Status = TicketStatus.New;
        Priority = Priority.Normal;
        OpenedAt = UpdatedAt = by.At;
        Changes.Add(new Change(by, "opened", null, Subject));
    }

    public long Id { get; private set; }

    public int Number { get; private set; }

    public long ProjectId { get; private set; }

    public TicketKind Kind { get; private set; }

    public TicketStatus Status { get; private set; }

    public Priority Priority { get; private set; }

    public string Subject { get; private set; } = "";

    public long? RequesterId { get; private set; }

    public long? AssigneeId { get; private set; }

    public Origin Origin { get; private set; }

    public DateTime OpenedAt { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>Stored beside the status, since most lists ask for it.</summary>
    public bool Open { get; private set; } = true;

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => History.Subject.Ticket;

    public void Rename(string subject, Stamp by)
    {
        subject = SubjectOf(subject);
        if (Note(by, "subject", Subject, subject))
        {
            Subject = subject;
        }
    }

    public void SetKind(TicketKind kind, Stamp by)
    {
        if (Note(by, "kind", Words.Name.Of(Kind), Words.Name.Of(kind)))
        {
            Kind = kind;
        }
    }

    public void SetPriority(Priority priority, Stamp by)
    {
        if (Note(by, "priority", Words.Name.Of(Priority), Words.Name.Of(priority)))
        {
            Priority = priority;
        }
    }

    private static string SubjectOf(string subject)
    {
        subject = Words.OneLine.Of(subject);
        return subject.Length switch
        {
            0 => throw Refusal.Invalid("subject", "A subject is needed: a few words that say what it is about."),
            > SubjectLength => throw Refusal.Invalid("subject", $"The subject has {subject.Length} characters; {SubjectLength} is the most."),
            _ => subject,
        };
    }

    /// <summary>Notes a change and touches the ticket; false when nothing would change.</summary>
    private bool Note(Stamp by, string what, string? from, string? to)
    {
        if (!((IHistoric)this).Note(by, what, from, to))
        {
            return false;
        }

        Touch(by.At);
        return true;
    }

    private void Touch(DateTime at) => UpdatedAt = at > UpdatedAt ? at : UpdatedAt;
}
