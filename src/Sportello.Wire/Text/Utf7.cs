using System.Text;

namespace Sportello.Wire.Text;

/// <summary>UTF-7 (RFC 2152), which the platform no longer reads and some old mail is still written in.</summary>
internal static class Utf7
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        var at = 0;
        while (at < bytes.Length)
        {
            if (bytes[at] != '+') text.Append((char)bytes[at++]);
            else at = Shift(bytes, at + 1, text);
        }

        return text.ToString();
    }

    /// <summary>Reads UTF-16 written in base64; a minus sign that ends it disappears, <c>+-</c> is a plus.</summary>
    private static int Shift(ReadOnlySpan<byte> bytes, int at, StringBuilder text)
    {
        if (at < bytes.Length && bytes[at] == '-')
        {
            text.Append('+');
            return at + 1;
        }

        uint bits = 0;
        var count = 0;
        var start = at;
        for (; at < bytes.Length && Value(bytes[at]) is var value and >= 0; at++)
        {
            bits = (bits << 6) | (uint)value;
            count += 6;
            if (count < 16) continue;

            count -= 16;
            text.Append((char)(ushort)(bits >> count));
        }

        if (at == start) text.Append('+');
        return at < bytes.Length && bytes[at] == '-' && at > start ? at + 1 : at;
    }

    private static int Value(byte c) => (char)c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };
}
