using System.Globalization;
using System.Text;
using Sportello.App.Web.Shared;
using Sportello.History;
using Sportello.Jobs;

namespace Sportello.App.Web.Access;

internal static class AuditEndpoints
{
    private const int Portion = 1000;

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/audit", List).Shows<AuditLog>();
        web.MapGet("/audit.csv", File).Shows<AuditLog>();
    }

    private static async Task<IResult> List(Visitor visitor, [AsParameters] AuditQuery query) => Answers.View<AuditView>(new
    {
        Rows = await new AuditLog(visitor.Desk).Run(query.Filter(visitor.Zone), visitor.Stop),
        Page = await visitor.Page(visitor.Language.Say("audit"), "audit"),
        Query = query,
    });

    /// <summary>All that the filter finds, a portion at a time.</summary>
    private static async Task File(Visitor visitor, HttpContext http, [AsParameters] AuditQuery query)
    {
        var log = new AuditLog(visitor.Desk);
        var filter = query.Filter(visitor.Zone) with { Limit = Portion, After = null };
        var rows = await log.Run(filter, visitor.Stop);
        var page = await visitor.Page(visitor.Language.Say("audit"));
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=audit.csv";
        await http.Response.Body.WriteAsync(Encoding.UTF8.Preamble.ToArray(), visitor.Stop);
        var text = new StringBuilder();
        Grids.Line(text, [page.Say("audit.at"), page.Say("audit.who"), page.Say("audit.door"), page.Say("audit.kind"), page.Say("audit.about"), page.Say("audit.what"), page.Say("audit.from"), page.Say("audit.to")]);
        for (var more = true; more;)
        {
            foreach (var row in rows.Items)
            {
                Grids.Line(text, [row.At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), row.Who, page.Language.Say("door", row.Door), page.Language.Say("audit.kind", row.Kind), row.About ?? "", row.What, row.From ?? "", row.To ?? ""]);
            }

            await http.Response.WriteAsync(text.ToString(), visitor.Stop);
            text.Clear();
            more = rows.Next is not null;
            rows = more ? await log.Run(filter with { After = rows.Next }, visitor.Stop) : rows;
        }
    }
}

/// <summary>What the log is narrowed to, as it stands in the address.</summary>
public sealed record AuditQuery
{
    public string? Who { get; init; }

    public string? Kind { get; init; }

    public string? Day { get; init; }

    public string? After { get; init; }

    public AuditKind? KindWanted => Words.Name.TryRead<AuditKind>(Kind, out var kind) ? kind : null;

    public bool Filtered => !string.IsNullOrWhiteSpace(Who) || KindWanted is not null || !string.IsNullOrEmpty(Day);

    /// <summary>The day is a day of the reader.</summary>
    public AuditFilter Filter(TimeZoneInfo zone)
    {
        var day = DayField.Read(Day, "day");
        return new(Who, KindWanted, day is { } d ? LocalTime.StartOf(d, zone) : null, day is { } e ? LocalTime.StartOf(e.AddDays(1), zone) : null, After);
    }

    public string At(string path, string? after, string? who = null) => Address.Of(path, ("who", who ?? Who), ("kind", Kind), ("day", Day), ("after", after));
}
