using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sportello.Testing;

/// <summary>
/// A Prosody of one's own for the domain <see cref="Domain"/>: XMPP with STARTTLS and with direct TLS on free loopback ports,
/// two users, data in a temporary folder, a self-made certificate for the domain.
/// </summary>
public sealed class Prosody : IDisposable
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "parola d'ordine";

    /// <summary>The domain it serves.</summary>
    public const string Domain = "chat.sportello.example";

    private readonly TempFolder _folder = new();
    private ServerProcess? _process;

    private Prosody(bool withManagement)
    {
        Certificate = SelfMade.Certificate(_folder, Domain);
        WriteUser("luca");
        WriteUser("martina");
        File.WriteAllText(_folder["prosody.cfg.lua"], Configuration(withManagement));
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>XMPP with STARTTLS.</summary>
    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>XMPP over TLS.</summary>
    public int TlsPort { get; } = ServerProcess.FreePort();

    /// <summary>The authority to trust.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="withManagement">Whether it acknowledges stanzas (XEP-0198).</param>
    public static Prosody Start(bool withManagement = true)
    {
        var server = new Prosody(withManagement);
        try
        {
            server.Run();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Takes it down, as an outage does; what it has stored stays.</summary>
    public void Stop()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Brings it up, on the same ports.</summary>
    public void Run()
    {
        _process = ServerProcess.Start("prosody", "-F", "--config", _folder["prosody.cfg.lua"]);
        _process.WaitForPort(Port, TimeSpan.FromSeconds(20));
        _process.WaitForPort(TlsPort, TimeSpan.FromSeconds(20));
    }

    /// <summary>How often a text is among the messages that it keeps for somebody who is away.</summary>
    public int Kept(string user, string text)
    {
        var file = Path.Combine(_folder["data"], Domain.Replace(".", "%2e", StringComparison.Ordinal), "offline", $"{user}.list");
        return File.Exists(file) ? File.ReadAllText(file).Split(text).Length - 1 : 0;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _process?.Dispose();
        _process = null;
        Certificate.Dispose();
        _folder.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => Dispose();

    // With internal_plain, accounts are files; Prosody escapes what is no letter or digit in their folder's name.
    private void WriteUser(string user)
    {
        var folder = Path.Combine(_folder["data"], Domain.Replace(".", "%2e", StringComparison.Ordinal), "accounts");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{user}.dat"), $"return {{ [\"password\"] = \"{Password}\" }};\n");
    }

    private string Configuration(bool withManagement) => string.Create(CultureInfo.InvariantCulture, $$"""
        run_as_root = true
        pidfile = "{{_folder["pid"]}}"
        data_path = "{{_folder["data"]}}"
        certificates = "{{_folder.Path}}"
        interfaces = { "127.0.0.1" }
        c2s_ports = { {{Port}} }
        c2s_direct_tls_ports = { {{TlsPort}} }
        s2s_ports = {}
        modules_enabled = { "roster", "saslauth", "tls", "c2s", "ping", "offline"{{(withManagement ? ", \"smacks\"" : "")}} }
        modules_disabled = { "s2s" }
        authentication = "internal_plain"
        c2s_require_encryption = true
        log = { info = "*console" }
        ssl = { certificate = "{{_folder["cert.pem"]}}", key = "{{_folder["key.pem"]}}" }
        VirtualHost "{{Domain}}"

        """);
}
