using System.Xml.Linq;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Xmpp;

public sealed partial class XmppClient
{
    private const int MostChallenges = 10;

    private async Task BeginAsync(SaslCredentials credentials, bool allowInClear, CancellationToken cancellation)
    {
        var connection = _stream.Connection;
        var features = await OpenAsync(cancellation);
        if (connection.Endpoint.Security == ConnectionSecurity.StartTls)
        {
            if (features.Element(XmppNames.Tls + "starttls") is null)
                throw new ConversationBrokenException($"{connection.Endpoint} does not offer STARTTLS, and the settings demand it.");
            await _stream.WriteAsync("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", cancellation);
            await ExpectAsync(XmppNames.Tls + "proceed", cancellation);
            await connection.UpgradeToTlsAsync(cancellation);
            features = await OpenAsync(cancellation);
        }

        var offered = features.Element(XmppNames.Sasl + "mechanisms")?.Elements(XmppNames.Sasl + "mechanism").Select(name => name.Value.Trim()) ?? [];
        await AuthenticateAsync(SaslChoice.Strongest(offered, credentials, SaslChoice.MayRevealSecret(connection, allowInClear)), cancellation);
        features = await OpenAsync(cancellation);
        await BindAsync(features, cancellation);
        await ManageAsync(features, cancellation);
    }

    private async Task<XElement> OpenAsync(CancellationToken cancellation)
    {
        // Who we are is nobody's business before the line is secure (RFC 6120 section 4.7.1).
        await _stream.OpenAsync(_stream.Connection.IsEncrypted ? _account.Bare : null, cancellation);
        return await ExpectAsync(XmppNames.Streams + "features", cancellation);
    }

    private async Task<XElement> ExpectAsync(XName name, CancellationToken cancellation)
    {
        var stanza = await _stream.ReadAsync(cancellation);
        return stanza?.Name == name
            ? stanza
            : throw new ConversationBrokenException($"{_stream.Connection.Endpoint} should have sent {name.LocalName} and sent {stanza?.Name.LocalName ?? "the end of the stream"}.");
    }

    // RFC 6120 section 6.4.
    private async Task AuthenticateAsync(SaslMechanism mechanism, CancellationToken cancellation)
    {
        var first = mechanism.InitialResponse();
        await SayAsync($"auth mechanism='{mechanism.Name}'", "auth", first, cancellation);
        for (var asked = 0; asked <= MostChallenges; asked++)
        {
            var stanza = await _stream.ReadAsync(cancellation);
            if (stanza?.Name == XmppNames.Sasl + "success")
            {
                if (stanza.Value.Trim().Length > 0 && !mechanism.IsComplete)
                    mechanism.Respond(Decode(stanza.Value));
                mechanism.EnsureComplete();
                return;
            }

            if (stanza?.Name == XmppNames.Sasl + "failure")
                throw Refused(XmppNames.Error(stanza, XmppNames.Sasl));
            if (stanza?.Name != XmppNames.Sasl + "challenge")
                throw new ConversationBrokenException($"{_stream.Connection.Endpoint} answers out of step in the {mechanism.Name} exchange.");
            await SayAsync("response", "response", mechanism.Respond(Decode(stanza.Value)), cancellation);
        }

        throw new AuthenticationFailedException($"The server keeps asking in the {mechanism.Name} exchange.");
    }

    private ValueTask SayAsync(string tag, string end, byte[]? data, CancellationToken cancellation)
    {
        const string Space = "urn:ietf:params:xml:ns:xmpp-sasl";
        var content = data is null ? "" : data.Length == 0 && end is "auth" ? "=" : Convert.ToBase64String(data);
        return _stream.WriteAsync($"<{tag} xmlns='{Space}'>{content}</{end}>", cancellation, $"<{tag} xmlns='{Space}'>***</{end}>");
    }

    private static CommandRefusedException Refused(XmppError error) => error.Condition is "temporary-auth-failure"
        ? new XmppRefusedException("to sign in", error)
        : new AuthenticationFailedException($"The server did not accept the name and the password: {error}");

    private static byte[] Decode(string text)
    {
        var trimmed = text.Trim();
        if (trimmed is "=")
            return [];
        var octets = new byte[trimmed.Length];
        return Convert.TryFromBase64String(trimmed, octets, out var count)
            ? octets[..count]
            : throw new AuthenticationFailedException("The server's challenge is not base64.");
    }

    // RFC 6120 section 7.
    private async Task BindAsync(XElement features, CancellationToken cancellation)
    {
        var wish = _account.Resource.Length == 0 ? "" : $"<resource>{XmppNames.Escape(_account.Resource)}</resource>";
        var result = await AskAsync($"<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>{wish}</bind>", "to give us an address", cancellation);
        var given = result.Element(XmppNames.Bind + "bind")?.Element(XmppNames.Bind + "jid")?.Value.Trim();
        Address = Jid.TryParse(given) ?? throw new ConversationBrokenException($"{_stream.Connection.Endpoint} gave us no address.");

        // Old servers want a session besides (RFC 3921); newer ones mark it as optional.
        if (features.Element(XmppNames.Session + "session") is { } session && session.Element(XmppNames.Session + "optional") is null)
            await AskAsync("<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>", "a session", cancellation);
    }

    private async Task<XElement> AskAsync(string question, string request, CancellationToken cancellation)
    {
        var id = NextQuestion();
        await _stream.WriteAsync($"<iq type='set' id='{id}'>{question}</iq>", cancellation);
        var answer = await WaitAsync(stanza => IsAnswer(stanza, id) ? stanza : null, cancellation);
        return (string?)answer.Attribute("type") is "result"
            ? answer
            : throw new XmppRefusedException(request, XmppNames.Error(answer.Element(XmppNames.Client + "error"), XmppNames.Stanzas));
    }

    private static bool IsAnswer(XElement stanza, string id) =>
        stanza.Name == XmppNames.Client + "iq" && string.Equals((string?)stanza.Attribute("id"), id, StringComparison.Ordinal) && (string?)stanza.Attribute("type") is "result" or "error";

    // XEP-0198.
    private async Task ManageAsync(XElement features, CancellationToken cancellation)
    {
        if (features.Element(XmppNames.Management + "sm") is null)
            return;
        await _stream.WriteAsync("<enable xmlns='urn:xmpp:sm:3'/>", cancellation);
        var answer = await WaitAsync(stanza => stanza.Name.Namespace == XmppNames.Management && stanza.Name.LocalName is "enabled" or "failed" ? stanza : null, cancellation);
        _isManaged = answer.Name.LocalName is "enabled";
        _sent = 0;
        _received = 0;
    }
}
