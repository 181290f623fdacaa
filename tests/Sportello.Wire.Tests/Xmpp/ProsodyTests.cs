using System.Xml.Linq;
using Sportello.Testing;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;
using Sportello.Wire.Xmpp;

namespace Sportello.Wire.Tests.Xmpp;

/// <summary>The client against a real Prosody.</summary>
public sealed class ProsodyTests(ProsodyTests.Servers servers) : IClassFixture<ProsodyTests.Servers>
{
    private static readonly Jid Luca = Jid.Parse($"luca@{Prosody.Domain}");
    private static readonly Jid Martina = Jid.Parse($"martina@{Prosody.Domain}");

    [Theory]
    [InlineData(ConnectionSecurity.StartTls, true)]
    [InlineData(ConnectionSecurity.Tls, true)]
    [InlineData(ConnectionSecurity.StartTls, false)]
    [InlineData(ConnectionSecurity.Tls, false)]
    public async Task A_message_reaches_the_other_session_as_it_was_written(ConnectionSecurity security, bool managed)
    {
        const string Body = "DPR:12345 Печать не работает\n<b>&amp; \"кавычки\" 😀\tконец";
        await using var listener = await Listener.ConnectAsync(servers.Endpoint(ConnectionSecurity.Tls, managed), Martina);
        await using var client = await servers.Connect(security, managed);
        Assert.Equal(managed, client.IsManaged);

        var delivery = await client.SendAsync(Martina, Body);

        Assert.Equal(XmppOutcome.Taken, delivery.Outcome);
        Assert.Equal(Body, await listener.NextBodyAsync());
        await client.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_to_somebody_who_is_away_is_kept_for_later(bool managed)
    {
        await using var client = await servers.Connect(ConnectionSecurity.Tls, managed);

        Assert.Equal(XmppOutcome.Taken, (await client.SendAsync(Martina, "до завтра, первое")).Outcome);
        Assert.Equal(XmppOutcome.Taken, (await client.SendAsync(Martina, "до завтра, второе")).Outcome);
        await client.CloseAsync();

        await using var listener = await Listener.ConnectAsync(servers.Endpoint(ConnectionSecurity.Tls, managed), Martina);
        Assert.Equal("до завтра, первое", await listener.NextBodyAsync());
        Assert.Equal("до завтра, второе", await listener.NextBodyAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_to_nobody_comes_back_as_an_error_and_the_next_one_goes(bool managed)
    {
        await using var client = await servers.Connect(ConnectionSecurity.Tls, managed);

        var refused = await client.SendAsync(Jid.Parse($"nobody@{Prosody.Domain}"), "anybody there?");
        var taken = await client.SendAsync(Luca, "a note to oneself");

        Assert.Equal((XmppOutcome.Refused, "service-unavailable"), (refused.Outcome, refused.Error?.Condition));
        Assert.Equal(XmppOutcome.Taken, taken.Outcome);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(
            () => XmppClient.ConnectAsync(Luca, "sbagliata", [servers.Endpoint(ConnectionSecurity.Tls, managed: true)]));

        Assert.Contains("not-authorized", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_shows_neither_the_password_nor_the_message()
    {
        var log = new StringWriter();
        await using var client = await XmppClient.ConnectAsync(
            Luca, Prosody.Password, [servers.Endpoint(ConnectionSecurity.StartTls, managed: true)], new TextWireLog(log));

        await client.SendAsync(Luca, "a secret of the house");

        Assert.Contains("***", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a secret", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"\0luca\0{Prosody.Password}")), log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_is_not_trusted_and_no_other_server_is_tried()
    {
        var endpoint = servers.Endpoint(ConnectionSecurity.Tls, managed: true) with { Certificates = CertificatePolicy.Checked };

        await Assert.ThrowsAsync<CertificateNotTrustedException>(() => XmppClient.ConnectAsync(Luca, Prosody.Password, [endpoint, servers.Endpoint(ConnectionSecurity.Tls, managed: true)]));
    }

    [Fact]
    public async Task When_the_first_server_is_down_the_next_one_serves()
    {
        var down = servers.Endpoint(ConnectionSecurity.StartTls, managed: true) with { Port = 1 };

        await using var client = await XmppClient.ConnectAsync(Luca, Prosody.Password, [down, servers.Endpoint(ConnectionSecurity.Tls, managed: true)]);

        Assert.Equal(Luca.Bare, client.Address.Bare);
    }

    public sealed class Servers : IDisposable
    {
        private readonly Prosody _managed = Prosody.Start();
        private readonly Prosody _plain = Prosody.Start(withManagement: false);

        public WireEndpoint Endpoint(ConnectionSecurity security, bool managed)
        {
            var server = managed ? _managed : _plain;
            var port = security == ConnectionSecurity.Tls ? server.TlsPort : server.Port;
            return new WireEndpoint("127.0.0.1", port, security, CertificatePolicy.Trusting(server.Certificate)) { CertificateName = Prosody.Domain };
        }

        public Task<XmppClient> Connect(ConnectionSecurity security, bool managed) =>
            XmppClient.ConnectAsync(Luca, Prosody.Password, [Endpoint(security, managed)]);

        public void Dispose()
        {
            _managed.Dispose();
            _plain.Dispose();
        }
    }

    /// <summary>A second person's program, which is online and reads.</summary>
    private sealed class Listener(XmppStream stream) : IAsyncDisposable
    {
        public static async Task<Listener> ConnectAsync(WireEndpoint endpoint, Jid account)
        {
            var stream = new XmppStream(await WireConnection.ConnectAsync(endpoint), account.Domain, XmppLimits.Default);
            await stream.OpenAsync(null, default);
            await stream.ReadAsync(default);
            var plain = SaslMechanism.Plain(SaslCredentials.Password(account.Local, Prosody.Password)).InitialResponse()!;
            await stream.WriteAsync($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{Convert.ToBase64String(plain)}</auth>", default);
            Assert.Equal("success", (await stream.ReadAsync(default))?.Name.LocalName);
            await stream.OpenAsync(null, default);
            await stream.ReadAsync(default);
            await stream.WriteAsync("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", default);
            await stream.ReadAsync(default);
            await stream.WriteAsync("<presence/>", default);
            Assert.Equal("presence", (await stream.ReadAsync(default))?.Name.LocalName);
            return new Listener(stream);
        }

        public async Task<string> NextBodyAsync()
        {
            while (true)
            {
                var stanza = await stream.ReadAsync(default).WaitAsync(TimeSpan.FromSeconds(20));
                if (stanza?.Element(XName.Get("body", "jabber:client")) is { } body)
                    return body.Value;
            }
        }

        public ValueTask DisposeAsync() => stream.DisposeAsync();
    }
}
