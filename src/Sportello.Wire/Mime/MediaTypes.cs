namespace Sportello.Wire.Mime;

/// <summary>Media types of a Content-Type value, in lower case (RFC 2045 section 5).</summary>
internal static class MediaTypes
{
    public const string Plain = "text/plain";
    public const string Html = "text/html";
    public const string Message = "message/rfc822";
    public const string Unknown = "application/octet-stream";

    /// <summary>The type before the first semicolon; what is no type becomes the default.</summary>
    public static string Normalize(string? written, string whenMissing)
    {
        if (string.IsNullOrWhiteSpace(written)) return whenMissing;

        var type = written.Trim().Trim('"').ToLowerInvariant();
        return type switch
        {
            "text" or "plain" => Plain,
            "html" => Html,
            "multipart" => "multipart/mixed",
            "message" or "message/global" => Message,
            _ => IsType(type) ? type : Unknown,
        };
    }

    private static bool IsType(string type)
    {
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < type.Length - 1
            && type.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0
            && type.IndexOf('/', slash + 1) < 0;
    }
}
