using Sportello.Jobs;
using Sportello.Mailroom.Boxes;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Mailroom.Stores;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>What <c>mail journal</c> found and did with what was new; the members are those of its JSON.</summary>
public sealed record JournalAnswer
{
    public int LookedAt { get; set; }

    public IList<int> AddedTo { get; } = [];

    public int Duplicates { get; set; }

    public int Unmatched { get; set; }

    public int Held { get; set; }

    public int Failed { get; set; }

    internal TimeSpan? Lag { get; private set; }

    private readonly HashSet<(long UidValidity, long Uid)> _seen = [];
    private readonly HashSet<long> _counted = [];

    internal void Saw(long uidValidity, long uid) => LookedAt += _seen.Add((uidValidity, uid)) ? 1 : 0;

    internal bool Counts(long letter) => _counted.Add(letter);

    internal void Waited(IEnumerable<SeenLetter> letters, DateTime now) =>
        Lag = letters.Select(l => now - l.Head.Marks.ArrivedAt?.UtcDateTime).Append(Lag).Max();
}

/// <summary><c>mail journal</c>: the box that gets a copy of all mail. Letters with a ticket's number become its comments; what names no ticket that exists is set aside.</summary>
public sealed class JournalProgram(House house)
{
    public const string Name = "mail journal";
    internal const string Unmatched = "Unmatched";
    private const int AtOnce = 50;

    /// <exception cref="ConfigurationFaults">There is no store, or no journal in it.</exception>
    public Task<Ended<JournalAnswer>> Run(Manner manner, CancellationToken stop) => house.Settings.Imap is { Journal: { Length: > 0 } journal } settings
        ? Job.Run(house, Name, manner, run => Guarded(run, settings, MailStores.PlainName(journal), stop), stop)
        : throw new ConfigurationFaults([new Fault("config.ini", "imap", "journal", "the folder that gets a copy of all mail is needed.")]);

    private static async Task<JournalAnswer> Guarded(JobRun run, MailStoreSettings settings, string journal, CancellationToken stop)
    {
        var answer = new JournalAnswer();
        var book = new BoxBook(run);
        var place = new BoxPlace(MailStores.BoxOf(settings), journal);
        if (await book.Rests(place, stop) is { } why)
        {
            run.Note(Said.Of("run.mail.journal-folder", ("folder", journal), ("why", why)));
            return answer;
        }

        if (await Look(run, settings, journal, answer, stop) is { } error)
        {
            run.Failed(Outcome.Outside, Said.Of("run.mail.journal-folder", ("folder", journal), ("why", error)));
            await (run.Manner.DryRun ? Task.CompletedTask : book.Failed(place, error, stop));
        }
        else if (!run.Manner.DryRun)
        {
            await book.WentWell(place, answer.Lag, stop);
        }

        await BoxPost.Deliver(run, book, stop);

        if (answer.Failed > 0)
        {
            run.Failed(Outcome.Partly, Said.Of("run.mail.failed", ("n", answer.Failed)));
        }

        run.Summary = Said.Of("run.mail.journal", ("n", answer.LookedAt), ("added", answer.AddedTo.Count), ("unmatched", answer.Unmatched), ("held", answer.Held));
        return answer;
    }

    /// <returns>Why it could not be done, or not to its end.</returns>
    private static async Task<string?> Look(JobRun run, MailStoreSettings settings, string journal, JournalAnswer answer, CancellationToken stop)
    {
        try
        {
            await using var store = MailStores.Of(settings, run.House.Clock, warning => run.Log(LogLevel.Warning, warning));
            await store.In(
                journal,
                run.Manner.DryRun,
                async (folder, stopping) =>
                {
                    await Visit(run, store.Box, folder, answer, stopping);
                    return answer;
                },
                stop);
            return null;
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            return e.Message;
        }
    }

