using Sportello.Jobs;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Mailroom.Stores;

namespace Sportello.Mailroom.Intake;

/// <summary>One look into one person's folder: headers first, and the whole letter only where something is to be done with it.</summary>
internal sealed class FolderVisit(JobRun run, string box, IMailFolder folder, FolderOwner owner, FolderAnswer answer)
{
    private const int HeadsAtOnce = 500;
    private const int LettersAtOnce = 250;

    private readonly House _house = run.House;
    private readonly Ledger _ledger = new(run.House, box, owner.Folder, run.Program);
    private readonly TicketNumber _number = new(run.House.Settings.Work);
    private readonly DateTime _since = Since(run);
    private readonly List<SeenLetter> _letters = [];

    public async Task Go(CancellationToken stop)
    {
        var standing = await folder.Standing(stop);
        var known = await _ledger.Of(folder.UidValidity, stop);
        await ForgetWhatIsNoLongerTooOld(standing, known, stop);
        var unnumbered = await _ledger.Unnumbered(stop);
        var renumber = new Renumber(_house, _ledger, folder, box);
        await LookAt([.. standing.Where(uid => !known.ContainsKey(uid)).Order()], renumber, unnumbered, stop);
        if (run.Manner.DryRun)
        {
            Count(standing, known, [], []);
            await new Foresight(run, owner, answer).Tell(_letters, stop);
            return;
        }

        await FinishNumbering(unnumbered, renumber, stop);
        var again = await _ledger.Again([.. known.Values.Where(row => standing.Contains(row.Uid) && row.SentAt >= _since)], folder.UidValidity, stop);
        Count(standing, known, again, unnumbered);
        await TakeAgain(again.Where(row => !row.IsSetAside), stop);
        foreach (var some in _letters.OrderBy(l => l.SentAt).ThenBy(l => l.Head.Uid).Chunk(LettersAtOnce))
        {
            answer.Waited(some, _house.Now);
            await TakeIn(await _ledger.Receive(some, folder, owner.ContactId, stop), areNew: true, stop);
            await renumber.Run(await Fresh(renumber, stop), stop);
        }

        await TakeAgain(again.Where(row => row.IsSetAside), stop);
        await renumber.Run(await Fresh(renumber, stop), stop);
        answer.Error = renumber.Refused.Count == 0 ? null : string.Join(' ', renumber.Refused);
    }

    /// <summary>Local days, the day itself included: a letter sent at any hour of that day still counts.</summary>
    private static DateTime Since(JobRun run)
    {
        var zone = run.House.Settings.Work.TimeZone;
        var today = LocalTime.DayOf(run.Manner.Moment, zone);
        var days = Math.Min(run.House.Settings.Imap!.Days, today.DayNumber);
        return LocalTime.StartOf(today.AddDays(-days), zone);
    }

    /// <summary>Letters that were too old count again when the days have grown.</summary>
    private async Task ForgetWhatIsNoLongerTooOld(HashSet<long> standing, Dictionary<long, LedgerRow> known, CancellationToken stop)
    {
        var young = known.Values.Where(row => row.Outcome == LetterOutcome.TooOld && row.SentAt >= _since && standing.Contains(row.Uid)).ToList();
        foreach (var row in young)
        {
            known.Remove(row.Uid);
        }

        if (young.Count > 0 && !run.Manner.DryRun)
        {
            await _ledger.Forget([.. young.Select(row => row.Id)], stop);
        }
    }

    private async Task LookAt(List<long> uids, Renumber renumber, List<LedgerRow> unnumbered, CancellationToken stop)
    {
        var awaited = unnumbered.Where(row => row.Renumbering == Renumbering.Wanted).Select(row => row.TicketNumber).ToHashSet();
        foreach (var some in uids.Chunk(HeadsAtOnce))
        {
            var noted = new List<SpooledLetter>();
            await foreach (var head in folder.Heads(some, stop))
            {
                var seen = await LetterRows.See(head, run.Manner.Moment, stop);
                var number = _number.In(seen.Letter.Subject);
                if (number is not null && awaited.Contains((int?)number))
                {
                    renumber.Unclaimed((int)number, head);
                }
                else if (number is not null)
                {
                    noted.Add(Noted(seen, LetterOutcome.Numbered));
                    answer.AlreadyNumbered += seen.SentAt >= _since ? 1 : 0;
                }
                else if (seen.SentAt < _since)
                {
                    noted.Add(Noted(seen, LetterOutcome.TooOld));
                }
                else
                {
                    _letters.Add(seen);
                }
            }

            if (noted.Count > 0 && !run.Manner.DryRun)
            {
                await _ledger.Add(noted, stop);
            }
        }
    }

