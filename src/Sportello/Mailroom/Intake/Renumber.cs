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
    private const int MostTogether = 250;
    private const long MostBytesTogether = 16 * 1024 * 1024;

    private readonly TicketNumber _number = new(house.Settings.Work);
    private readonly Dictionary<int, List<LetterHead>> _unclaimed = [];
    private readonly HashSet<long> _tried = [];

    /// <summary>Letters with a number that nobody has recorded: some may be copies that a run which was cut short had put there.</summary>
    public void Unclaimed(int number, LetterHead head)
    {
        if (!_unclaimed.TryGetValue(number, out var heads))
        {
            _unclaimed[number] = heads = [];
        }

        if (!heads.Exists(h => h.Uid == head.Uid))
        {
            heads.Add(head);
        }
    }

    public bool HasTried(long letterId) => _tried.Contains(letterId);

    /// <summary>Letters that the server would not take back with their number; the next run asks again.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>The numbered letters that were nobody's copy after all.</summary>
    public IEnumerable<LetterHead> StillUnclaimed => _unclaimed.Values.SelectMany(heads => heads);

    public async Task Run(IReadOnlyList<LedgerRow> letters, CancellationToken stop)
    {
        foreach (var some in Together(letters))
        {
            await RunTogether(some, stop);
        }
    }

    /// <summary>Letters that go to the server in one piece: many small ones, few large ones.</summary>
    private static IEnumerable<List<LedgerRow>> Together(IEnumerable<LedgerRow> letters)
    {
        var (some, bytes) = (new List<LedgerRow>(), 0L);
        foreach (var letter in letters)
        {
            if (some.Count > 0 && (some.Count == MostTogether || bytes + letter.Size > MostBytesTogether))
            {
                yield return some;
                (some, bytes) = ([], 0);
            }

            some.Add(letter);
            bytes += letter.Size;
        }

        if (some.Count > 0)
        {
            yield return some;
        }
    }

    private async Task RunTogether(List<LedgerRow> letters, CancellationToken stop)
    {
        _tried.UnionWith(letters.Select(l => l.Id));
        var marks = await folder.MarksOf([.. letters.Select(l => l.Uid)], stop);
        var (copies, gone, changed) = (new List<NumberedCopy>(), new List<long>(), new List<Changed>());
        try
        {
            foreach (var letter in letters)
            {
                await using var raw = house.Files.Open(letter.Sha256!);
                if (await Claimed(letter, raw, stop) is { } found)
                {
                    copies.Add(found);
                }
                else if (marks.TryGetValue(letter.Uid, out var here))
                {
                    changed.Add(await Change(letter, raw, here, stop));
                }
                else
                {
                    gone.Add(letter.Id);
                }
            }

            copies.AddRange(await Put(changed, stop));
        }
        finally
        {
            foreach (var one in changed)
            {
                await one.Bytes.DisposeAsync();
            }
        }

        // Whatever broke before this line left copies that nobody has recorded; the next look knows them by their bytes.
        await ledger.Copied(copies, gone, stop);
        await RemoveOriginals([.. copies.Select(c => c.Original)], stop);
    }

    private async Task<List<NumberedCopy>> Put(List<Changed> letters, CancellationToken stop)
    {
        if (letters.Count == 0)
        {
            return [];
        }

        IReadOnlyList<PutThere> results;
        try
        {
            results = await folder.Append([.. letters.Select(l => new NewLetter(l.Bytes, l.Marks))], stop);
        }
        catch (Exception e) when (StoreTrouble.Is(e) && !StoreTrouble.IsBroken(e))
        {
            results = [.. letters.Select(_ => new PutThere(null, e.Message))];
        }

        var (copies, unsaid) = (new List<NumberedCopy>(), new List<LedgerRow>());
        foreach (var (letter, result) in letters.Zip(results))
        {
            if (result.Refused is { } why)
            {
                // One letter too large for the server must not keep the others from their numbers.
                Refused.Add($"{Called(letter.Original)} could not be put into the subject of letter {letter.Original.Id}: {why}");
            }
            else if (result.Uid is { } uid)
            {
                copies.Add(new NumberedCopy(letter.Original, Place(uid), letter.Subject));
            }
            else
            {
                unsaid.Add(letter.Original);
            }
        }

        copies.AddRange(await Shown(unsaid, stop));
        return copies;
    }

    public async Task RemoveOriginals(IReadOnlyList<LedgerRow> letters, CancellationToken stop)
    {
        if (letters.Count > 0)
        {
            await folder.Remove([.. letters.Select(l => l.Uid)], stop);
            await ledger.Renumbered([.. letters.Select(l => l.Id)], Renumbering.Done, stop);
        }
    }

    private async Task<Changed> Change(LedgerRow letter, Stream raw, Marks marks, CancellationToken stop)
    {
        var number = letter.TicketNumber!.Value;
        raw.Position = 0;
        var header = await MimeMessage.ReadAsync(raw, MimeLimits.Default with { MessageBytes = HeaderLimit, HeaderBytes = HeaderLimit }, stop);
        var field = HeaderRewriter.AppendToSubject(header.Headers, _number.Suffix(number));
        var changed = Temporary.For(raw.Length + 1000);
        await HeaderRewriter.ReplaceAsync(raw, changed, "Subject", field, stop);
        changed.Position = 0;
        var subject = Storable.Cut(Storable.Text(header.Headers.Get("Subject") ?? ""), LetterRows.LongestSubject) + _number.Suffix(number);
        return new Changed(letter, changed, marks, subject);
    }

    /// <summary>A server that gives no UIDs for what it took (no UIDPLUS) is asked for what is new.</summary>
    private async Task<List<NumberedCopy>> Shown(List<LedgerRow> letters, CancellationToken stop)
    {
        var copies = new List<NumberedCopy>();
        if (letters.Count == 0)
        {
            return copies;
        }

        var known = await ledger.Of(folder.UidValidity, stop);
        var awaited = letters.Select(l => (long)l.TicketNumber!.Value).ToHashSet();
        await foreach (var head in folder.Heads([.. (await folder.Standing(stop)).Where(uid => !known.ContainsKey(uid))], stop))
        {
            if (await NumberIn(head, stop) is { } number && awaited.Contains(number))
            {
                Unclaimed((int)number, head);
            }
        }

        foreach (var letter in letters)
        {
            await using var raw = house.Files.Open(letter.Sha256!);
            if (await Claimed(letter, raw, stop) is { } copy)
            {
                copies.Add(copy);
            }
            else
            {
                Refused.Add($"The server took the numbered copy of letter {letter.Uid} in {folder.Name} but does not show it; the original stays.");
            }
        }

        return copies;
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

    private string Called(LedgerRow letter) => _number.Suffix(letter.TicketNumber!.Value).TrimStart();

    private LetterPlace Place(long uid) => new(box, folder.Name, folder.UidValidity, uid);

    /// <summary>A letter with the number in its subject, on its way to the server.</summary>
    private sealed record Changed(LedgerRow Original, Stream Bytes, Marks Marks, string Subject);
}