    private static async Task Visit(JobRun run, string box, IMailFolder folder, JournalAnswer answer, CancellationToken stop)
    {
        var ledger = new Ledger(run.House, box, folder.Name, run.Program);
        var standing = await folder.Standing(stop);
        var known = await ledger.Of(folder.UidValidity, stop);
        var judgement = new Judgement(run.House, run.Manner.Moment);
        var letters = await Look(run, folder, ledger, judgement, [.. standing.Where(uid => !known.ContainsKey(uid)).Order()], answer, stop);
        if (run.Manner.DryRun)
        {
            await Foresee(run, judgement, letters, answer, stop);
            return;
        }

        var takeIn = new TakeIn(run.House, run.Manner.Moment, run.Program, new Way(judgement.DecideByNumber, null, Renumbers: false, TakesAutomatic: true));
        var here = known.Values.Where(row => standing.Contains(row.Uid)).ToList();
        var away = here.Where(row => row.Hold == Hold.NoSuchTicket).Select(row => row.Uid).ToList();
        foreach (var row in (await ledger.Again(here, folder.UidValidity, stop)).OrderBy(row => row.IsSetAside))
        {
            await ledger.BeginAgain(row, stop);
            Add(answer, await takeIn.Run(row.Id, stop), row.Id);
        }

        foreach (var some in letters.OrderBy(l => l.SentAt).ThenBy(l => l.Head.Uid).Chunk(AtOnce))
        {
            answer.Waited(some, run.House.Now);
            foreach (var id in await ledger.Receive(some, folder, null, stop))
            {
                var taken = await takeIn.Run(id, stop);
                Add(answer, taken, id);
                if (taken.Reason is { } reason && taken.Outcome != LetterOutcome.Refused)
                {
                    run.Log(LogLevel.Error, $"letter {id}: {reason}");
                }
            }
        }

        away.AddRange((await ledger.Of(folder.UidValidity, stop)).Values.Where(row => row.Hold == Hold.NoSuchTicket && standing.Contains(row.Uid)).Select(row => row.Uid));
        if (away.Count > 0)
        {
            await folder.MoveTo(Unmatched, [.. away.Distinct()], stop);
        }
    }

    private static async Task<List<SeenLetter>> Look(JobRun run, IMailFolder folder, Ledger ledger, Judgement judgement, List<long> uids, JournalAnswer answer, CancellationToken stop)
    {
        var number = new TicketNumber(run.House.Settings.Work);
        var letters = new List<SeenLetter>();
        var others = new List<SpooledLetter>();
        await foreach (var head in folder.Heads(uids, stop))
        {
            answer.Saw(folder.UidValidity, head.Uid);
            var seen = await LetterRows.See(head, run.Manner.Moment, stop);
            if (number.In(seen.Letter.Subject) is not null || judgement.ConcernsOurs(seen.Letter))
            {
                letters.Add(seen);
                continue;
            }

            var row = LetterRows.Of(seen, ledger.Place(folder, head.Uid), null, run.House.Now);
            row.Noted(LetterOutcome.NoNumber);
            others.Add(row);
        }

        if (!run.Manner.DryRun)
        {
            await ledger.Add(others, stop);
        }

        return letters;
    }

    private static async Task Foresee(JobRun run, Judgement judgement, List<SeenLetter> letters, JournalAnswer answer, CancellationToken stop)
    {
        await using var desk = await run.House.DeskOfProgram(run.Program, stop);
        foreach (var seen in letters)
        {
            var key = seen.Letter.MessageId is { } id ? LetterKey.OfMessageId(id) : "";
            var decision = await judgement.DecideByNumber(desk, new ReadLetter(seen.Letter, key, "", seen.SentAt), Trace.New(), stop);
            Add(answer, decision switch
            {
                Decision.LeaveAlone => new Taken(LetterOutcome.NoNumber),
                Decision.Report report => new Taken(LetterOutcome.Report, report.What.Ticket),
                Decision.AddTo add => new Taken(LetterOutcome.Added, add.Ticket.Number),
                Decision.SameAgain same => new Taken(LetterOutcome.Duplicate, same.Number),
                Decision.Refuse refuse => new Taken(LetterOutcome.Refused, Reason: refuse.Reason),
                Decision.Wait wait => new Taken(LetterOutcome.Held, Hold: wait.Hold, Reason: wait.Reason),
                _ => throw new InvalidOperationException($"{decision} leads nowhere."),
            });
        }
    }

    private static void Add(JournalAnswer answer, Taken taken, long? letter = null)
    {
        // Begun anew after its connection broke, the look meets some letters a second time.
        if (letter is { } id && !answer.Counts(id))
        {
            return;
        }

        switch (taken)
        {
            case { Outcome: LetterOutcome.Added or LetterOutcome.Report }:
                answer.AddedTo.Add(taken.Number!.Value);
                break;
            case { Outcome: LetterOutcome.Duplicate }:
                answer.Duplicates++;
                break;
            case { Outcome: LetterOutcome.NoNumber }:
                break;
            case { Outcome: LetterOutcome.Failed }:
                answer.Failed++;
                break;
            case { Outcome: LetterOutcome.Refused }:
                break;
            case { Hold: Hold.NoSuchTicket }:
                answer.Unmatched++;
                break;
            default:
                answer.Held++;
                break;
        }
    }
}
