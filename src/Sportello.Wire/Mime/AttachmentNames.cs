using System.Buffers;

namespace Sportello.Wire.Mime;

/// <summary>Names for attachments: what the sender gave, made harmless, else what the content tells.</summary>
internal static class AttachmentNames
{
    private const int MaxLength = 200;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (char)code), '\x7f', '<', '>', ':', '"', '|', '?', '*', '/', '\\', '\u202a', '\u202b', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068']);

    public static string Of(MimeEntity leaf, string? nestedSubject)
    {
        if (leaf.FileName is { } given && Clean(given) is { Length: > 0 } name) return name;
        if (leaf.MediaType is MediaTypes.Message) return WithSuffix(nestedSubject, ".eml");
        if (Location(leaf) is { } location) return location;
        if (leaf.NameWhenNone is { } whenNone) return whenNone;
        return NameOfType(leaf.MediaType);
    }

    /// <summary>Takes folders, control characters and what file systems refuse out of a name.</summary>
    public static string Clean(string given)
    {
        var name = given.AsSpan().Trim();
        var folder = name.LastIndexOfAny('/', '\\');
        if (folder >= 0) name = name[(folder + 1)..];
        name = name.Trim().TrimEnd('.');
        if (name.ContainsAny(Forbidden)) name = string.Concat(name.ToString().Where(c => !Forbidden.Contains(c))).AsSpan().Trim();
        if (name.Length > MaxLength) name = Shorten(name);
        return name is "." or ".." ? "" : name.ToString();
    }

    public static string WithSuffix(string? title, string suffix)
    {
        var name = Clean((title ?? "").Replace('/', ' ').Replace('\\', ' '));
        return (name.Length > 0 ? name : "message") + suffix;
    }

    private static string Shorten(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOf('.');
        var suffix = dot > 0 && name.Length - dot <= 10 ? name[dot..] : "";
        var kept = MaxLength - suffix.Length;
        if (char.IsHighSurrogate(name[kept - 1])) kept--;
        return string.Concat(name[..kept], suffix);
    }

    private static string? Location(MimeEntity leaf)
    {
        if (leaf.Headers.Get("Content-Location") is not { } location) return null;

        var end = location.AsSpan().IndexOfAny('?', '#');
        var name = Clean(end < 0 ? location : location[..end]);
        return name.Contains('.', StringComparison.Ordinal) ? name : null;
    }

    private static string NameOfType(string mediaType) => mediaType switch
    {
        "text/plain" => "text.txt",
        "text/html" => "text.html",
        "text/calendar" => "invite.ics",
        "text/vcard" or "text/x-vcard" or "text/directory" => "contact.vcf",
        "text/csv" => "table.csv",
        "text/rtf" or "application/rtf" => "text.rtf",
        "text/xml" or "application/xml" => "data.xml",
        "text/rfc822-headers" or "message/rfc822-headers" => "headers.txt",
        "image/jpeg" or "image/jpg" or "image/pjpeg" => "image.jpg",
        "image/png" => "image.png",
        "image/gif" => "image.gif",
        "image/svg+xml" => "image.svg",
        "image/bmp" => "image.bmp",
        "image/tiff" => "image.tiff",
        "image/webp" => "image.webp",
        "application/pdf" => "document.pdf",
        "application/zip" or "application/x-zip-compressed" => "archive.zip",
        "application/json" => "data.json",
        "application/ms-tnef" or "application/vnd.ms-tnef" => "winmail.dat",
        "application/pkcs7-mime" or "application/x-pkcs7-mime" => "smime.p7m",
        "application/pkcs7-signature" or "application/x-pkcs7-signature" => "smime.p7s",
        "application/pgp-signature" => "signature.asc",
        "application/pgp-encrypted" => "version.txt",
        "application/pgp-keys" => "key.asc",
        "message/delivery-status" or "message/global-delivery-status" => "delivery-status.txt",
        "message/disposition-notification" => "disposition-notification.txt",
        "message/feedback-report" => "feedback-report.txt",
        "message/partial" => "partial.eml",
        "message/external-body" => "external-body.txt",
        _ when mediaType.StartsWith("audio/", StringComparison.Ordinal) => "audio",
        _ when mediaType.StartsWith("video/", StringComparison.Ordinal) => "video",
        _ when mediaType.StartsWith("image/", StringComparison.Ordinal) => "image",
        _ => "file",
    };
}
