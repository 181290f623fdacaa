using System.Globalization;
using System.Xml.Linq;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Xmpp;

public sealed partial class XmppClient
{
    private static readonly XmppDelivery Taken = new(XmppOutcome.Taken, Error: null);

    /// <summary>
    /// Sends a message to a person's bare address and waits until the server took it or sent it back at once. What a far server refuses later is not heard.
    /// </summary>
    /// <param name="to">The person; a resource is left out.</param>
    /// <param name="body">The text, in any script. Characters that XML cannot hold become U+FFFD.</param>
    /// <param name="cancellation">Calls it off: before sending by an exception, afterwards the outcome is <see cref="XmppOutcome.Unknown"/>.</param>
    /// <exception cref="ConversationBrokenException">The conversation was over before; nothing was sent.</exception>
    public async Task<XmppDelivery> SendAsync(Jid to, string body, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(body);
        if (!IsOpen)
            throw new ConversationBrokenException($"The conversation with {_stream.Connection.Endpoint} is over; connect again.");
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await DeliverAsync(to, body, cancellation);
        }
        catch (Exception problem) when (problem is ConversationBrokenException or OperationCanceledException)
        {
            IsOpen = false;
            return new XmppDelivery(XmppOutcome.Unknown, Error: null);
        }
    }

    private async Task<XmppDelivery> DeliverAsync(Jid to, string body, CancellationToken cancellation)
    {
        var id = NewMessageId();
        var ping = NextQuestion();
        var message = $"<message type='chat' id='{id}' to='{XmppNames.Escape(to.Bare)}'><body>{XmppNames.Escape(body)}</body></message>";
        var question = _isManaged
            ? "<r xmlns='urn:xmpp:sm:3'/>"
            : $"<iq type='get' id='{ping}' to='{XmppNames.Escape(_account.Domain)}'><ping xmlns='urn:xmpp:ping'/></iq>";
        var expected = ++_sent;
        await _stream.WriteAsync([message, question], cancellation, $"[{body.Length} characters to {to.Domain}]");
        return await WaitAsync(stanza => Recognize(stanza, id, ping, expected), cancellation);
    }

    private XmppDelivery? Recognize(XElement stanza, string id, string ping, uint expected)
    {
        var isOurs = stanza.Name == XmppNames.Client + "message" && string.Equals((string?)stanza.Attribute("id"), id, StringComparison.Ordinal) && (string?)stanza.Attribute("type") is "error";
        if (isOurs)
            return new XmppDelivery(XmppOutcome.Refused, XmppNames.Error(stanza.Element(XmppNames.Client + "error"), XmppNames.Stanzas));

        // The counter wraps at 2^32. An error says that the server knows no ping, and so that it has read what came before.
        var isTaken = _isManaged
            ? stanza.Name == XmppNames.Management + "a" && uint.TryParse((string?)stanza.Attribute("h"), NumberStyles.None, CultureInfo.InvariantCulture, out var handled) && unchecked((int)(handled - expected)) >= 0
            : IsAnswer(stanza, ping);
        return isTaken ? Taken : null;
    }
}
