using Sportello.Mailroom.Reading;
using Sportello.Words;

namespace Sportello.Mailroom.Spool;

/// <summary>What became of a letter. Stored.</summary>
public enum LetterOutcome
{
    /// <summary>Its bytes are stored, and nothing else has happened yet.</summary>
    Received = 1,

    /// <summary>It opened a ticket.</summary>
    Opened = 2,

    /// <summary>It became a comment of a ticket.</summary>
    Added = 3,

    /// <summary>Its content is in a ticket already, by another copy.</summary>
    Duplicate = 4,

    /// <summary>Its subject held a number when it was first seen.</summary>
    Numbered = 5,

    /// <summary>It waits for a person to decide; nothing on the server was touched.</summary>
    Held = 6,

    /// <summary>It was sent before the days that are looked at.</summary>
    TooOld = 7,

    /// <summary>It defeated us; the reason says how.</summary>
    Failed = 8,

    /// <summary>The copy with the number in its subject that we put on the server.</summary>
    OurCopy = 9,

    /// <summary>It lies in the journal and names no ticket.</summary>
    NoNumber = 10,

    /// <summary>A person, or a rule of theirs, does not want it.</summary>
    Refused = 11,

    /// <summary>A mail server reported on a mail of ours; it stands with that mail.</summary>
    Report = 20,
}

/// <summary>Why a letter is held. Stored.</summary>
public enum Hold
{
    UnknownSender = 1,
    Automatic = 2,
    InactiveSender = 3,
    NotPermitted = 4,
    NoProject = 5,
    NotParticipant = 6,
    NoSuchTicket = 7,
    NoSender = 8,

    /// <summary>The mail server says that the sender is not who the letter says.</summary>
    ForgedSender = 20,
}

/// <summary>How far the subject on the server is. Each step is written down after it is done, so that a crash repeats one step at most. Stored.</summary>
public enum Renumbering
{
    /// <summary>The subject is to stay as it is.</summary>
    None = 0,

    /// <summary>The numbered copy is still to be put there.</summary>
    Wanted = 1,

    /// <summary>The numbered copy is there; the original is still to be removed.</summary>
    Copied = 2,

    Done = 3,

    /// <summary>Somebody took the original away before we could number it.</summary>
    Gone = 4,
}

/// <summary>One letter in one place of a mail store: the ledger of everything that was ever looked at, and the spool of what was taken.</summary>
internal sealed class SpooledLetter
{
    private SpooledLetter()
    {
    }

    public SpooledLetter(LetterPlace place, long? ownerId, DateTime takenAt)
    {
        Box = place.Box;
        Folder = place.Folder;
        UidValidity = place.UidValidity;
        Uid = place.Uid;
        OwnerId = ownerId;
        TakenAt = takenAt;
    }

    public long Id { get; private set; }

    public string Box { get; private set; } = "";

    public string Folder { get; private set; } = "";

    public long UidValidity { get; private set; }

    public long Uid { get; private set; }

    /// <summary>Whose folder it lies in.</summary>
    public long? OwnerId { get; private set; }

    /// <summary>Without angle brackets.</summary>
    public string? MessageId { get; set; }

    /// <summary>The raw bytes in the file store; none for letters that were only looked at.</summary>
    public string? Sha256 { get; set; }

    public long Size { get; set; }

    public DateTime SentAt { get; set; }

    public DateTime? ArrivedAt { get; set; }

    public DateTime TakenAt { get; private set; }

    public string Sender { get; set; } = "";

    public string SenderName { get; set; } = "";

    public string Subject { get; set; } = "";

    public Verdict? Verdict { get; set; }

    public LetterOutcome Outcome { get; private set; } = LetterOutcome.Received;

    public Hold? Hold { get; private set; }

    /// <summary>Why it is held, or how it defeated us: a <see cref="Said"/> as it is stored.</summary>
    public string? Reason { get; private set; }

    public Said? Why => Reason is { } stored ? Said.ReadOne(stored) : null;

    /// <summary>How often it was begun; a letter that ends the process each time is not begun for ever.</summary>
    public int Attempts { get; set; }

    public long? TicketId { get; private set; }

    public long? CommentId { get; private set; }

    public Renumbering Renumbering { get; set; }

    public long? CopyUid { get; set; }

    /// <summary>What each step found, as a JSON array of <see cref="TraceLine"/>.</summary>
    public string Trace { get; set; } = "[]";

    public void TakenInto(LetterOutcome outcome, long ticketId, long? commentId)
    {
        Outcome = outcome;
        Hold = null;
        Reason = null;
        TicketId = ticketId;
        CommentId = commentId;
    }

    public void HeldFor(Hold hold, Said reason)
    {
        Outcome = LetterOutcome.Held;
        Hold = hold;
        Reason = Storable.Text(reason.Kept);
    }

    public void FailedWith(Said reason)
    {
        Outcome = LetterOutcome.Failed;
        Reason = Storable.Text(reason.Kept);
    }

    public void RefusedBecause(Said reason)
    {
        Outcome = LetterOutcome.Refused;
        Hold = null;
        Reason = Storable.Text(reason.Kept);
    }

    /// <summary>Looked at and left alone.</summary>
    public void Noted(LetterOutcome outcome) => Outcome = outcome;
}

/// <summary>Where a letter lies: what identifies it for good, together.</summary>
internal readonly record struct LetterPlace(string Box, string Folder, long UidValidity, long Uid);
