using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Ldap;

/// <summary>An entry that a search found.</summary>
/// <param name="Name">Its distinguished name.</param>
/// <param name="Attributes">By name, whatever its case: the values as octets.</param>
public sealed record LdapEntry(string Name, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> Attributes)
{
    /// <summary>The values of an attribute as text; none when the entry has no such attribute.</summary>
    public IReadOnlyList<string> Texts(string attribute) =>
        Attributes.TryGetValue(attribute, out var values) ? [.. values.Select(Encoding.UTF8.GetString)] : [];
}

/// <summary>What a search found.</summary>
/// <param name="Entries">In the server's order.</param>
/// <param name="IsWhole">False when there are more than were asked for (sizeLimitExceeded, RFC 4511 section 4.5.1.4).</param>
public sealed record LdapFound(IReadOnlyList<LdapEntry> Entries, bool IsWhole);

/// <summary>How deep a search looks (RFC 4511 section 4.5.1.2).</summary>
public enum LdapScope
{
    /// <summary>The entry itself.</summary>
    Entry = 0,

    /// <summary>What lies right below it.</summary>
    Children = 1,

    /// <summary>The entry and all below it.</summary>
    Tree = 2,
}

/// <summary>The server answered with a result code other than success (RFC 4511 section 4.1.9).</summary>
public sealed class LdapRefusedException : CommandRefusedException
{
    /// <summary>Creates the exception from what was asked and what was answered.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="code">The result code.</param>
    /// <param name="diagnostic">What the server says to it; may be empty.</param>
    public LdapRefusedException(string request, int code, string diagnostic)
        : base($"The server refused {request}: {LdapCode.Describe(code)}{(diagnostic.Length > 0 ? $" ({diagnostic})" : "")}.") => Code = code;

    /// <summary>The result code.</summary>
    public int Code { get; }
}

/// <summary>Result codes that somebody has to know (RFC 4511 appendix A).</summary>
public static class LdapCode
{
    /// <summary>It was done.</summary>
    public const int Success = 0;

    /// <summary>There are more entries than were asked for.</summary>
    public const int SizeLimitExceeded = 4;

    /// <summary>A limit or rule of the directory is in the way; some servers say so of an account that rests.</summary>
    public const int ConstraintViolation = 19;

    /// <summary>There is no such entry.</summary>
    public const int NoSuchObject = 32;

    /// <summary>The entry has no password.</summary>
    public const int InappropriateAuthentication = 48;

    /// <summary>Name and password do not fit.</summary>
    public const int InvalidCredentials = 49;

    /// <summary>It may not be done.</summary>
    public const int InsufficientAccess = 50;

    /// <summary>The server does not want to.</summary>
    public const int UnwillingToPerform = 53;

    internal static string Describe(int code) => code switch
    {
        1 => "operationsError, code 1; many servers say so when a search comes before a sign-in",
        8 => "a stronger way to sign in is required, code 8",
        13 => "the connection must be encrypted, code 13",
        NoSuchObject => "there is no such entry, code 32",
        34 => "that is no distinguished name, code 34",
        InappropriateAuthentication => "the entry has no password, code 48",
        InvalidCredentials => "name and password do not fit, code 49",
        InsufficientAccess => "it may not be done with this sign-in, code 50",
        51 => "the server is busy, code 51",
        52 => "the server is unavailable, code 52",
        UnwillingToPerform => "the server is unwilling, code 53",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"code {code}"),
    };
}
