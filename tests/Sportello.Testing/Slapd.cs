using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sportello.Testing;

/// <summary>
/// A directory server of one's own: OpenLDAP's slapd with StartTLS and with TLS on free loopback ports, a tree of people below
/// <see cref="Top"/>, a self-made certificate for localhost. Passwords are refused over a connection in the clear where that is asked for.
/// </summary>
public sealed class Slapd : IDisposable
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "parola d'ordine";

    /// <summary>Where its tree begins.</summary>
    public const string Top = "dc=ours,dc=example";

    /// <summary>The name that may search.</summary>
    public const string Reader = "cn=reader,dc=ours,dc=example";

    private readonly TempFolder _folder = new();
    private ServerProcess? _process;

    private Slapd(string people)
    {
        System.IO.Directory.CreateDirectory(_folder["db"]);
        Certificate = SelfMade.Certificate(_folder);
        File.WriteAllText(_folder["slapd.conf"], Configuration());
        File.WriteAllText(_folder["people.ldif"], Tree + people);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>LDAP with StartTLS.</summary>
    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>LDAP over TLS.</summary>
    public int TlsPort { get; } = ServerProcess.FreePort();

    /// <summary>The authority to trust.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The same as a file.</summary>
    public string CertificateFile => _folder["cert.pem"];

    /// <summary>Starts a server.</summary>
    /// <param name="people">Further entries, in LDIF.</param>
    public static Slapd Start(string people = "")
    {
        var server = new Slapd(people);
        try
        {
            ServerProcess.Run("slapadd", "-q", "-f", server._folder["slapd.conf"], "-l", server._folder["people.ldif"]);
            server.Run();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>An entry of a person, in LDIF.</summary>
    public static string Person(string uid, string name, string mail, string above = "ou=people," + Top) => string.Create(CultureInfo.InvariantCulture, $"""

        dn: uid={uid},{above}
        objectClass: inetOrgPerson
        uid: {uid}
        cn: {name}
        sn: {name}
        mail: {mail}
        userPassword: {Password}

        """);

    /// <summary>Takes it down, as an outage does.</summary>
    public void Stop()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Brings it up, on the same ports.</summary>
    public void Run()
    {
        _process = ServerProcess.Start("slapd", "-d", "0", "-f", _folder["slapd.conf"], "-h", string.Create(CultureInfo.InvariantCulture, $"ldap://127.0.0.1:{Port} ldaps://127.0.0.1:{TlsPort}"));
        _process.WaitForPort(Port, TimeSpan.FromSeconds(20));
        _process.WaitForPort(TlsPort, TimeSpan.FromSeconds(20));
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Stop();
        Certificate.Dispose();
        _folder.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => Dispose();

    private static string Tree => $"""
        dn: {Top}
        objectClass: dcObject
        objectClass: organization
        dc: ours
        o: ours

        dn: {Reader}
        objectClass: organizationalRole
        objectClass: simpleSecurityObject
        cn: reader
        userPassword: {Password}

        dn: ou=people,{Top}
        objectClass: organizationalUnit
        ou: people

        """;

    private string Configuration() => $"""
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        pidfile {_folder["pid"]}
        modulepath /usr/lib/ldap
        moduleload back_mdb
        TLSCertificateFile {_folder["cert.pem"]}
        TLSCertificateKeyFile {_folder["key.pem"]}
        database mdb
        suffix "{Top}"
        directory {_folder["db"]}
        access to attrs=userPassword by anonymous auth by * none
        access to * by dn.exact="{Reader}" read by self read by anonymous auth by * none

        """;
}
