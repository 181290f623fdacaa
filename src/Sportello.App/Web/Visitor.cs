using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Sportello.Access;
using Sportello.App.Web.Shared;
using Sportello.Directory;
using Sportello.History;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web;

/// <summary>Somebody signed in, at a desk of their own for the length of one request.</summary>
internal sealed class Visitor(Desk desk, HttpContext http)
{
    public const string StampClaim = "stamp";
    public const string SessionClaim = "session";

    public Desk Desk => desk;

    public Actor Actor => desk.Actor;

    public Language Language { get; } = Languages.Of(http, desk.House, desk.Actor.Language);

    public CancellationToken Stop => http.RequestAborted;

    /// <summary>Minimal APIs make the parameter by this.</summary>
    public static async ValueTask<Visitor?> BindAsync(HttpContext http)
    {
        var desk = await Enter(http, http.RequestAborted);
        http.Response.RegisterForDisposeAsync(desk);
        Languages.IsReadBy(http, desk.Actor.Language);
        return new Visitor(desk, http);
    }

    /// <summary>A desk for whoever is signed in, as they are at this moment.</summary>
    /// <exception cref="SessionEnded">They are not any more.</exception>
    public static async Task<Desk> Enter(HttpContext http, CancellationToken stop)
    {
        var house = http.RequestServices.GetRequiredService<House>();
        var id = long.Parse(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!, System.Globalization.CultureInfo.InvariantCulture);
        var desk = await house.DeskOfUser(id, Door.Web, stop);
        var session = http.User.FindFirstValue(SessionClaim);
        var (open, note) = desk?.Actor.InSession(session, house.Now) ?? default;
        if (desk is null || !open || !string.Equals(desk.Actor.SecurityStamp, http.User.FindFirstValue(StampClaim), StringComparison.Ordinal))
        {
            if (desk is not null)
            {
                await desk.DisposeAsync();
            }

            throw new SessionEnded();
        }

        if (note)
        {
            http.Response.OnCompleted(() => new TouchSession(house).Run(session!, CancellationToken.None));
        }

        return desk;
    }

    /// <summary>What every page needs around its content.</summary>
    public async Task<Page> Page(string title, string? current = null)
    {
        var counts = await new TicketViews(desk).Run(Stop);
        return Part() with
        {
            Title = title,
            Person = Actor.Name,
            Counts = counts,
            Current = current,
            Token = Token(http),
            Flash = Flash.Take(http),
        };
    }

    /// <summary>For what comes into a page that stands already: nothing is around it.</summary>
    public Page Part() => new("", Language, Actor.Theme) { Actor = Actor, Now = desk.Now, Zone = Zone };

    public TimeZoneInfo Zone => desk.Zone;

    public static string Token(HttpContext http) => http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http).RequestToken!;
}

/// <summary>The session was ended, the account closed or its password changed.</summary>
internal sealed class SessionEnded : Exception;
