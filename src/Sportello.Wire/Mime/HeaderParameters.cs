using System.Text;
using Sportello.Wire.Text;

namespace Sportello.Wire.Mime;

/// <summary>A value with parameters, such as Content-Type and Content-Disposition have (RFC 2045 section 5.1, RFC 2231).</summary>
internal sealed class HeaderParameters
{
    /// <summary>What follows so many bytes is no parameter that anybody means.</summary>
    private const int MaxBytes = 64 * 1024;

    private readonly List<(string Name, string Value)> pieces = [];
    private readonly string? charsetHint;

    private HeaderParameters(string? charsetHint) => this.charsetHint = charsetHint;

    /// <summary>What stands before the first semicolon.</summary>
    public string Value { get; private set; } = "";

    public static HeaderParameters? Find(HeaderList headers, string name) =>
        headers.Find(name) is { } field ? Parse(field.RawValue.Span, headers.CharsetHint) : null;

    /// <summary>Bytes are kept as characters of Latin-1 until it is known in which charset a value is written.</summary>
    public static HeaderParameters Parse(ReadOnlySpan<byte> rawValue, string? charsetHint)
    {
        if (rawValue.Length > MaxBytes) rawValue = rawValue[..MaxBytes];

        var result = new HeaderParameters(charsetHint);
        var reader = new ParameterReader(HeaderText.Unfold(Encoding.Latin1.GetString(rawValue)));
        result.Value = reader.ReadValue();
        while (reader.TryReadParameter(out var name, out var value))
        {
            if (name.Length > 0) result.pieces.Add((name, value));
        }

        return result;
    }

    /// <summary>The bytes of a parameter as they stand, as characters of Latin-1.</summary>
    public string? GetRaw(string name)
    {
        foreach (var piece in pieces)
        {
            if (piece.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return piece.Value;
        }

        return Join(name, out _, out var bytes) ? Encoding.Latin1.GetString(bytes) : null;
    }

    /// <summary>A parameter as a person reads it: continuations joined, percent signs and encoded words decoded.</summary>
    public string? Get(string name)
    {
        // The extended form is the better one where both are given (RFC 6266 section 4.3 says so for HTTP).
        if (Join(name, out var charset, out var bytes))
        {
            var text = charset is null ? Charsets.DecodeHeader(bytes, charsetHint) : Charsets.Decode(bytes, charset, out _);
            return EncodedWords.Decode(text);
        }

        var plain = GetRaw(name);
        return plain is null ? null : EncodedWords.Decode(Charsets.DecodeHeader(Encoding.Latin1.GetBytes(plain), charsetHint));
    }

    /// <summary>Joins <c>name*</c>, or <c>name*0*</c>, <c>name*1</c>, … in the order of their numbers.</summary>
    private bool Join(string name, out string? charset, out byte[] bytes)
    {
        charset = null;
        bytes = [];
        var sections = new SortedDictionary<int, (string Value, bool Encoded)>();
        foreach (var piece in pieces)
        {
            if (TrySection(piece.Name, name, out var number, out var encoded)) sections.TryAdd(number, (piece.Value, encoded));
        }

        if (sections.Count == 0) return false;

        var joined = new List<byte>();
        var isFirst = true;
        foreach (var (value, encoded) in sections.Values)
        {
            joined.AddRange(encoded ? Unescape(isFirst ? TakeCharset(value, ref charset) : value) : Encoding.Latin1.GetBytes(value));
            isFirst = false;
        }

        bytes = [.. joined];
        return true;
    }

    private static bool TrySection(string written, string name, out int number, out bool encoded)
    {
        number = 0;
        encoded = written.EndsWith('*');
        if (!written.StartsWith(name, StringComparison.OrdinalIgnoreCase) || written.Length == name.Length || written[name.Length] != '*')
        {
            return false;
        }

        var digits = written.AsSpan(name.Length + 1).TrimEnd('*');
        return digits.IsEmpty || (digits.Length < 6 && int.TryParse(digits, System.Globalization.NumberStyles.None, null, out number));
    }

    /// <summary>The first section starts with charset'language'.</summary>
    private static string TakeCharset(string value, ref string? charset)
    {
        var first = value.IndexOf('\'', StringComparison.Ordinal);
        var second = first < 0 ? -1 : value.IndexOf('\'', first + 1);
        if (second < 0) return value;

        if (first > 0) charset = value[..first];
        return value[(second + 1)..];
    }

    private static byte[] Unescape(string value)
    {
        var bytes = new byte[value.Length];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '%' && i + 2 < value.Length && char.IsAsciiHexDigit(value[i + 1]) && char.IsAsciiHexDigit(value[i + 2]))
            {
                bytes[length++] = Convert.FromHexString(value.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else
            {
                bytes[length++] = (byte)value[i];
            }
        }

        return bytes[..length];
    }
}
