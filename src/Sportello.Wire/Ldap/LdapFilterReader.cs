using System.Formats.Asn1;
using System.Text;

namespace Sportello.Wire.Ldap;

/// <summary>Goes through the text of a filter once and writes what it finds in BER.</summary>
internal sealed class LdapFilterReader(string text, AsnWriter writer)
{
    private const int MostDepth = 32;

    private int _at;

    public void Read()
    {
        One(0);
        if (_at < text.Length)
            throw Wrong("goes on after its end");
    }

    private void One(int depth)
    {
        if (depth > MostDepth)
            throw Wrong("is nested too deeply");
        Take('(');
        switch (Next())
        {
            case '&':
                Several(Context(0), depth);
                break;
            case '|':
                Several(Context(1), depth);
                break;
            case '!':
                _at++;
                using (writer.PushSequence(Context(2)))
                    One(depth + 1);
                break;
            default:
                Item();
                break;
        }
        Take(')');
    }

    private void Several(Asn1Tag tag, int depth)
    {
        _at++;
        using (writer.PushSetOf(tag))
        {
            while (Next() == '(')
                One(depth + 1);
        }
    }

    private void Item()
    {
        var begin = _at;
        while (Next() is not ('=' or '~' or '<' or '>' or '(' or ')'))
            _at++;
        var name = text[begin.._at];
        var sign = Next();
        if (sign != '=')
            _at++;
        Take('=');
        begin = _at;
        while (Next() is not ('(' or ')'))
            _at++;
        var value = text[begin.._at];
        if (sign == '=' && name.EndsWith(':'))
            Extensible(name[..^1], value);
        else if (sign == '=' && value is ['*'])
            writer.WriteOctetString(Attribute(name), Context(7));
        else if (sign == '=' && value.Contains('*', StringComparison.Ordinal))
            Substrings(Attribute(name), value);
        else
            Assertion(sign switch { '=' => 3, '>' => 5, '<' => 6, '~' => 8, _ => throw Wrong("has no comparison") }, Attribute(name), value);
    }

    private void Assertion(int tag, byte[] name, string value)
    {
        using (writer.PushSequence(Context(tag)))
        {
            writer.WriteOctetString(name);
            writer.WriteOctetString(Value(value));
        }
    }

    private void Substrings(byte[] name, string value)
    {
        var parts = value.Split('*');
        using (writer.PushSequence(Context(4)))
        {
            writer.WriteOctetString(name);
            using (writer.PushSequence())
            {
                for (var i = 0; i < parts.Length; i++)
                {
                    if (parts[i].Length > 0)
                        writer.WriteOctetString(Value(parts[i]), Context(i == 0 ? 0 : i == parts.Length - 1 ? 2 : 1));
                    else if (i > 0 && i < parts.Length - 1)
                        throw Wrong("has two stars side by side");
                }
            }
        }
    }

    // name [":dn"] [":" rule] ":=" value, or ["dn"] ":" rule ":=" value; the last colon is off already.
    private void Extensible(string left, string value)
    {
        var parts = left.Split(':');
        var dn = parts.Skip(1).Any(p => string.Equals(p, "dn", StringComparison.OrdinalIgnoreCase));
        var rules = parts.Skip(1).Where(p => !string.Equals(p, "dn", StringComparison.OrdinalIgnoreCase)).ToList();
        if (rules.Count > 1 || (parts[0].Length == 0 && rules.Count == 0))
            throw Wrong("names no rule to compare by");
        using (writer.PushSequence(Context(9)))
        {
            if (rules.Count == 1)
                writer.WriteOctetString(Attribute(rules[0]), Context(1));
            if (parts[0].Length > 0)
                writer.WriteOctetString(Attribute(parts[0]), Context(2));
            writer.WriteOctetString(Value(value), Context(3));
            if (dn)
                writer.WriteBoolean(true, Context(4));
        }
    }

    private byte[] Attribute(string name)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ';' or '_'))
            throw Wrong($"has “{name}” where the name of an attribute is expected");
        return Encoding.ASCII.GetBytes(name);
    }

    private byte[] Value(string value)
    {
        var octets = new List<byte>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\')
            {
                var rune = char.IsHighSurrogate(value[i]) && i + 1 < value.Length ? value.Substring(i++, 2) : value.Substring(i, 1);
                octets.AddRange(Encoding.UTF8.GetBytes(rune));
                continue;
            }
            if (i + 2 >= value.Length || !char.IsAsciiHexDigit(value[i + 1]) || !char.IsAsciiHexDigit(value[i + 2]))
                throw Wrong("has a backslash that two hexadecimal digits do not follow");
            octets.Add(Convert.FromHexString(value.AsSpan(i + 1, 2))[0]);
            i += 2;
        }
        return [.. octets];
    }

    private char Next() => _at < text.Length ? text[_at] : throw Wrong("ends too early");

    private void Take(char wanted)
    {
        if (Next() != wanted)
            throw Wrong($"has “{text[_at]}” where “{wanted}” is expected");
        _at++;
    }

    private FormatException Wrong(string what) => new($"The filter {what} (at character {_at + 1}).");

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);
}
