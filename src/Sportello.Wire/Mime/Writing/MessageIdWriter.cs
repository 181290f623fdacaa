namespace Sportello.Wire.Mime.Writing;

/// <summary>Message-IDs as they are written (RFC 5322 section 3.6.4): angle brackets around visible ASCII.</summary>
internal static class MessageIdWriter
{
    // A line must stay under 998 octets, header name included (RFC 5322 section 2.1.1).
    private const int Longest = 900;

    /// <summary>The id in its angle brackets, or null when it cannot be written without changing it.</summary>
    public static string? TryFormat(string id)
    {
        var bare = id.Trim();
        if (bare is ['<', .. var inner, '>'])
        {
            bare = inner;
        }

        var fits = bare.Length is > 0 and <= Longest
            && !bare.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !bare.AsSpan().ContainsAny('<', '>');
        return fits ? $"<{bare}>" : null;
    }
}
