using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sportello.Testing;

/// <summary>
/// A Dovecot of one's own: IMAP with STARTTLS and IMAP over TLS on free loopback ports, Maildirs in a temporary folder, a self-made certificate
/// for localhost. Can be killed and started again on the same ports with the same mail.
/// </summary>
public sealed class Dovecot : IDisposable
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "parola d'ordine";

    private readonly TempFolder _folder = new();
    private ServerProcess? _process;

    private Dovecot(IEnumerable<string> users, string settings)
    {
        // Dovecot serves no mail as root.
        Directory.CreateDirectory(_folder["mail"]);
        OwnMaildirs();
        Certificate = SelfMade.Certificate(_folder);
        File.WriteAllLines(_folder["users"], users.Select(user => $"{user}:{{PLAIN}}{Password}"));
        File.WriteAllText(_folder["dovecot.conf"], Configuration() + settings);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Plain IMAP with STARTTLS.</summary>
    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>IMAP over TLS.</summary>
    public int TlsPort { get; } = ServerProcess.FreePort();

    /// <summary>The authority to trust.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What Dovecot has to say.</summary>
    public string Log => File.Exists(_folder["log"]) ? File.ReadAllText(_folder["log"]) : "";

    /// <summary>Starts a server that knows these users.</summary>
    /// <param name="settings">Further lines of Dovecot's configuration.</param>
    /// <param name="users">Their names.</param>
    public static Dovecot Start(string settings = "", params IEnumerable<string> users)
    {
        var server = new Dovecot(users, settings);
        try
        {
            server.Start();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A user's Maildir; the folder <c>INBOX</c> is it, others lie in it as <c>.Name</c>.</summary>
    public string Maildir(string user) => Path.Combine(_folder["mail"], user);

    /// <summary>Makes a user's Maildir before the first sign-in, for messages to be laid into by hand; gives the folder for new ones.</summary>
    public string NewMaildir(string user)
    {
        foreach (var part in new[] { "cur", "new", "tmp" })
            Directory.CreateDirectory(Path.Combine(Maildir(user), part));
        return Path.Combine(Maildir(user), "new");
    }

    /// <summary>Gives what was laid into Maildirs by hand to the user Dovecot reads them as.</summary>
    public void OwnMaildirs() => ServerProcess.Run("chown", "-R", "mail:mail", _folder["mail"]);

    /// <summary>Starts it, the first time or after <see cref="Kill"/>.</summary>
    public void Start()
    {
        _process = ServerProcess.Start("dovecot", "-F", "-c", _folder["dovecot.conf"]);
        try
        {
            _process.WaitForPort(Port, TimeSpan.FromSeconds(20));
        }
        catch (InvalidOperationException problem)
        {
            throw new InvalidOperationException($"Dovecot did not start:\n{Log}", problem);
        }
    }

    /// <summary>Kills it as a power cut would, in the middle of whatever it is doing.</summary>
    public void Kill()
    {
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Kill();
        Certificate.Dispose();
        _folder.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => Dispose();

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $$"""
        protocols = imap
        listen = 127.0.0.1
        base_dir = {{_folder["run"]}}
        state_dir = {{_folder["run"]}}
        log_path = {{_folder["log"]}}
        ssl = yes
        ssl_cert = <{{_folder["cert.pem"]}}
        ssl_key = <{{_folder["key.pem"]}}
        auth_mechanisms = plain login scram-sha-1 scram-sha-256
        disable_plaintext_auth = no
        auth_failure_delay = 0
        first_valid_uid = 1
        mail_location = maildir:{{_folder["mail"]}}/%u
        mail_fsync = never
        mail_max_userip_connections = 0
        mailbox_idle_check_interval = 1 secs
        passdb {
          driver = passwd-file
          args = {{_folder["users"]}}
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home={{_folder["mail"]}}/%u
        }
        namespace inbox {
          inbox = yes
          separator = /
          mailbox Sent {
            special_use = \Sent
            auto = create
          }
        }
        service imap-login {
          chroot =
          process_min_avail = 1
          inet_listener imap {
            port = {{Port}}
          }
          inet_listener imaps {
            port = {{TlsPort}}
            ssl = yes
          }
        }
        service anvil {
          chroot =
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }

        """);
}