    private SpooledLetter Noted(SeenLetter seen, LetterOutcome outcome)
    {
        var row = LetterRows.Of(seen, _ledger.Place(folder, seen.Head.Uid), owner.ContactId, _house.Now);
        row.Noted(outcome);
        return row;
    }

    /// <summary>What an earlier run could not finish: numbers that are not yet in their subjects, originals that are not yet removed.</summary>
    private async Task FinishNumbering(List<LedgerRow> unnumbered, Renumber renumber, CancellationToken stop)
    {
        // After a change of UIDVALIDITY the old UIDs mean nothing; those letters are seen as new, and known by what they are.
        var lost = unnumbered.Where(row => row.UidValidity != folder.UidValidity).ToList();
        await _ledger.Renumbered([.. lost.Select(row => row.Id)], Renumbering.Gone, stop);
        answer.AlreadyNumbered += unnumbered.Count(row => row.Renumbering == Renumbering.Wanted && row.SentAt >= _since && !lost.Contains(row) && !answer.HasTaken(row.Id));
        await renumber.RemoveOriginals([.. unnumbered.Where(row => row.Renumbering == Renumbering.Copied && !lost.Contains(row))], stop);
        await renumber.Run([.. unnumbered.Where(row => row.Renumbering == Renumbering.Wanted && !lost.Contains(row))], stop);

        var others = new List<SpooledLetter>();
        foreach (var head in renumber.StillUnclaimed)
        {
            var seen = await LetterRows.See(head, run.Manner.Moment, stop);
            others.Add(Noted(seen, LetterOutcome.Numbered));
            answer.AlreadyNumbered += seen.SentAt >= _since ? 1 : 0;
        }

        await _ledger.Add(others, stop);
    }

    private async Task TakeAgain(IEnumerable<LedgerRow> rows, CancellationToken stop)
    {
        foreach (var row in rows)
        {
            await _ledger.BeginAgain(row, stop);
            await TakeIn([row.Id], areNew: false, stop);
        }
    }

    private async Task TakeIn(IReadOnlyList<long> ids, bool areNew, CancellationToken stop)
    {
        var way = new Way(new Judgement(_house, run.Manner.Moment).Decide, owner, Renumbers: true, TakesAutomatic: false);
        var takeIn = new TakeIn(_house, run.Manner.Moment, run.Program, way);
        foreach (var id in ids)
        {
            var taken = await takeIn.Run(id, stop);
            answer.Add(id, taken);
            if (taken.Outcome == LetterOutcome.Failed || (areNew && taken.Hold is Hold.UnknownSender))
            {
                run.Log(LogLevel.Error, $"{owner.Folder}: letter {id}: {taken.Reason}");
            }
            else if (areNew && taken.Outcome == LetterOutcome.Held)
            {
                run.Log(LogLevel.Warning, $"{owner.Folder}: letter {id} held: {taken.Reason}");
            }
        }
    }

    /// <summary>What was taken in since, but not what the server has refused in this very run.</summary>
    private async Task<List<LedgerRow>> Fresh(Renumber renumber, CancellationToken stop) =>
        [.. (await _ledger.Unnumbered(stop)).Where(row => row.Renumbering == Renumbering.Wanted && !renumber.HasTried(row.Id))];

    /// <summary>Where the letters stand that this run has nothing to do with.</summary>
    private void Count(HashSet<long> standing, Dictionary<long, LedgerRow> known, List<LedgerRow> again, List<LedgerRow> unnumbered)
    {
        var busy = again.Concat(unnumbered).Select(row => row.Id).ToHashSet();
        var copies = known.Values.Where(row => answer.HasTaken(row.Id)).Select(row => row.CommentId).ToHashSet();
        foreach (var row in known.Values.Where(row => standing.Contains(row.Uid) && row.SentAt >= _since && !busy.Contains(row.Id)))
        {
            // What this run took in before its connection broke, and the copies it made, are counted already.
            if (!answer.HasTaken(row.Id) && !(row.Outcome == LetterOutcome.OurCopy && copies.Contains(row.CommentId)))
            {
                answer.Add(row);
            }
        }
    }
}
