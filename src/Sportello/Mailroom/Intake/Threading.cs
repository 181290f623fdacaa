using Microsoft.EntityFrameworkCore;
using Sportello.Mailroom.Spool;
using Sportello.Wire.Mime;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>Finds the ticket a letter belongs to by the messages it names. The first key that matches wins; the others are said in the trace.</summary>
internal static class Threading
{
    private const int MostIds = 100;

    /// <summary>The ids a letter names, the nearest first: what it answers, then its references from the right.</summary>
    public static List<(string Field, string Key)> Keys(Letter letter) =>
    [
        .. letter.InReplyTo.Select(id => ("In-Reply-To", LetterKey.OfMessageId(id)))
            .Concat(letter.References.Reverse().Select(id => ("References", LetterKey.OfMessageId(id))))
            .DistinctBy(k => k.Item2, StringComparer.Ordinal)
            .Take(MostIds),
    ];

    public static async Task<KnownMessage?> Find(Desk desk, ReadLetter read, Trace trace, CancellationToken stop)
    {
        var keys = Keys(read.Letter);
        var signature = desk.House.MailKey.Signature;
        var wanted = keys.Select(k => k.Key).Append(read.Key).Append(read.OtherKey).ToList();
        var known = await desk.Db.KnownMessages.AsNoTracking().Where(k => wanted.Contains(k.Id) && (read.OwnComment == null || k.CommentId != read.OwnComment)).ToDictionaryAsync(k => k.Id, StringComparer.Ordinal, stop);
        if (known.TryGetValue(read.OtherKey, out var itself) || known.TryGetValue(read.Key, out itself))
        {
            trace.Say("thread", itself.CommentId is null ? "trace.named-before" : "trace.known-itself", ("id", read.Key));
            return itself;
        }

        // Our own ids say themselves what they are about, and are nowhere written down.
        if (keys.Select(k => (k.Key, Own: Outbox.OwnMessageId.Read(k.Key, signature))).FirstOrDefault(k => k.Own is not null) is { Own: { } own, Key: var ownKey }
            && await OwnThread.Known(desk, own, ownKey, stop) is { } ours)
        {
            known[ownKey] = ours;
        }

        var unknown = keys.TakeWhile(k => !known.ContainsKey(k.Key)).Select(k => $"{k.Field} <{k.Key}>").ToList();
        if (unknown.Count == keys.Count)
        {
            trace.Say("thread", keys.Count == 0 ? "trace.names-none" : "trace.none-known", ("misses", unknown));
            return null;
        }

        var (field, key) = keys[unknown.Count];
        var found = Said.Of(Outbox.OwnMessageId.Read(key, signature) is null ? "trace.is-known" : "trace.is-ours", ("field", field), ("id", key));
        trace.Say("thread", unknown.Count == 0 ? found : Said.Of("trace.and-misses", ("found", found), ("misses", unknown)));
        return known[key];
    }
}
