using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Transport;

public sealed class CertificateTests
{
    [Fact]
    public async Task A_self_made_certificate_is_not_trusted()
    {
        await using var server = new TlsServer("localhost");

        var refused = await Assert.ThrowsAsync<CertificateNotTrustedException>(() => server.Connect(CertificatePolicy.Checked));

        Assert.Contains("localhost is not trusted", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_made_certificate_passes_when_it_was_named_as_an_authority()
    {
        await using var server = new TlsServer("localhost");

        await using var connection = await server.Connect(CertificatePolicy.Trusting(server.Certificate));

        Assert.True(connection.IsEncrypted);
        Assert.True(connection.IsLoopback);
        Assert.Equal("hello", Encoding.ASCII.GetString((await connection.ReadLineAsync()).Span));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_trusted_even_from_a_trusted_authority()
    {
        await using var server = new TlsServer("other.example");

        var refused = await Assert.ThrowsAsync<CertificateNotTrustedException>(() => server.Connect(CertificatePolicy.Trusting(server.Certificate)));

        Assert.Contains("another name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unchecked_goes_on_and_warns()
    {
        await using var server = new TlsServer("other.example");
        var warnings = new List<string>();

        await using var connection = await server.Connect(CertificatePolicy.Unchecked(warnings.Add));

        Assert.True(connection.IsEncrypted);
        Assert.Contains("could be overheard", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_said_before_the_handshake_are_not_believed()
    {
        var replay = new ReplayStream(Transcript.Parse("S: 220 go ahead{{0D0A}}250 AUTH PLAIN"));
        await using var connection = new WireConnection(replay, new WireEndpoint("mail.example", 25, ConnectionSecurity.StartTls));
        await connection.ReadLineAsync();

        await Assert.ThrowsAsync<ConversationBrokenException>(() => connection.UpgradeToTlsAsync());
    }

    private sealed class TlsServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public TlsServer(string name)
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            var now = TimeProvider.System.GetUtcNow();
            using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            Certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
            _listener.Start();
            _serving = Serve();
        }

        public X509Certificate2 Certificate { get; }

        public Task<WireConnection> Connect(CertificatePolicy policy) => WireConnection.ConnectAsync(
            new WireEndpoint("localhost", ((IPEndPoint)_listener.LocalEndpoint).Port, ConnectionSecurity.Tls, policy));

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Certificate.Dispose();
        }

        private async Task Serve()
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(Certificate);
            await tls.WriteAsync("hello\r\n"u8.ToArray());
            await tls.FlushAsync();
        }
    }
}
