namespace Sportello.App.Web;

/// <summary>What an endpoint says of itself: what it shows or runs, or that it is public, and why. A test finds any that is silent.</summary>
internal sealed record EndpointNature(string What, bool IsPublic);

internal static class EndpointNatures
{
    /// <summary>It shows the answer of a query, which starts from what the reader may see.</summary>
    public static RouteHandlerBuilder Shows<TQuery>(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new EndpointNature(typeof(TQuery).Name, IsPublic: false));

    /// <summary>It runs a verb, which asks for its right.</summary>
    public static RouteHandlerBuilder Runs<TVerb>(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new EndpointNature(typeof(TVerb).Name, IsPublic: false));

    public static RouteHandlerBuilder Public(this RouteHandlerBuilder endpoint, string why) =>
        endpoint.WithMetadata(new EndpointNature(why, IsPublic: true)).AllowAnonymous();
}
