using System.Buffers;

namespace Sportello.Wire.Mime.Writing;

/// <summary>The media type of an attachment, kept only as far as it can be written and base64 is allowed for it.</summary>
internal static class WritableMediaType
{
    public const string Letter = "message/rfc822";
    private const string Unknown = "application/octet-stream";

    private static readonly SearchValues<char> Token =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`{|}~");

    public static string Of(string mediaType)
    {
        var parts = mediaType.Split(';', StringSplitOptions.TrimEntries);
        var names = parts[0].Split('/');
        if (names is not [var type, var subtype] || !IsToken(type) || !IsToken(subtype) || mediaType.Length > 200)
        {
            return Unknown;
        }

        var name = parts[0].ToLowerInvariant();
        if (string.Equals(name, Letter, StringComparison.Ordinal))
        {
            return Letter;
        }

        // RFC 2046 section 5: these may not be encoded, and their content is not ours to check.
        var composite = name.StartsWith("multipart/", StringComparison.Ordinal) || name.StartsWith("message/", StringComparison.Ordinal);
        return composite ? Unknown : name + Charset(parts);
    }

    private static string Charset(string[] parts)
    {
        const string Attribute = "charset=";
        var charset = Array.Find(parts, part => part.StartsWith(Attribute, StringComparison.OrdinalIgnoreCase))?[Attribute.Length..].Trim('"');
        return charset is not null && IsToken(charset) ? $"; {Attribute}{charset}" : "";
    }

    private static bool IsToken(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExcept(Token) < 0;
}
