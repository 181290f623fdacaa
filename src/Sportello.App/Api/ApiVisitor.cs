using System.Security.Claims;
using Sportello.History;

namespace Sportello.App.Api;

/// <summary>The owner of a token, at a desk of their own for the length of one request.</summary>
internal sealed class ApiVisitor(Desk desk, HttpContext http)
{
    public Desk Desk => desk;

    public HttpContext Http => http;

    public CancellationToken Stop => http.RequestAborted;

    /// <summary>The version in <c>If-Match</c>, if the caller sent one.</summary>
    public int? IfMatch => http.Request.Headers.IfMatch is [{ } tag, ..] && int.TryParse(tag.Trim('"', ' '), System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : null;

    public static async ValueTask<ApiVisitor?> BindAsync(HttpContext http)
    {
        var house = http.RequestServices.GetRequiredService<House>();
        var id = long.Parse(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!, System.Globalization.CultureInfo.InvariantCulture);
        var desk = await house.DeskOfUser(id, Door.Api, http.RequestAborted, http.User.FindFirstValue(TokenScheme.RightsClaim)?.Split(' ')) ?? throw Refusal.Denied("The account of this token is inactive.");
        http.Response.RegisterForDisposeAsync(desk);
        desk.Request = IdempotentPosts.Of(http);
        return new ApiVisitor(desk, http);
    }

    public void Tag(int version) => http.Response.Headers.ETag = $"\"{version}\"";
}
