using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Tickets;

namespace Sportello.App.Api.Tickets;

/// <summary>One change of many tickets, and one step back of all of it.</summary>
internal static class ManyTicketsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/tickets/changes", Change).Runs<ChangeTickets>().Takes<ManyToChange>().Gives<ManyChangedJson>().WithSummary("Change many tickets at once");
        api.MapPost("/tickets/changes/{id:long}/undo", Undo).Runs<UndoChangeOfTickets>().Gives<ManyChangedJson>().WithSummary("Take back a change of many tickets");
    }

    private static async Task<IResult> Change(ApiVisitor visitor, [FromBody] JsonElement body)
    {
        IReadOnlyList<Ticked> tickets = [];
        var changes = new List<JsonProperty>();
        foreach (var member in Patch.Members(body))
        {
            if (string.Equals(member.Name, "tickets", StringComparison.Ordinal))
            {
                tickets = Numbers(member);
            }
            else
            {
                changes.Add(member);
            }
        }

        return Results.Ok(ManyChangedJson.Of(await new ChangeTickets(visitor.Desk).Run(tickets, TicketApi.ChangesOf(changes), visitor.Stop)));
    }

    private static async Task<IResult> Undo(ApiVisitor visitor, long id) => Results.Ok(ManyChangedJson.Of(await new UndoChangeOfTickets(visitor.Desk).Run(id, visitor.Stop)));

    private static IReadOnlyList<Ticked> Numbers(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(n => n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out _))
            ? [.. member.Value.EnumerateArray().Select(n => new Ticked(n.GetInt32(), null))]
            : throw Refusal.Invalid("tickets", "A list of numbers of tickets is needed.");
}

/// <summary>What is to become of which tickets; an assignee of null hands them back, a snooze of null wakes them.</summary>
internal sealed record ManyToChange(IReadOnlyList<int>? Tickets, string? Kind, string? Status, string? Priority, string? Assignee, DateTime? SnoozedUntil);

/// <param name="Id">By which all of it is undone.</param>
internal sealed record ManyChangedJson(long Id, int Done, IReadOnlyList<NotChangedJson> Failed, bool Undone)
{
    public static ManyChangedJson Of(ManyChanged many) => new(many.Id, many.Done, [.. many.Failed.Select(f => new NotChangedJson(f.Number, f.Why.Message))], many.Undone);
}

internal sealed record NotChangedJson(int Number, string Why);
