using System.Formats.Asn1;

namespace Sportello.Wire.Ldap;

/// <summary>A search filter, read from its text (RFC 4515) and ready to be sent (RFC 4511 section 4.5.1.7).</summary>
public sealed class LdapFilter
{
    private readonly byte[] _encoded;

    private LdapFilter(string text, byte[] encoded) => (Text, _encoded) = (text, encoded);

    /// <summary>The filter as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a filter such as <c>(&amp;(objectClass=person)(uid=luca))</c>.</summary>
    /// <exception cref="FormatException">It is no filter; the sentence says where it goes wrong.</exception>
    public static LdapFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var writer = new AsnWriter(AsnEncodingRules.BER);
        new LdapFilterReader(text, writer).Read();
        return new(text, writer.Encode());
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    internal void Write(AsnWriter writer) => writer.WriteEncodedValue(_encoded);
}
