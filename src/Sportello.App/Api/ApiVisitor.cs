using System.Security.Claims;
using Sportello.History;
using Sportello.Words;

namespace Sportello.App.Api;

/// <summary>The owner of a token, at a desk of their own for the length of one request.</summary>
internal sealed class ApiVisitor(Desk desk, HttpContext http)
{
    public Desk Desk => desk;

    public HttpContext Http => http;

    public CancellationToken Stop => http.RequestAborted;

    /// <summary>Programs are answered in English, as refusals and the log are.</summary>
    public static Language Language { get; } = Language.In("en");

    /// <summary>The version in <c>If-Match</c>, if the caller sent one.</summary>
    public int? IfMatch { get; private init; }

    public static async ValueTask<ApiVisitor?> BindAsync(HttpContext http)
    {
        var house = http.RequestServices.GetRequiredService<House>();
        var id = long.Parse(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!, System.Globalization.CultureInfo.InvariantCulture);
        var desk = await house.DeskOfUser(id, Door.Api, http.RequestAborted, http.User.FindFirstValue(TokenScheme.RightsClaim)?.Split(' ')) ?? throw Refusal.Denied("The account of this token is inactive.");
        http.Response.RegisterForDisposeAsync(desk);
        desk.Request = IdempotentPosts.Of(http);
        return new ApiVisitor(desk, http) { IfMatch = SeenVersion.Of(http) };
    }

    /// <summary>What is done is told with the answer, so that whoever may not see it is turned away before it is done.</summary>
    public void MustHold(string permission)
    {
        if (!desk.Actor.Holds(permission))
        {
            throw Refusal.Denied(Said.Of("refusal.permission", ("permission", permission)));
        }
    }

    public void Tag(int version) => http.Response.Headers.ETag = $"\"{version}\"";
}
