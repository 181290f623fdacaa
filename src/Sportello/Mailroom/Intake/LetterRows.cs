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
}
