using System.Globalization;

namespace Sportello.Mailroom.Outbox;

/// <summary>
/// What the Message-ID of a mail of ours says: <c>s1p.10012.55.7.901.signature@domain</c>: whether an answer to it is public (p) or an
/// internal note (i), the ticket's number, comment (0 for none), contact and recipient row. Letters of any case, since some programs change it.
/// </summary>
internal sealed record OwnMessageId(bool Internal, int Ticket, long Comment, long Contact, long Recipient)
{
    private const string Form = "s1";

    public string Write(Signature signature, string domain) => $"{Said}.{signature.Of(Said)}@{domain}";

    private string Said => string.Create(CultureInfo.InvariantCulture, $"{Form}{(Internal ? 'i' : 'p')}.{Ticket}.{Comment}.{Contact}.{Recipient}");

    /// <returns>None when we did not write it.</returns>
    public static OwnMessageId? Read(string id, Signature signature)
    {
        var parts = id.Trim().ToLowerInvariant().Split('@')[0].Split('.');
        if (parts is not [Form + "i" or Form + "p", var ticket, var comment, var contact, var recipient, var sign]
            || !int.TryParse(ticket, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !Key(comment, out var commentId) || !Key(contact, out var contactId) || !Key(recipient, out var recipientId))
        {
            return null;
        }

        var said = new OwnMessageId(parts[0][^1] == 'i', number, commentId, contactId, recipientId);
        return signature.Holds(said.Said, sign) ? said : null;
    }

    private static bool Key(string text, out long key) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out key);
}
