using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sportello.Testing;

/// <summary>
/// A Postfix of one's own: SMTP with STARTTLS and SMTP over TLS on free loopback ports, delivering to Maildirs in a temporary folder.
/// Names and passwords are those of a <see cref="Dovecot"/> beside it, which Postfix asks.
/// </summary>
public sealed class Postfix : IDisposable
{
    /// <summary>The domain mail is taken for; every user of it has a Maildir.</summary>
    public const string Domain = "sportello.example";

    /// <summary>A user whose mail is taken, and comes back to its sender.</summary>
    public const string Gone = "gone";

    private static readonly string[] Users =
        ["luca", "martina", "sandro", "лука", "vittorino", "daniele", "francesca", "giorgia", "support", Gone];

    private readonly TempFolder _folder = new();
    private readonly int _authPort = ServerProcess.FreePort();
    private readonly Dovecot _dovecot;
    private ServerProcess? _process;

    private Postfix()
    {
        _dovecot = Dovecot.Start(string.Create(CultureInfo.InvariantCulture, $$"""
            auth_mechanisms = plain login scram-sha-1 scram-sha-256
            service auth {
              inet_listener {
                address = 127.0.0.1
                port = {{_authPort}}
              }
            }

            """), "luca", "martina");
        Certificate = SelfMade.Certificate(_folder);
        foreach (var name in new[] { "conf", "queue", "data", "mail" })
            Directory.CreateDirectory(_folder[name]);
        ServerProcess.Run("chown", "postfix", _folder["data"]);
        ServerProcess.Run("chown", "mail:mail", _folder["mail"]);
        File.WriteAllLines(_folder["users"], Users.Select(user => $"{user}@{Domain} {user}/"));
        File.WriteAllText(_folder["aliases"], $"{Gone}@{Domain} nobody@elsewhere.example\n");
        File.WriteAllText(Path.Combine(_folder["conf"], "main.cf"), Main());
        File.WriteAllText(Path.Combine(_folder["conf"], "master.cf"), Master());
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>SMTP with STARTTLS.</summary>
    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>SMTP over TLS.</summary>
    public int TlsPort { get; } = ServerProcess.FreePort();

    /// <summary>The authority to trust.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What Postfix has to say.</summary>
    public string Log => File.Exists(_folder["log"]) ? File.ReadAllText(_folder["log"]) : "";

    public static Postfix Start()
    {
        var server = new Postfix();
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

    /// <summary>Waits for the next letter to a user, which is taken out of the Maildir.</summary>
    public async Task<byte[]> TakeAsync(string user)
    {
        var folder = Path.Combine(_folder["mail"], user, "new");
        for (var tries = 0; tries < 400; tries++)
        {
            var files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
            if (files.Length > 0)
            {
                var letter = await File.ReadAllBytesAsync(files[0]);
                File.Delete(files[0]);
                return letter;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"No letter for {user}:\n{Log}");
    }

    /// <summary>The letters that lie in a user's Maildir, left where they are.</summary>
    public List<byte[]> LettersOf(string user)
    {
        var folder = Path.Combine(_folder["mail"], user, "new");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)] : [];
    }

    /// <summary>How many letters Postfix has taken and not delivered yet.</summary>
    public int Underway => new[] { "maildrop", "incoming", "active", "deferred" }
        .Select(q => Path.Combine(_folder["queue"], q)).Where(Directory.Exists).Sum(q => Directory.GetFiles(q, "*", SearchOption.AllDirectories).Count(IsWhole));

    // Postfix makes a file executable once the letter in it is whole and taken; what a kill has cut short stays behind and was never taken.
    private static bool IsWhole(string file) => new FileInfo(file).UnixFileMode.HasFlag(UnixFileMode.UserExecute);

    /// <summary>Ends it at once, in the middle of whatever it does, and starts it again. What it has taken it still has.</summary>
    public void Restart()
    {
        Stop();
        Resume();
    }

    public void Resume() => Run();

    public void Stop()
    {
        _process?.Dispose();
        _process = null;
        File.Delete(Path.Combine(_folder["queue"], "pid", "master.pid"));
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _process?.Dispose();
        _process = null;
        _dovecot.Dispose();
        Certificate.Dispose();
        _folder.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => Dispose();

    private void Run()
    {
        ServerProcess.Run("postfix", "-c", _folder["conf"], "check");
        _process = ServerProcess.Start("/usr/lib/postfix/sbin/master", "-c", _folder["conf"], "-d");
        try
        {
            _process.WaitForPort(Port, TimeSpan.FromSeconds(20));
        }
        catch (InvalidOperationException problem)
        {
            throw new InvalidOperationException($"Postfix did not start:\n{Log}", problem);
        }
    }

    private string Main() => string.Create(CultureInfo.InvariantCulture, $$"""
        compatibility_level = 3.6
        queue_directory = {{_folder["queue"]}}
        data_directory = {{_folder["data"]}}
        maillog_file = {{_folder["log"]}}
        maillog_file_prefixes = {{_folder.Path}}
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = mx.{{Domain}}
        mydestination =
        alias_maps =
        default_transport = error:5.1.2 nothing leaves this machine
        virtual_mailbox_domains = {{Domain}}
        virtual_mailbox_maps = texthash:{{_folder["users"]}}
        virtual_mailbox_base = {{_folder["mail"]}}
        virtual_alias_maps = texthash:{{_folder["aliases"]}}
        virtual_minimum_uid = 1
        virtual_uid_maps = static:8
        virtual_gid_maps = static:8
        message_size_limit = 1000000
        smtpd_recipient_restrictions = reject_unlisted_recipient, permit_sasl_authenticated, reject_unauth_destination
        smtpd_tls_cert_file = {{_folder["cert.pem"]}}
        smtpd_tls_key_file = {{_folder["key.pem"]}}
        smtpd_tls_security_level = may
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = inet:127.0.0.1:{{_authPort}}
        smtpd_sasl_security_options = noanonymous

        """);

    private string Master() => string.Create(CultureInfo.InvariantCulture, $$"""
        {{Port}}      inet       n - n - -    smtpd
        {{TlsPort}}   inet       n - n - -    smtpd -o smtpd_tls_wrappermode=yes
        cleanup   unix       n - n - 0    cleanup
        qmgr      unix       n - n 300 1  qmgr
        tlsmgr    unix       - - n 1000? 1 tlsmgr
        rewrite   unix       - - n - -    trivial-rewrite
        bounce    unix       - - n - 0    bounce
        defer     unix       - - n - 0    bounce
        trace     unix       - - n - 0    bounce
        verify    unix       - - n - 1    verify
        proxymap  unix       - - n - -    proxymap
        error     unix       - - n - -    error
        retry     unix       - - n - -    error
        virtual   unix       - n n - -    virtual
        anvil     unix       - - n - 1    anvil
        scache    unix       - - n - 1    scache
        postlog   unix-dgram n - n - 1    postlogd

        """);
}
