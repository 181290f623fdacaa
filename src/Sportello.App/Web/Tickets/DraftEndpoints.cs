using Sportello.App.Web.Shared;
using Sportello.Tickets;

namespace Sportello.App.Web.Tickets;

/// <summary>What is being written is kept as it is typed; the button that throws it away sends nothing to keep.</summary>
internal static class DraftEndpoints
{
    private static readonly string[] OfReply = [KeepDraft.Body, KeepDraft.Internal, "Status"];
    private static readonly string[] OfTicket = ["Project", "Kind", "Priority", "Requester", KeepDraft.Subject, KeepDraft.Body];

    public static void Map(RouteGroupBuilder web)
    {
        web.MapPost("/tickets/{number:int}/draft", KeepReply).Runs<KeepDraft>();
        web.MapPost("/tickets/new/draft", KeepTicket).Runs<KeepDraft>();
    }

    /// <summary>After a form that was refused: what was typed is not lost with the page.</summary>
    public static Task Keep(Visitor visitor, int? number, params IEnumerable<(string Name, string? Value)> fields) =>
        new KeepDraft(visitor.Desk).Run(number, fields.Where(f => !string.IsNullOrEmpty(f.Value)).ToDictionary(f => f.Name, f => f.Value!, StringComparer.Ordinal), visitor.Stop);

    private static Task<IResult> KeepReply(Visitor visitor, HttpContext http, int number) => Keep(visitor, http, number, OfReply, $"/tickets/{number}");

    private static Task<IResult> KeepTicket(Visitor visitor, HttpContext http) => Keep(visitor, http, null, OfTicket, "/tickets/new");

    private static async Task<IResult> Keep(Visitor visitor, HttpContext http, int? number, string[] names, string back)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        await Keep(visitor, number, names.Select(name => (name, (string?)form[name])));
        return http.Request.Headers.ContainsKey("X-Draft") ? Results.NoContent() : Answers.GoTo(back);
    }
}
