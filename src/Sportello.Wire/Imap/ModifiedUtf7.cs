using System.Text;

namespace Sportello.Wire.Imap;

/// <summary>Folder names as IMAP4rev1 writes them: printable ASCII as it is, the rest in runs of modified base64 between <c>&amp;</c> and <c>-</c> (RFC 3501 section 5.1.3).</summary>
public static class ModifiedUtf7
{
    /// <summary>Writes a folder name for the wire. Lone surrogates survive, so that every .NET string comes back the same.</summary>
    public static string Encode(string name)
    {
        var encoded = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length;)
        {
            var start = i;
            while (i < name.Length && !IsPlain(name[i]))
                i++;
            if (i > start)
            {
                AppendRun(encoded, name.AsSpan(start, i - start));
                continue;
            }
            encoded.Append(name[i]);
            if (name[i] == '&')
                encoded.Append('-');
            i++;
        }
        return encoded.ToString();
    }

    /// <summary>Reads a folder name from the wire. What is not valid modified UTF-7 is kept as it was written, so that nothing fails and nothing is lost.</summary>
    public static string Decode(string written)
    {
        if (!written.Contains('&', StringComparison.Ordinal))
            return written;
        var decoded = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length; i++)
        {
            var end = written[i] == '&' ? written.IndexOf('-', i) : -1;
            if (end == i + 1)
            {
                decoded.Append('&');
                i = end;
            }
            else if (end > i && TryRun(written.AsSpan(i + 1, end - i - 1), decoded))
            {
                i = end;
            }
            else
            {
                decoded.Append(written[i]);
            }
        }
        return decoded.ToString();
    }

    private static bool IsPlain(char character) => character is >= ' ' and <= '~';

    private static void AppendRun(StringBuilder encoded, ReadOnlySpan<char> run)
    {
        var octets = new byte[run.Length * 2];
        for (var i = 0; i < run.Length; i++)
        {
            octets[2 * i] = (byte)(run[i] >> 8);
            octets[(2 * i) + 1] = (byte)run[i];
        }
        var base64 = Convert.ToBase64String(octets).TrimEnd('=').Replace('/', ',');
        encoded.Append('&').Append(base64).Append('-');
    }

    private static bool TryRun(ReadOnlySpan<char> run, StringBuilder decoded)
    {
        var base64 = run.ToString().Replace(',', '/');
        base64 = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var octets = new byte[base64.Length];
        if (run.Contains('/') || !Convert.TryFromBase64String(base64, octets, out var count) || count % 2 != 0 || count == 0)
            return false;
        for (var i = 0; i < count; i += 2)
            decoded.Append((char)((octets[i] << 8) | octets[i + 1]));
        return true;
    }
}
