using Sportello.Data;
using Sportello.Directory;
using Sportello.Mailroom.Spool;
using Sportello.Mailroom.Stores;
using Sportello.Wire.Mime;

namespace Sportello.Mailroom.Intake;

/// <summary>A letter of which the header has been read.</summary>
internal sealed record SeenLetter(LetterHead Head, Letter Letter, DateTime SentAt);

/// <summary>What is written into the ledger of a letter that was looked at.</summary>
internal static class LetterRows
{
    public const int LongestSubject = 1000;
    private const int LongestSender = 320;

    public static async Task<SeenLetter> See(LetterHead head, DateTime now, CancellationToken stop)
    {
        using var header = new MemoryStream(head.Header);
        var letter = await Letter.ReadAsync(header, cancellationToken: stop);
        return new SeenLetter(head, letter, (letter.Date ?? head.Marks.ArrivedAt)?.UtcDateTime ?? now);
    }

    public static SpooledLetter Of(SeenLetter seen, LetterPlace place, long? ownerId, DateTime now) => new(place, ownerId, now)
    {
        MessageId = seen.Letter.MessageId is { } id ? LetterKey.OfMessageId(id) : null,
        Size = seen.Head.Size,
        SentAt = seen.SentAt,
        ArrivedAt = seen.Head.Marks.ArrivedAt?.UtcDateTime,
        Sender = Storable.Cut(Storable.Text(ContactEmail.Normalize(seen.Letter.From?.Address ?? "")), LongestSender),
        SenderName = Storable.Cut(Storable.Text(seen.Letter.From?.Name ?? ""), LongestSender),
        Subject = Storable.Cut(Storable.Text(seen.Letter.Subject), LongestSubject),
    };

    private static readonly string[] Columns =
    [
        "id", "box", "folder", "uid_validity", "uid", "owner_id", "message_id", "sha256", "size", "sent_at", "arrived_at", "taken_at", "sender", "sender_name", "subject",
        "verdict", "outcome", "hold", "reason", "attempts", "ticket_id", "comment_id", "renumbering", "copy_uid", "trace",
    ];

    /// <summary>Writes new letters in bulk, within the transaction: a first look may note thousands.</summary>
    /// <returns>Their keys, in the same order.</returns>
    public static async Task<List<long>> Insert(Sql sql, IReadOnlyCollection<SpooledLetter> letters, CancellationToken stop)
    {
        if (letters.Count == 0)
        {
            return [];
        }

        var keys = await sql.Dialect.TakeKeys(sql, "letter", letters.Count, stop);
        await sql.Insert("letter", Columns, [.. letters.Zip(keys, Values)], stop);
        return [.. keys];
    }

    private static object?[] Values(SpooledLetter l, long id) =>
    [
        id, l.Box, l.Folder, l.UidValidity, l.Uid, l.OwnerId, l.MessageId, l.Sha256, l.Size, Moment.ToStored(l.SentAt), l.ArrivedAt is { } at ? Moment.ToStored(at) : null,
        Moment.ToStored(l.TakenAt), l.Sender, l.SenderName, l.Subject, (int?)l.Verdict, (int)l.Outcome, (int?)l.Hold, l.Reason, l.Attempts, l.TicketId, l.CommentId,
        (int)l.Renumbering, l.CopyUid, l.Trace,
    ];
}
