namespace Sportello.Settings;

/// <summary>Who becomes a user here when another system first vouches for them.</summary>
public enum Newcomers
{
    /// <summary>Nobody: accounts are made here.</summary>
    None,

    /// <summary>Whoever has the address of a contact that has no account yet: the account becomes the contact's.</summary>
    Contacts,

    /// <summary>Everybody; without such a contact the account has no roles until somebody gives it one.</summary>
    All,
}

/// <summary>The directory of an organization, which knows its people and their passwords.</summary>
public sealed record LdapSettings
{
    public required string Host { get; init; }

    public int? Port { get; init; }

    public LineSecurity Security { get; init; } = LineSecurity.Tls;

    public bool CheckCertificate { get; init; } = true;

    /// <summary>Certificates of the authorities that alone are trusted, in PEM; none = those of the machine.</summary>
    public string? Authorities { get; init; }

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where people are looked for; none where <see cref="NameOf"/> says it.</summary>
    public string? Top { get; init; }

    /// <summary>Which entry is somebody's, with <c>{name}</c> for what was typed.</summary>
    public string Filter { get; init; } = "(uid={name})";

    /// <summary>Who looks; none = anybody may.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Somebody's distinguished name, with <c>{name}</c> for what was typed: then nobody is looked for.</summary>
    public string? NameOf { get; init; }

    /// <summary>The attribute that holds the user name here.</summary>
    public string NameAttribute { get; init; } = "uid";

    public string MailAttribute { get; init; } = "mail";

    public Newcomers NewUsers { get; init; }
}
