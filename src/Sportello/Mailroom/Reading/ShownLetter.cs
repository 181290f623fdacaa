using Sportello.Settings;
using Sportello.Wire.Mime;

namespace Sportello.Mailroom.Reading;

public sealed record ShownAddress(string Name, string Address);

public sealed record ShownAttachment(string Name, string MediaType, long Size, string Sha256, bool Inline);

/// <summary>What intake makes of one message, whatever its bytes. The members are those that <c>mail show --json</c> prints.</summary>
public sealed record ShownLetter(
    string? MessageId,
    DateTime? Date,
    ShownAddress? From,
    IReadOnlyList<ShownAddress> To,
    IReadOnlyList<ShownAddress> Cc,
    string Subject,
    long? TicketNumber,
    bool Automatic,
    string Text,
    bool Html,
    IReadOnlyList<ShownAttachment> Attachments,
    IReadOnlyList<string> Problems)
{
    public static async Task<ShownLetter> Read(Stream message, HouseSettings settings, CancellationToken stop)
    {
        var letter = await Letter.ReadAsync(message, cancellationToken: stop);
        return new ShownLetter(
            letter.MessageId,
            letter.Date?.UtcDateTime,
            letter.From is { } from ? Shown(from) : null,
            [.. letter.To.Select(Shown)],
            [.. letter.Cc.Select(Shown)],
            letter.Subject,
            new TicketNumber(settings.Work).In(letter.Subject),
            new Classification(OwnMail.Of(settings, _ => false)).Of(letter).IsAutomatic,
            letter.Text,
            letter.Html is not null,
            [.. letter.Attachments.Select(a => new ShownAttachment(a.Name, a.MediaType, a.Size, a.Sha256, a.Inline))],
            letter.Problems);
    }

    private static ShownAddress Shown(MailAddress address) => new(address.Name, address.Address);
}
