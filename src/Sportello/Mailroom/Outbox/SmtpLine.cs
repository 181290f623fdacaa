using Sportello.Settings;
using Sportello.Wire.Sasl;
using Sportello.Wire.Smtp;
using Sportello.Wire.Transport;

namespace Sportello.Mailroom.Outbox;

/// <summary>The connection to the mail server, made when it is first needed and again after it broke.</summary>
internal sealed class SmtpLine(SmtpSettings settings, Action<string> warn, IWireLog? log = null) : IAsyncDisposable
{
    private SmtpClient? _client;

    public static int PortOf(SmtpSettings settings) => settings.Port ?? settings.Security switch { LineSecurity.Tls => 465, LineSecurity.StartTls => 587, _ => 25 };

    /// <summary>Whether an earlier letter went over this line: then the server may have hung up since, which says nothing about the next one.</summary>
    public bool IsUsed { get; private set; }

    public async Task<SmtpClient> Client(CancellationToken stop)
    {
        if (_client is { IsOpen: true })
        {
            IsUsed = true;
            return _client;
        }

        await Drop();
        IsUsed = false;
        _client = await SmtpClient.ConnectAsync(Endpoint(), Domain(settings.From), log, cancellation: stop);
        if (settings is { User: { } user, Password: { } password })
        {
            // Without encryption only where the settings say so, or towards this very machine.
            await _client.SignInAsync(SaslCredentials.Password(user, password), allowInClear: settings.Security == LineSecurity.None, stop);
        }

        return _client;
    }

    public async Task Drop()
    {
        if (_client is { } client)
        {
            _client = null;
            await client.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is { IsOpen: true } client)
        {
            try
            {
                await client.QuitAsync();
            }
            catch (Exception e) when (e is ConversationBrokenException or CommandRefusedException)
            {
                warn($"The mail server hung up before the goodbye: {e.Message}");
            }
        }

        await Drop();
    }

    private static string Domain(string from)
    {
        var address = Wire.Mime.MailAddress.ParseList(from)[0].Address;
        var domain = new Wire.Mime.Writing.Mailbox(address).Address;
        return domain[(domain.LastIndexOf('@') + 1)..];
    }

    private WireEndpoint Endpoint() => new(
        settings.Host,
        PortOf(settings),
        settings.Security switch { LineSecurity.Tls => ConnectionSecurity.Tls, LineSecurity.StartTls => ConnectionSecurity.StartTls, _ => ConnectionSecurity.None },
        settings.CheckCertificate ? CertificatePolicy.Checked : CertificatePolicy.Unchecked(warn));
}
