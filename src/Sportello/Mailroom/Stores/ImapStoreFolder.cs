using Sportello.Wire.Imap;

namespace Sportello.Mailroom.Stores;

internal sealed class ImapStoreFolder(ImapClient client, ImapMailbox mailbox) : IMailFolder
{
    public string Name => mailbox.Name;

    public long UidValidity => mailbox.UidValidity;

    public async Task<HashSet<long>> Standing(CancellationToken stop) =>
        mailbox.Exists == 0 ? [] : [.. (await client.SearchAsync(ImapSearch.Undeleted, stop)).Select(uid => (long)uid)];

    public async IAsyncEnumerable<LetterHead> Heads(
        IReadOnlyCollection<long> uids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var message in client.FetchHeadersAsync(SetOf(uids), cancellation: stop))
        {
            yield return new LetterHead(message.Uid, message.Header, message.Size, new Marks(message.Flags, message.ArrivedAt));
        }
    }

    public async IAsyncEnumerable<(long Uid, Stream Bytes)> Bodies(
        IReadOnlyCollection<long> uids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var body in client.FetchBodiesAsync(SetOf(uids), stop))
        {
            yield return (body.Uid, body.Content);
        }
    }

    public async Task<Dictionary<long, Marks>> MarksOf(IReadOnlyCollection<long> uids, CancellationToken stop)
    {
        var marks = new Dictionary<long, Marks>();
        await foreach (var message in client.FetchHeadersAsync(SetOf(uids), fields: [], cancellation: stop))
        {
            marks[message.Uid] = new Marks(message.Flags, message.ArrivedAt);
        }

        return marks;
    }

    public async Task<IReadOnlyList<PutThere>> Append(IReadOnlyList<NewLetter> letters, CancellationToken stop)
    {
        var messages = letters.Select(l => new ImapNewMessage(l.Bytes, l.Bytes.Length, [.. l.Marks.Flags], l.Marks.ArrivedAt)).ToList();
        var results = await client.AppendAllAsync(mailbox.Name, messages, stop);
        return [.. results.Select(r => new PutThere(r.Appended is { } known && known.UidValidity == mailbox.UidValidity ? known.Uid : null, r.Refusal?.Message))];
    }

    public async Task Remove(IReadOnlyCollection<long> uids, CancellationToken stop)
    {
        await client.StoreAsync(SetOf(uids), ImapFlagChange.Add, [ImapFlags.Deleted], cancellation: stop);

        // A plain EXPUNGE would also take away what others have marked, so without UIDPLUS the mark has to do.
        if (client.Capabilities.Has("UIDPLUS"))
        {
            await client.ExpungeAsync(SetOf(uids), stop);
        }
    }

    public async Task MoveTo(string other, IReadOnlyCollection<long> uids, CancellationToken stop)
    {
        await client.MoveAsync(SetOf(uids), await ImapPlaces.Made(client, other, stop), stop);
    }

    private static UidSet SetOf(IReadOnlyCollection<long> uids) => UidSet.Of(uids.Select(uid => (uint)uid));
}
