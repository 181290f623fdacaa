using System.Text;

namespace Sportello.Wire.Ldap;

/// <summary>Makes text of a stranger harmless before it is put into a filter or a name.</summary>
public static class LdapText
{
    /// <summary>A value as it may stand in a filter (RFC 4515 section 3): what has a meaning there, and every octet beyond ASCII, is written as <c>\xx</c>.</summary>
    public static string EscapeFilter(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder(value.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            if (octet is < 0x20 or >= 0x7F or (byte)'*' or (byte)'(' or (byte)')' or (byte)'\\')
                Hex(text, octet);
            else
                text.Append((char)octet);
        }
        return text.ToString();
    }

    /// <summary>A value as it may stand in a distinguished name (RFC 4514 section 2.4).</summary>
    public static string EscapeName(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder(value.Length);
        var octets = Encoding.UTF8.GetBytes(value);
        for (var i = 0; i < octets.Length; i++)
        {
            var octet = octets[i];
            var atEdge = (octet == ' ' && (i == 0 || i == octets.Length - 1)) || (octet == '#' && i == 0);
            if (atEdge || octet is < 0x20 or >= 0x7F or (byte)'"' or (byte)'+' or (byte)',' or (byte)';' or (byte)'<' or (byte)'>' or (byte)'=' or (byte)'\\')
                Hex(text, octet);
            else
                text.Append((char)octet);
        }
        return text.ToString();
    }

    private static void Hex(StringBuilder text, byte octet) => text.Append('\\').Append(Convert.ToHexStringLower([octet]));
}
