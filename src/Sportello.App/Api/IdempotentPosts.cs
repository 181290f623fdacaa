using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Sportello.Idempotency;

namespace Sportello.App.Api;

/// <summary>
/// <c>Idempotency-Key</c> on a POST (draft-ietf-httpapi-idempotency-key-header): the first one is carried out, each further one is given the same answer.
/// </summary>
internal sealed class IdempotentPosts(RequestDelegate next, RepeatableRequests requests)
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";

    /// <summary>The longest answer that is worth keeping.</summary>
    private const int LongestAnswer = 1 << 20;

    public static bool IsFor(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.Headers.ContainsKey(Header) && http.User.Identity?.IsAuthenticated == true;

    public static RequestKey? Of(HttpContext http) => http.Items[typeof(RequestKey)] as RequestKey;

    public async Task InvokeAsync(HttpContext http)
    {
        var request = await KeyOf(http);
        if (await requests.Find(request, http.RequestAborted) is { } before)
        {
            await Repeat(http, before);
            return;
        }

        http.Items[typeof(RequestKey)] = request;
        var way = http.Response.Body;
        await using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = way;
        }

        if (http.Response.StatusCode < StatusCodes.Status300MultipleChoices && answer.Length <= LongestAnswer && http.GetEndpoint()?.Metadata.GetMetadata<SaidOnce>() is null)
        {
            var headers = http.Response.Headers;
            var kept = new KeptAnswer(http.Response.StatusCode, http.Response.ContentType, headers.Location, headers.ETag, Encoding.UTF8.GetString(answer.ToArray()));

            // Kept even when the sender has gone away: that is who will ask again.
            await requests.Keep(request, kept, CancellationToken.None);
        }

        answer.Position = 0;
        await answer.CopyToAsync(way, http.RequestAborted);
    }

    private static async Task Repeat(HttpContext http, KeptAnswer before)
    {
        http.Response.StatusCode = before.Status;
        http.Response.ContentType = before.ContentType;
        http.Response.Headers[Replayed] = "true";
        if (before.Location is not null)
        {
            http.Response.Headers.Location = before.Location;
        }

        if (before.ETag is not null)
        {
            http.Response.Headers.ETag = before.ETag;
        }

        if (before.Body.Length > 0)
        {
            await http.Response.WriteAsync(before.Body, http.RequestAborted);
        }
    }

    private static async Task<RequestKey> KeyOf(HttpContext http)
    {
        var key = http.Request.Headers[Header].ToString().Trim('"');
        if (key.Length is 0 or > RequestKey.LongestKey || key.Any(char.IsControl))
        {
            throw Refusal.Invalid(Header, $"The key must have 1 to {RequestKey.LongestKey} characters; a new UUID for each request is good.");
        }

        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Path}{http.Request.QueryString}\n"));
        if (http.GetEndpoint()?.Metadata.GetMetadata<TakesSecret>() is null)
        {
            await Append(hash, http);
        }

        return new(long.Parse(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture), key, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async Task Append(IncrementalHash hash, HttpContext http)
    {
        var buffer = new byte[16 * 1024];
        while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
        }

        http.Request.Body.Position = 0;
    }
}
