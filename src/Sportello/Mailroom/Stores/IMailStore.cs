namespace Sportello.Mailroom.Stores;

/// <summary>
/// Where letters lie: an IMAP server, or a Maildir on disk. Both identify a letter by UIDVALIDITY and UID.
/// What goes wrong is one of the exceptions <see cref="StoreTrouble"/> knows.
/// </summary>
internal interface IMailStore : IAsyncDisposable
{
    /// <summary>The whole name under which a folder of ours lies there; none when it is not there.</summary>
    Task<string?> Find(string folder, CancellationToken stop);

    /// <summary>What names the store in the ledger.</summary>
    string Box { get; }

    /// <summary>
    /// Opens a folder by its plain name, such as <c>INBOX</c> or <c>INBOX.Лука</c>, and does the work in it. When the connection breaks
    /// or the folder was replaced, the work is begun again from its start, so it must be repeatable. One folder at a time.
    /// </summary>
    Task<T> In<T>(string folder, bool forReading, Func<IMailFolder, CancellationToken, Task<T>> work, CancellationToken stop);
}

internal interface IMailFolder
{
    string Name { get; }

    long UidValidity { get; }

    /// <summary>The UIDs of the letters that are not marked as deleted.</summary>
    Task<HashSet<long>> Standing(CancellationToken stop);

    /// <summary>The headers; letters that are gone are left out.</summary>
    IAsyncEnumerable<LetterHead> Heads(IReadOnlyCollection<long> uids, CancellationToken stop);

    /// <summary>The whole letters, each to be read before the next one is asked for; letters that are gone are left out.</summary>
    IAsyncEnumerable<(long Uid, Stream Bytes)> Bodies(IReadOnlyCollection<long> uids, CancellationToken stop);

    /// <summary>Flags and dates as they are now; letters that are gone are left out.</summary>
    Task<Dictionary<long, Marks>> MarksOf(IReadOnlyCollection<long> uids, CancellationToken stop);

    /// <summary>Puts letters there, together where the store can: each on its own is there wholly or not at all.</summary>
    /// <returns>What became of each, in their order.</returns>
    Task<IReadOnlyList<PutThere>> Append(IReadOnlyList<NewLetter> letters, CancellationToken stop);

    /// <summary>Removes these letters and no others. Where the server cannot remove single letters they stay, marked as deleted.</summary>
    Task Remove(IReadOnlyCollection<long> uids, CancellationToken stop);

    /// <summary>Moves letters into another folder beside the person's own ones, which is made when it is not there.</summary>
    Task MoveTo(string other, IReadOnlyCollection<long> uids, CancellationToken stop);
}

/// <summary>What a letter carries on the server beside its bytes.</summary>
internal sealed record Marks(IReadOnlyList<string> Flags, DateTimeOffset? ArrivedAt);

/// <summary>A letter to be put into a folder; its bytes can be read twice.</summary>
internal sealed record NewLetter(Stream Bytes, Marks Marks);

/// <summary>What became of a letter that was put into a folder.</summary>
/// <param name="Uid">Its UID, where the store says it.</param>
/// <param name="Refused">Why the store did not take it; none when it did.</param>
internal sealed record PutThere(long? Uid, string? Refused);

/// <summary>A letter's header with its blank line, as far as it was read.</summary>
internal sealed record LetterHead(long Uid, byte[] Header, long Size, Marks Marks);
