using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Mailroom.Stores;

namespace Sportello.Mailroom.Reconciling;

/// <summary>One folder as the server has it, beside what the ledger says of it.</summary>
internal sealed class FolderBesideLedger(House house, string box, IMailFolder folder, bool isJournal)
{
    private readonly TicketNumber _number = new(house.Settings.Work);
    private readonly List<string> _differences = [];

    public async Task<(ReconciledFolder Folder, IReadOnlyList<string> Differences)> Compare(CancellationToken stop)
    {
        var ledger = new Ledger(house, box, folder.Name, ReconcileProgram.Name);
        var standing = await folder.Standing(stop);
        var known = await ledger.Of(folder.UidValidity, stop);
        var heads = new Dictionary<long, SeenLetter>();
        await foreach (var head in folder.Heads(standing, stop))
        {
            heads[head.Uid] = await LetterRows.See(head, house.Now, stop);
        }

        foreach (var uid in standing.Order())
        {
            if (known.GetValueOrDefault(uid) is { } row)
            {
                Standing(row, known);
            }
            else
            {
                _differences.Add($"{folder.Name}: the letter with UID {uid}{Called(heads.GetValueOrDefault(uid))} stands on the server, and the ledger knows nothing of it yet.");
            }
        }

        Copies(standing, known, heads);
        foreach (var row in known.Values.Where(r => r.Renumbering == Renumbering.Wanted && r.Outcome is not LetterOutcome.OurCopy))
        {
            _differences.Add($"{Named(row)} is in{_number.Suffix(row.TicketNumber ?? 0)}, but its subject has not got the number yet.");
        }

        return (new ReconciledFolder(folder.Name, standing.Count, standing.Count(known.ContainsKey), TakenAway(standing, known)), _differences);
    }

    private void Standing(LedgerRow row, Dictionary<long, LedgerRow> known)
    {
        if (row.Outcome == LetterOutcome.Received)
        {
            _differences.Add($"{Named(row)} was received, and what is to become of it has not been decided.");
        }

        if (row.Renumbering is Renumbering.Copied or Renumbering.Done)
        {
            _differences.Add($"{Named(row)} stands there, and so does its copy with the number.");
        }

        if (isJournal && row.Hold == Hold.NoSuchTicket)
        {
            _differences.Add($"{Named(row)} names no ticket and is not in Unmatched yet.");
        }
    }

    /// <summary>A letter with its number that is there once as our copy and once as if somebody else had numbered it.</summary>
    private void Copies(HashSet<long> standing, Dictionary<long, LedgerRow> known, Dictionary<long, SeenLetter> heads)
    {
        var numbered = known.Values
            .Where(r => standing.Contains(r.Uid) && r.Outcome is LetterOutcome.OurCopy or LetterOutcome.Numbered && heads.ContainsKey(r.Uid))
            .GroupBy(r => (r.MessageId, Number: _number.In(heads[r.Uid].Letter.Subject)))
            .Where(g => g.Key.MessageId is not null && g.Count() > 1 && g.Any(r => r.Outcome == LetterOutcome.OurCopy) && g.Any(r => r.Outcome == LetterOutcome.Numbered));
        foreach (var twice in numbered)
        {
            _differences.Add($"{folder.Name}: the letter {twice.Key.MessageId} stands there {twice.Count()} times with the number {twice.Key.Number}.");
        }
    }

    private static int TakenAway(HashSet<long> standing, Dictionary<long, LedgerRow> known) => known.Values.Count(r =>
        !standing.Contains(r.Uid) && r.Renumbering is not (Renumbering.Copied or Renumbering.Done) && r.Hold != Hold.NoSuchTicket);

    private string Named(LedgerRow row) => $"{folder.Name}: letter {row.Id} (UID {row.Uid}, “{row.Subject}”)";

    private static string Called(SeenLetter? seen) => seen is null ? "" : $" (“{Storable.Text(seen.Letter.Subject)}” from {seen.Letter.From?.Address ?? "nobody"})";
}
