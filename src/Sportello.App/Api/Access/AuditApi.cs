using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.History;
using Sportello.Words;

namespace Sportello.App.Api.Access;

/// <summary>Who changed who may do what, newest first.</summary>
internal static class AuditApi
{
    private const int MostRows = 200;

    public static void Map(RouteGroupBuilder api) => api.MapGet("/audit", List).Shows<AuditLog>().Gives<ListJson<AuditJson>>().WithSummary("List who changed who may do what, the newest first");

    private static async Task<IResult> List(
        ApiVisitor visitor, [FromQuery] string? who, [FromQuery] string? kind, [FromQuery] DateTimeOffset? from, [FromQuery] DateTimeOffset? until, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var filter = new AuditFilter(who, Choice.Of<AuditKind>("kind", kind), from?.UtcDateTime, until?.UtcDateTime, after, Limit.Of(limit, MostRows));
        var rows = await new AuditLog(visitor.Desk).Run(filter, visitor.Stop);
        return Results.Ok(new ListJson<AuditJson>([.. rows.Items.Select(AuditJson.Of)], rows.Next));
    }
}

/// <param name="About">The user, group, project or contact that it is about; none for settings.</param>
/// <param name="Number">Its number.</param>
internal sealed record AuditJson(long Id, DateTime At, string Who, string Door, string Kind, string? About, long Number, string What, string? From, string? To)
{
    public static AuditJson Of(AuditRow row) => new(row.Id, row.At, row.Who, Name.Of(row.Door), Name.Of(row.Kind), row.About, row.AboutId, row.What, row.From, row.To);
}
