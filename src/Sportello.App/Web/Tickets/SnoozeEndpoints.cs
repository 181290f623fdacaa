using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Jobs;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>Until when a ticket is put off, as the form says it.</summary>
public sealed record SnoozeForm
{
    /// <summary>One of the choices, by its name; none = nothing is put off.</summary>
    public string? Snooze { get; init; }

    /// <summary>Day and time by the reader's clock, where they are said.</summary>
    public string? SnoozeAt { get; init; }

    public int? Version { get; init; }

    public SnoozeTo? Read(TimeZoneInfo zone) =>
        !Name.TryRead<SnoozeChoice>(Snooze, out var choice) ? null
        : choice is not SnoozeChoice.At ? new(choice, Zone: zone)
        : DateTime.TryParse(SnoozeAt, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall) ? new(choice, LocalTime.ToUtc(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified), zone), zone)
        : throw Refusal.Invalid("snooze", Said.Of("snooze.when"));
}

/// <summary>One ticket is put off until a moment, or brought back; it is taken back as what is done to many.</summary>
internal static class SnoozeEndpoints
{
    public static void Map(RouteGroupBuilder web) => web.MapPost("/tickets/{number:int}/snooze", Snooze).Runs<ChangeTickets>();

    private static async Task<IResult> Snooze(Visitor visitor, int number, [FromForm] SnoozeForm? given)
    {
        var form = given ?? new SnoozeForm();
        try
        {
            var to = form.Read(visitor.Zone) ?? throw Refusal.Invalid("snooze", Said.Of("snooze.when"));
            var done = await new ChangeTickets(visitor.Desk).Run([new(number, form.Version)], new() { Snooze = to }, visitor.Stop);
            return done.Failed is [var failed] ? throw failed.Why : Answers.GoTo($"/tickets/{number}?done={done.Id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await TicketEndpoints.TicketPageOf(visitor, number, new ReplyForm { Version = form.Version }, refusal);
        }
    }
}
