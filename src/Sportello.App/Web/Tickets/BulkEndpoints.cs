using System.Globalization;
using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>What is done to all ticked rows at once, and taken back at once.</summary>
internal static class BulkEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapPost("/tickets/bulk", Change).Runs<ChangeTickets>();
        web.MapPost("/tickets/bulk/{id:long}/undo", Undo).Runs<UndoChangeOfTickets>();
        web.MapGet("/tickets.csv", File).Shows<TicketList>();
    }

    private static async Task<IResult> Change(Visitor visitor, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        var assignee = ((string?)form["Assignee"])?.Trim() ?? "";
        var changes = new TicketChanges
        {
            Status = Name.TryRead<TicketStatus>(form["Status"], out var status) ? status : null,
            Kind = Name.TryRead<TicketKind>(form["Kind"], out var kind) ? kind : null,
            Priority = Name.TryRead<Priority>(form["Priority"], out var priority) ? priority : null,
            Snooze = new SnoozeForm { Snooze = form["Snooze"], SnoozeAt = form["SnoozeAt"] }.Read(visitor.Zone),
            SetAssignee = assignee.Length > 0,
            Assignee = assignee switch
            {
                "none" => null,
                "me" => visitor.Actor.ContactId?.ToString(CultureInfo.InvariantCulture),
                _ => assignee,
            },
        };
        var done = await new ChangeTickets(visitor.Desk).Run([.. form["Ticket"].OfType<string>().Select(Read)], changes, visitor.Stop);
        return Answers.GoTo(Back(form["Back"], done.Id));
    }

    private static async Task<IResult> Undo(Visitor visitor, HttpContext http, long id)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        await new UndoChangeOfTickets(visitor.Desk).Run(id, visitor.Stop);
        return Answers.GoTo(Back(form["Back"], id));
    }

    private static async Task<IResult> File(Visitor visitor, [AsParameters] ListQuery query)
    {
        // Refused before anything is sent, if it is.
        var list = new TicketList(visitor.Desk);
        await list.Run(query.Filter with { Limit = 1 }, visitor.Stop);
        return Results.Stream(body => TicketFile.Write(body, visitor.Language, list.All(query.Filter, visitor.Stop), visitor.Stop), "text/csv; charset=utf-8", "tickets.csv");
    }

    /// <summary>The list or ticket one came from, and what was done.</summary>
    private static string Back(string? given, long id)
    {
        var list = given is not null && given.StartsWith("/tickets", StringComparison.Ordinal) && (given[8..] is ['?', ..] || (given[8..] is ['/', .. var number] && number.All(char.IsAsciiDigit))) ? given : "/tickets";
        return $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done={id.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Number and version, as the box of the row says them.</summary>
    private static Ticked Read(string ticked) => ticked.Split('.') is [var number, .. var rest] && int.TryParse(number, CultureInfo.InvariantCulture, out var n)
        ? new(n, rest is [var version] && int.TryParse(version, CultureInfo.InvariantCulture, out var v) ? v : null)
        : throw Refusal.Invalid("tickets", Said.Of("bulk.none"));
}
