using Sportello.Jobs;
using Sportello.Settings;
using Sportello.Wire.Transport;
using Sportello.Wire.Xmpp;
using Sportello.Words;

namespace Sportello.Messaging;

/// <summary>Messages by Jabber: one session for as long as there is something to send.</summary>
internal sealed class JabberSender(XmppSettings settings, ProgramLog log) : ISender
{
    private const int DirectTls = 5223;
    private const int StartTls = 5222;

    private XmppClient? _client;

    public Channel Channel => Channel.Jabber;

    public async Task Send(string address, string text, CancellationToken stop)
    {
        var to = Jid.TryParse(address) ?? throw new NotDelivered(Said.Of("post.jabber.address", ("address", address)), serviceDown: false);
        try
        {
            _client ??= await Connect(stop);
            Judge(await _client.SendAsync(to, text, stop), address);
        }
        catch (Exception e) when (e is ConversationBrokenException or CommandRefusedException)
        {
            throw new NotDelivered(Said.Of("post.jabber.trouble", ("why", e.Message)), serviceDown: true, cause: e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is null)
        {
            return;
        }

        if (_client.IsOpen)
        {
            try
            {
                await _client.CloseAsync(CancellationToken.None);
            }
            catch (ConversationBrokenException e)
            {
                // Everything was answered for before; a server that hangs up first does no harm.
                log.Write(LogLevel.Debug, "outbox", e.Message);
            }
        }

        await _client.DisposeAsync();
    }

    private static void Judge(XmppDelivery delivery, string address)
    {
        switch (delivery.Outcome)
        {
            case XmppOutcome.Taken:
                return;
            case XmppOutcome.Refused:
                throw new NotDelivered(Said.Of("post.jabber.back", ("address", address), ("why", delivery.Error)), serviceDown: false, code: delivery.Error?.Condition);
            default:
                throw new NotDelivered(Said.Of("post.jabber.dropped", ("address", address)), serviceDown: true) { MayHaveArrived = true };
        }
    }

    private async Task<XmppClient> Connect(CancellationToken stop)
    {
        var account = Jid.TryParse(settings.Jid) ?? throw new NotDelivered(Said.Of("post.jabber.jid", ("address", settings.Jid)), serviceDown: true);
        return await XmppClient.ConnectAsync(account, settings.Password, await Servers(account, stop), cancellation: stop);
    }

    /// <summary>The host of the settings; without one the domain of our own address says where its servers are.</summary>
    private async Task<IReadOnlyList<WireEndpoint>> Servers(Jid account, CancellationToken stop)
    {
        var certificates = settings.CheckCertificate ? CertificatePolicy.Checked : CertificatePolicy.Unchecked(fault => log.Write(LogLevel.Warning, "outbox", fault));
        if (settings.Host is null)
        {
            return await XmppServers.FindAsync(account.Domain, certificates, cancellation: stop);
        }

        var port = settings.Port ?? StartTls;
        return [new WireEndpoint(settings.Host, port, port == DirectTls ? ConnectionSecurity.Tls : ConnectionSecurity.StartTls, certificates) { CertificateName = account.Domain }];
    }
}
