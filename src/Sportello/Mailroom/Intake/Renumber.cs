using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Mailroom.Stores;
using Sportello.Wire.Mime;

namespace Sportello.Mailroom.Intake;

/// <summary>
/// Puts the ticket's number into the subjects of letters that were taken in. A server cannot edit, so a changed copy is put beside the original,
/// and only when that is known to be there the original is removed. Every step can be repeated.
/// </summary>
internal sealed class Renumber(House house, Ledger ledger, IMailFolder folder, string box)
{
    private const int HeaderLimit = 2 * 1024 * 1024;

    private readonly TicketNumber _number = new(house.Settings.Work.TicketPrefix);
    private readonly Dictionary<int, List<LetterHead>> _unclaimed = [];
    private readonly HashSet<long> _tried = [];

    /// <summary>Letters with a number that nobody has recorded: some may be copies that a run which was cut short had put there.</summary>
    public void Unclaimed(int number, LetterHead head)
    {
        if (!_unclaimed.TryGetValue(number, out var heads))
        {
            _unclaimed[number] = heads = [];
        }

        heads.Add(head);
    }

    public bool HasTried(long letterId) => _tried.Contains(letterId);

    /// <summary>Letters that the server would not take back with their number; the next run asks again.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>The numbered letters that were nobody's copy after all.</summary>
    public IEnumerable<LetterHead> StillUnclaimed => _unclaimed.Values.SelectMany(heads => heads);

    public async Task Run(IReadOnlyList<LedgerRow> letters, CancellationToken stop)
    {
        if (letters.Count == 0)
        {
            return;
        }

        _tried.UnionWith(letters.Select(l => l.Id));
        var marks = await folder.MarksOf([.. letters.Select(l => l.Uid)], stop);
        var copies = new List<NumberedCopy>();
        var gone = new List<long>();
        try
        {
            foreach (var letter in letters)
            {
                try
                {
                    if (await Copied(letter, marks.GetValueOrDefault(letter.Uid), stop) is { } copy)
                    {
                        copies.Add(copy);
                    }
                    else
                    {
                        gone.Add(letter.Id);
                    }
                }
                catch (Exception e) when (StoreTrouble.Is(e) && !StoreTrouble.IsBroken(e))
                {
                    // One letter too large for the server must not keep the others from their numbers.
                    Refused.Add($"{_number.Suffix(letter.TicketNumber!.Value).TrimStart()} could not be put into the subject of letter {letter.Id}: {e.Message}");
                }
            }
        }
        finally
        {
            // What was put there before something broke is written down all the same.
            if (copies.Count > 0)
            {
                await ledger.Copied(copies, CancellationToken.None);
            }
        }

        await ledger.Renumbered(gone, Renumbering.Gone, stop);
        await RemoveOriginals([.. copies.Select(c => c.Original)], stop);
    }

    public async Task RemoveOriginals(IReadOnlyList<LedgerRow> letters, CancellationToken stop)
    {
        if (letters.Count > 0)
        {
            await folder.Remove([.. letters.Select(l => l.Uid)], stop);
            await ledger.Renumbered([.. letters.Select(l => l.Id)], Renumbering.Done, stop);
        }
    }

    /// <returns>The copy; none when the original was taken away and nothing of ours stands for it.</returns>
    private async Task<NumberedCopy?> Copied(LedgerRow letter, Marks? marks, CancellationToken stop)
    {
        await using var raw = house.Files.Open(letter.Sha256!);
        if (await Claimed(letter, raw, stop) is { } found)
        {
            return found;
        }

        if (marks is null)
        {
            return null;
        }

        await using var changed = Temporary.For(raw.Length + 1000);
        var subject = await Change(raw, changed, letter.TicketNumber!.Value, stop);
        var known = await folder.Append(changed, marks, stop) ?? await UidOf(letter, raw, stop);
        return new NumberedCopy(letter, Place(known), subject);
    }

    private async Task<string> Change(Stream raw, Stream changed, int number, CancellationToken stop)
    {
        raw.Position = 0;
        var header = await MimeMessage.ReadAsync(raw, MimeLimits.Default with { MessageBytes = HeaderLimit, HeaderBytes = HeaderLimit }, stop);
        var field = HeaderRewriter.AppendToSubject(header.Headers, _number.Suffix(number));
        await HeaderRewriter.ReplaceAsync(raw, changed, "Subject", field, stop);
        changed.Position = 0;
        return Storable.Cut(Storable.Text(header.Headers.Get("Subject") ?? ""), LetterRows.LongestSubject) + _number.Suffix(number);
    }

    /// <summary>A server that gives no UID for what it took (no UIDPLUS) is asked for what is new.</summary>
    private async Task<long> UidOf(LedgerRow letter, Stream raw, CancellationToken stop)
    {
        var known = await ledger.Of(folder.UidValidity, stop);
        var unknown = (await folder.Standing(stop)).Where(uid => !known.ContainsKey(uid)).ToList();
        await foreach (var head in folder.Heads(unknown, stop))
        {
            if (await NumberIn(head, stop) == letter.TicketNumber)
            {
                Unclaimed(letter.TicketNumber!.Value, head);
            }
        }

        return (await Claimed(letter, raw, stop))?.Place.Uid
            ?? throw new StoreRefusedException($"The server took the numbered copy of letter {letter.Uid} in {folder.Name} but does not show it; the original stays.");
    }

    private async Task<NumberedCopy?> Claimed(LedgerRow letter, Stream raw, CancellationToken stop)
    {
        if (!_unclaimed.TryGetValue(letter.TicketNumber!.Value, out var heads) || heads.Count == 0)
        {
            return null;
        }

        var wanted = await LetterKey.OfBytesButSubject(raw, stop);
        await foreach (var (uid, bytes) in folder.Bodies([.. heads.Select(h => h.Uid)], stop))
        {
            await using var copy = await Temporary.Copy(bytes, stop);
            if (string.Equals(await LetterKey.OfBytesButSubject(copy, stop), wanted, StringComparison.Ordinal))
            {
                heads.RemoveAll(h => h.Uid == uid);
                return new NumberedCopy(letter, Place(uid), $"{letter.Subject}{_number.Suffix(letter.TicketNumber!.Value)}");
            }
        }

        return null;
    }

    private async Task<long?> NumberIn(LetterHead head, CancellationToken stop)
    {
        using var header = new MemoryStream(head.Header);
        return _number.In((await Letter.ReadAsync(header, cancellationToken: stop)).Subject);
    }

    private LetterPlace Place(long uid) => new(box, folder.Name, folder.UidValidity, uid);
}
