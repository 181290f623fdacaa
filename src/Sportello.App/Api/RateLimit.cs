using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace Sportello.App.Api;

/// <summary>
/// So many requests a minute for each token, on each node; what is left stands in the headers of every answer
/// (draft-ietf-httpapi-ratelimit-headers). A burst may take a minute's worth at once.
/// </summary>
internal sealed class RateLimit(RequestDelegate next, House house) : IDisposable
{
    private readonly int _perMinute = house.Settings.Api.RequestsPerMinute;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(token => RateLimitPartition.GetTokenBucketLimiter(token, _ => new()
    {
        TokenLimit = house.Settings.Api.RequestsPerMinute,
        TokensPerPeriod = Math.Max(1, house.Settings.Api.RequestsPerMinute / 60),
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / Math.Min(60, house.Settings.Api.RequestsPerMinute),
        QueueLimit = 0,
    }));

    /// <summary>Only tokens that were let in: a stranger's would fill the memory.</summary>
    public static bool IsFor(HttpContext http) => http.Request.Path.StartsWithSegments(ApiDoor.Path, StringComparison.Ordinal) && http.User.HasClaim(c => string.Equals(c.Type, TokenScheme.IdClaim, StringComparison.Ordinal));

    public async Task InvokeAsync(HttpContext http)
    {
        var token = http.User.FindFirstValue(TokenScheme.IdClaim)!;
        using var lease = _limiter.AttemptAcquire(token);
        var left = _limiter.GetStatistics(token)?.CurrentAvailablePermits ?? 0;
        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = Number(_perMinute);
        headers["RateLimit-Remaining"] = Number(left);
        headers["RateLimit-Reset"] = Number((long)Math.Ceiling((_perMinute - left) * 60.0 / _perMinute));
        if (lease.IsAcquired)
        {
            await next(http);
            return;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)) : 1;
        headers.RetryAfter = Number(wait);
        await Problem.Say(http, StatusCodes.Status429TooManyRequests, $"This token may ask {_perMinute} times a minute; wait {wait} s.");
    }

    public void Dispose() => _limiter.Dispose();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
