using Sportello.Jobs;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Mailroom.Stores;
using Sportello.Settings;

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
}

/// <summary><c>mail journal</c>: the box that gets a copy of all mail. Letters with a ticket's number become its comments; what names no ticket that exists is set aside.</summary>
public sealed class JournalProgram(House house)
{
    public const string Name = "mail journal";
    private const string Unmatched = "Unmatched";
    private const int AtOnce = 50;

    /// <exception cref="ConfigurationFaults">There is no store, or no journal in it.</exception>
    public Task<Ended<JournalAnswer>> Run(Manner manner, CancellationToken stop) => house.Settings.Imap is { Journal: { Length: > 0 } journal } settings
        ? Job.Run(house, Name, manner, run => Guarded(run, settings, MailStores.PlainName(journal), stop), stop)
        : throw new ConfigurationFaults([new Fault("config.ini", "imap", "journal", "the folder that gets a copy of all mail is needed.")]);

    private static async Task<JournalAnswer> Guarded(JobRun run, MailStoreSettings settings, string journal, CancellationToken stop)
    {
        var answer = new JournalAnswer();
        try
        {
            await using var store = await MailStores.Open(settings, run.House.Clock, warning => run.Log(LogLevel.Warning, warning), stop);
            await Visit(run, store, journal, answer, stop);
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            run.Failed(Outcome.Outside, $"{journal}: {e.Message}");
        }

        if (answer.Failed > 0)
        {
            run.Failed(Outcome.Partly, $"{answer.Failed} letters defeated us; they stay in the spool with the reason.");
        }

        run.Summary = $"{answer.LookedAt} letters looked at, {answer.AddedTo.Count} comments added, {answer.Unmatched} unmatched, {answer.Held} held.";
        return answer;
    }

    private static async Task Visit(JobRun run, IMailStore store, string journal, JournalAnswer answer, CancellationToken stop)
    {
        var folder = await store.Open(journal, run.Manner.DryRun, stop);
        var ledger = new Ledger(run.House, store.Box, journal, run.Program);
        var standing = await folder.Standing(stop);
        var known = await ledger.Of(folder.UidValidity, stop);
        var letters = await Look(run, folder, ledger, [.. standing.Where(uid => !known.ContainsKey(uid)).Order()], answer, stop);
        var judgement = new Judgement(run.House, run.Manner.Moment);
        if (run.Manner.DryRun)
        {
            await Foresee(run, judgement, letters, answer, stop);
            return;
        }

        var takeIn = new TakeIn(run.House, run.Manner.Moment, run.Program, new Way(judgement.DecideByNumber, null, Renumbers: false, TakesAutomatic: true));
        var here = known.Values.Where(row => standing.Contains(row.Uid)).ToList();
        var away = here.Where(row => row.Hold == Hold.NoSuchTicket).Select(row => row.Uid).ToList();
        foreach (var row in await ledger.Again(here, folder.UidValidity, stop))
        {
            Add(answer, await takeIn.Run(row.Id, stop));
        }

        foreach (var some in letters.OrderBy(l => l.SentAt).ThenBy(l => l.Head.Uid).Chunk(AtOnce))
        {
            foreach (var id in await ledger.Receive(some, folder, null, stop))
            {
                var taken = await takeIn.Run(id, stop);
                Add(answer, taken);
                if (taken.Reason is { } reason)
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

    private static async Task<List<SeenLetter>> Look(JobRun run, IMailFolder folder, Ledger ledger, List<long> uids, JournalAnswer answer, CancellationToken stop)
    {
        var number = new TicketNumber(run.House.Settings.Work.TicketPrefix);
        var letters = new List<SeenLetter>();
        var others = new List<SpooledLetter>();
        await foreach (var head in folder.Heads(uids, stop))
        {
            answer.LookedAt++;
            var seen = await LetterRows.See(head, run.Manner.Moment, stop);
            if (number.In(seen.Letter.Subject) is not null)
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
                Decision.AddTo add => new Taken(LetterOutcome.Added, add.Ticket.Number),
                Decision.SameAgain same => new Taken(LetterOutcome.Duplicate, same.Number),
                Decision.Wait wait => new Taken(LetterOutcome.Held, Hold: wait.Hold, Reason: wait.Reason),
                _ => throw new InvalidOperationException($"{decision} leads nowhere."),
            });
        }
    }

    private static void Add(JournalAnswer answer, Taken taken)
    {
        switch (taken)
        {
            case { Outcome: LetterOutcome.Added }:
                answer.AddedTo.Add(taken.Number!.Value);
                break;
            case { Outcome: LetterOutcome.Duplicate }:
                answer.Duplicates++;
                break;
            case { Outcome: LetterOutcome.Failed }:
                answer.Failed++;
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
