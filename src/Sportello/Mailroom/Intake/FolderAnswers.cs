using System.Text.Json.Serialization;
using Sportello.Mailroom.Spool;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>What <c>mail folders</c> found and did; the members are those of its JSON.</summary>
public sealed record FoldersAnswer(IReadOnlyList<FolderAnswer> Folders);

/// <summary>One person's folder. What was looked at is the sum of all that follows, so a second run says where everything stands.</summary>
public sealed record FolderAnswer(string Contact, string Folder)
{
    /// <summary>The language of what is told of the letters that wait.</summary>
    [JsonIgnore]
    internal Language Language { get; init; } = Language.In("en");

    public int LookedAt => Opened.Count + AddedTo.Count + AlreadyNumbered + Held + Failed;

    /// <summary>Numbers of new tickets.</summary>
    public IList<int> Opened { get; } = [];

    /// <summary>Numbers of tickets that got a comment.</summary>
    public IList<int> AddedTo { get; } = [];

    public int AlreadyNumbered { get; set; }

    public int Held { get; set; }

    public int Failed { get; set; }

    /// <summary>Why the folder could not be done, or not to its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; set; }

    /// <summary>Why the schedule has left the folder alone this time.</summary>
    [JsonIgnore]
    public Said? Resting { get; set; }

    /// <summary>The letters that wait for a person.</summary>
    [JsonIgnore]
    public IList<HeldLetter> Waiting { get; } = [];

    /// <summary>How long the longest-waiting of the new letters had lain there.</summary>
    [JsonIgnore]
    internal TimeSpan? Lag { get; private set; }

    private readonly HashSet<long> _taken = [];

    /// <summary>The connection broke and the look begins anew: what was taken in stays counted, all else is seen again.</summary>
    internal void BeginAgain()
    {
        (AlreadyNumbered, Held, Failed, Error) = (0, 0, 0, null);
        Waiting.Clear();
    }

    /// <summary>Whether this letter was taken in by this very run.</summary>
    internal bool HasTaken(long letter) => _taken.Contains(letter);

    internal void Waited(IEnumerable<SeenLetter> letters, DateTime now)
    {
        Lag = letters.Select(l => now - l.Head.Marks.ArrivedAt?.UtcDateTime).Append(Lag).Max();
    }

    internal void Add(long letter, Taken taken)
    {
        if (taken.Outcome is LetterOutcome.Opened or LetterOutcome.Added)
        {
            _taken.Add(letter);
        }

        Add(taken, taken.Sender, taken.Subject);
    }

    internal void Add(Taken taken, string sender, string subject)
    {
        switch (taken.Outcome)
        {
            case LetterOutcome.Opened:
                Opened.Add(taken.Number!.Value);
                break;
            case LetterOutcome.Added or LetterOutcome.Report:
                AddedTo.Add(taken.Number!.Value);
                break;
            case LetterOutcome.Held:
                Held++;
                Waiting.Add(new HeldLetter(sender, subject, taken.Reason?.In(Language) ?? ""));
                break;
            case LetterOutcome.Refused:
                break;
            case LetterOutcome.Failed:
                Failed++;
                Waiting.Add(new HeldLetter(sender, subject, taken.Reason?.In(Language) ?? ""));
                break;
            default:
                AlreadyNumbered++;
                break;
        }
    }

    /// <summary>A letter that an earlier run has dealt with.</summary>
    internal void Add(LedgerRow row)
    {
        if (row.Outcome is not (LetterOutcome.TooOld or LetterOutcome.Refused))
        {
            var done = row.Outcome is LetterOutcome.Held or LetterOutcome.Failed ? row.Outcome : LetterOutcome.Numbered;
            Add(new Taken(done, Reason: row.Reason is { } reason ? Said.ReadOne(reason) : null), row.Sender, row.Subject);
        }
    }
}

public sealed record HeldLetter(string Sender, string Subject, string Reason);
