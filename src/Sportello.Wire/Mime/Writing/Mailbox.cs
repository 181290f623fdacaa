using System.Text;


namespace Sportello.Wire.Mime.Writing;

/// <summary>A name and an address to write to (RFC 5322 section 3.4, RFC 6532).</summary>
public sealed record Mailbox
{
    /// <summary>Takes an address and the name shown beside it.</summary>
    /// <param name="address">local-part@domain, in any script; a domain beyond ASCII is written in its IDNA form.</param>
    /// <param name="name">The name shown, or null. Control characters become spaces, those at its ends go.</param>
    /// <exception cref="FormatException">The address is none that mail can be sent to.</exception>
    public Mailbox(string address, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = AddrSpec.TryNormalize(address) ?? throw new FormatException("This is not a mail address.");
        Name = name is null || DisplayText.Clean(name).Trim() is not { Length: > 0 } shown ? null : shown;
    }

    /// <summary>The address with its domain in ASCII.</summary>
    public string Address { get; }

    /// <summary>The name shown, or null.</summary>
    public string? Name { get; }

    /// <summary>True when the local part is beyond ASCII, so that every server on the way must know SMTPUTF8 (RFC 6531).</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(Address);

    /// <summary>Whether mail can be written to this address at all.</summary>
    public static bool IsAddress(string? address) => address is not null && AddrSpec.TryNormalize(address) is not null;
}
