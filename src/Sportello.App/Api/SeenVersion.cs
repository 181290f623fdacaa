using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Sportello.App.Api;

/// <summary>
/// <c>If-Match</c> (RFC 9110, section 13.1.1) is held or refused, never passed over: what cannot be read is answered 400; what can, but is not the
/// version of what is changed, or is sent where nothing has a version, 412. What is only read is given as it is.
/// </summary>
internal static class SeenVersion
{
    /// <summary>None where the caller sent nothing, or is content with any version (<c>*</c>).</summary>
    public static int? Of(HttpContext http)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags) || tags is not [var tag])
        {
            throw new BadHttpRequestException("If-Match must hold one ETag as it was given, quotation marks included, or *.");
        }

        if (tag.Equals(EntityTagHeaderValue.Any) || HttpMethods.IsGet(http.Request.Method))
        {
            return null;
        }

        if (http.GetEndpoint()?.Metadata.GetMetadata<HasVersion>() is null)
        {
            throw Refusal.Conflict("If-Match is not held against anything here, since nothing that this changes has a version: leave it out.");
        }

        return !tag.IsWeak && int.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw Refusal.Conflict("If-Match holds an ETag that was never given here: read it again, and send its ETag as it is.");
    }
}
