using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sportello.Wire.Ldap;

namespace Sportello.Settings;

/// <summary>The directory that people's passwords are asked of.</summary>
public sealed partial class SettingsReader
{
    private LdapSettings? LdapOf()
    {
        var settings = new LdapSettings
        {
            Host = Text("ldap", "host") ?? "",
            Port = Whole("ldap", "port", 1, 65535),
            Security = Security("ldap", Text("ldap", "host")),
            CheckCertificate = Switch("ldap", "checkCertificate") ?? true,
            Authorities = AuthoritiesOf("ldap", "caFile"),
            Patience = TimeSpan.FromSeconds(Whole("ldap", "timeoutSeconds", 1, 60) ?? 5),
            Top = Text("ldap", "base"),
            Filter = Text("ldap", "filter") ?? "(uid={name})",
            User = Text("ldap", "user"),
            Password = Text("ldap", "password"),
            NameOf = Text("ldap", "bind"),
            NameAttribute = Text("ldap", "nameAttribute") ?? "uid",
            MailAttribute = Text("ldap", "mailAttribute") ?? "mail",
            NewUsers = NewcomersOf("ldap"),
        };
        if (settings.Host.Length == 0)
        {
            if (_values.Exists(v => string.Equals(v.Section, "ldap", StringComparison.OrdinalIgnoreCase) && v.Value.Length > 0))
            {
                Fail("ldap", "host", "the name of the directory server is needed, such as ldap.example.com.");
            }

            return null;
        }

        DemandWay(settings);
        if (settings is { Security: LineSecurity.None, Host: not ("localhost" or "127.0.0.1" or "::1") })
        {
            _notices.Add($"[ldap]: with security = none everybody's password travels readable to {settings.Host}; starttls or tls keeps it.");
        }

        return settings;
    }

    private void DemandWay(LdapSettings settings)
    {
        if (settings.Top is null == settings.NameOf is null)
        {
            Fail("ldap", settings.Top is null ? "base" : "bind", "either base is needed, where people are looked for (ou=people,dc=example,dc=com), or bind, which says somebody's name (uid={name},ou=people,dc=example,dc=com); not both.");
        }

        if (settings.NameOf is { } name && !(name.Contains("{name}", StringComparison.Ordinal) && name.Contains('=', StringComparison.Ordinal)))
        {
            Fail("ldap", "bind", $"“{name}” will not do; a distinguished name with {{name}} in it is needed, such as uid={{name}},ou=people,dc=example,dc=com. Where names are of another form, use base and filter.");
        }

        if (settings.User is null != settings.Password is null)
        {
            Fail("ldap", settings.User is null ? "user" : "password", "user and password go together; where anybody may search, neither is needed.");
        }

        if (!settings.Filter.Contains("{name}", StringComparison.Ordinal))
        {
            Fail("ldap", "filter", $"“{settings.Filter}” will not do; {{name}} must stand where the typed name belongs, as in (uid={{name}}).");
        }

        try
        {
            LdapFilter.Parse(settings.Filter.Replace("{name}", LdapText.EscapeFilter("x ü"), StringComparison.Ordinal));
        }
        catch (FormatException e)
        {
            Fail("ldap", "filter", $"{e.Message} It looks like (uid={{name}}) or (&(objectClass=person)(sAMAccountName={{name}})).");
        }
    }

    private Newcomers NewcomersOf(string section) => OneOf(section, "newUsers", "none", "none", "contacts", "all") switch
    {
        "contacts" => Newcomers.Contacts,
        "all" => Newcomers.All,
        _ => Newcomers.None,
    };

    private string? AuthoritiesOf(string section, string key)
    {
        if (Text(section, key) is not { } given)
        {
            return null;
        }

        var file = Path.GetFullPath(given, _dataFolder);
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            if (found.Count > 0)
            {
                return file;
            }

            Fail(section, key, $"{file} holds no certificate; one in PEM is needed, which begins with -----BEGIN CERTIFICATE-----.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            Fail(section, key, $"{file} cannot be read: {e.Message}");
        }

        return null;
    }
}
