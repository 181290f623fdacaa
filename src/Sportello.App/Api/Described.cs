using Microsoft.AspNetCore.Http.Metadata;

namespace Sportello.App.Api;

/// <summary>The form of a body that is read member by member.</summary>
internal sealed record BodyForm(Type Form);

/// <summary>The answer says a secret, once: it is not kept for whoever repeats the request.</summary>
internal sealed record SaidOnce;

/// <summary>The body holds a password: nothing of it is kept, not even a fingerprint, from which a weak one could be found again.</summary>
internal sealed record TakesSecret;

/// <summary>What it changes has a version, and If-Match is held against it.</summary>
internal sealed record HasVersion;

/// <summary>A body that is not JSON.</summary>
internal sealed record RawBody(string MediaType);

/// <summary>What an endpoint takes and gives, for the description at <c>/openapi/v1.json</c>.</summary>
internal static class Described
{
    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses.Length == 0 ? [StatusCodes.Status200OK] : statuses)
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));
        }

        return endpoint;
    }

    public static RouteHandlerBuilder GivesBytes(this RouteHandlerBuilder endpoint, string mediaType = "application/octet-stream") =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), [mediaType]));

    public static RouteHandlerBuilder GivesNothing(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void), []));

    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new BodyForm(typeof(T)));

    /// <summary>If-Match is held against the version of what it changes.</summary>
    public static RouteHandlerBuilder IfMatch(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new HasVersion());

    public static RouteHandlerBuilder TakesRaw(this RouteHandlerBuilder endpoint, string mediaType) => endpoint.WithMetadata(new RawBody(mediaType));
}
