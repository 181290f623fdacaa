using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sportello.Jobs;
using Sportello.Settings;
using Sportello.Wire.Ldap;
using Sportello.Wire.Transport;

namespace Sportello.Directory.Vouching;

/// <summary>The organization's directory server: asked whether a name and a password fit, and whose they are.</summary>
internal sealed class PeopleDirectory(LdapSettings settings, Action<LogLevel, string> log)
{
    /// <summary>With one of these a server says no to whoever signs in, each its own way; anything else is a fault of the settings or the server.</summary>
    private static readonly int[] No =
        [LdapCode.InvalidCredentials, LdapCode.InappropriateAuthentication, LdapCode.NoSuchObject, LdapCode.ConstraintViolation, LdapCode.InsufficientAccess, LdapCode.UnwillingToPerform];

    public static int PortOf(LdapSettings settings) => settings.Port ?? (settings.Security == LineSecurity.Tls ? 636 : 389);

    /// <returns>Whose name and password it is; none when they do not fit.</returns>
    /// <exception cref="CommandRefusedException">The server does not let us look.</exception>
    /// <exception cref="ConversationBrokenException">It cannot be asked.</exception>
    public async Task<Vouched?> Find(string name, string password, CancellationToken stop)
    {
        // An empty password would be taken for asking without a name, which succeeds (RFC 4513 section 5.1.2).
        if (name.Length == 0 || password.Length == 0)
        {
            return null;
        }

        await using var client = await Connect(stop);
        if (settings.NameOf is { } form)
        {
            var own = form.Replace("{name}", LdapText.EscapeName(name), StringComparison.Ordinal);
            return await Fits(client, own, password, stop) ? Read(await Entry(client, own, stop), name) : null;
        }

        await SignInToLook(client, stop);
        var found = await Look(client, name, stop);
        return found is not null && await Fits(client, found.Name, password, stop) ? Read(found, name) : null;
    }

    /// <summary>As far as somebody's sign-in goes before their password: connection, security, the right to look, the place to look in.</summary>
    /// <returns>Whether the place is there; where nobody is looked for, there is none to see.</returns>
    public async Task<bool> Try(CancellationToken stop)
    {
        await using var client = await Connect(stop);
        if (settings.Top is not { } top)
        {
            return true;
        }

        await SignInToLook(client, stop);
        try
        {
            return (await client.SearchAsync(top, LdapScope.Entry, Anything, [], 1, stop)).Entries.Count == 1;
        }
        catch (LdapRefusedException e) when (e.Code == LdapCode.NoSuchObject)
        {
            return false;
        }
    }

    private static LdapFilter Anything => LdapFilter.Parse("(objectClass=*)");

    private Task<LdapClient> Connect(CancellationToken stop) => LdapClient.ConnectAsync(
        new WireEndpoint(
            settings.Host,
            PortOf(settings),
            settings.Security switch { LineSecurity.Tls => ConnectionSecurity.Tls, LineSecurity.StartTls => ConnectionSecurity.StartTls, _ => ConnectionSecurity.None },
            Policy()),
        limits: new WireLimits { ConnectTimeout = settings.Patience, ReadTimeout = settings.Patience, WriteTimeout = settings.Patience },
        cancellation: stop);

    private CertificatePolicy Policy()
    {
        if (!settings.CheckCertificate)
        {
            return CertificatePolicy.Unchecked(sentence => log(LogLevel.Warning, sentence));
        }

        if (settings.Authorities is not { } file)
        {
            return CertificatePolicy.Checked;
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return CertificatePolicy.Trusting([.. authorities]);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConversationBrokenException($"{file} cannot be read any more: {e.Message}", e);
        }
    }

    private async Task SignInToLook(LdapClient client, CancellationToken stop)
    {
        if (settings is { User: { } user, Password: { } password })
        {
            await client.BindAsync(user, password, settings.Security == LineSecurity.None, stop);
        }
    }

    private async Task<LdapEntry?> Look(LdapClient client, string name, CancellationToken stop)
    {
        var filter = LdapFilter.Parse(settings.Filter.Replace("{name}", LdapText.EscapeFilter(name), StringComparison.Ordinal));
        var found = await client.SearchAsync(settings.Top!, LdapScope.Tree, filter, [settings.NameAttribute, settings.MailAttribute], 2, stop);
        if (found.Entries.Count > 1 || !found.IsWhole)
        {
            log(LogLevel.Warning, "The filter of [ldap] finds several entries for one name; such a name signs nobody in.");
            return null;
        }

        return found.Entries is [var one] ? one : null;
    }

    private async Task<LdapEntry?> Entry(LdapClient client, string name, CancellationToken stop) =>
        (await client.SearchAsync(name, LdapScope.Entry, Anything, [settings.NameAttribute, settings.MailAttribute], 1, stop)).Entries is [var one] ? one : null;

    private async Task<bool> Fits(LdapClient client, string name, string password, CancellationToken stop)
    {
        try
        {
            await client.BindAsync(name, password, settings.Security == LineSecurity.None, stop);
            return true;
        }
        catch (AuthenticationFailedException)
        {
            return false;
        }
        catch (LdapRefusedException e) when (No.Contains(e.Code))
        {
            log(LogLevel.Info, $"The directory let somebody not in who may have the right password (result code {e.Code}).");
            return false;
        }
    }

    private Vouched? Read(LdapEntry? entry, string typed)
    {
        var names = entry?.Texts(settings.NameAttribute) ?? [];
        if (names.Count == 0)
        {
            log(LogLevel.Warning, $"The directory shows no {settings.NameAttribute} of an entry that fits; nameAttribute of [ldap] says which attribute is the user name.");
            return null;
        }

        return new(names.FirstOrDefault(n => string.Equals(n, typed, StringComparison.OrdinalIgnoreCase)) ?? names[0], entry!.Texts(settings.MailAttribute));
    }
}
