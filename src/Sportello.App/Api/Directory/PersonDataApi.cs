using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Directory;
using Sportello.Directory.PersonData;

namespace Sportello.App.Api.Directory;

/// <summary>What is kept of a person: given out, or forgotten.</summary>
internal static class PersonDataApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/contacts/{called}/data", Data).Shows<ExportPerson>().GivesBytes("application/zip").WithSummary("Give out everything that is kept of a person");
        api.MapGet("/contacts/{called}/anonymization", Look).Shows<AnonymizeContact>().Gives<ForgettingJson>().WithSummary("Say in numbers what forgetting a person would take away");
        api.MapPost("/contacts/{called}/anonymization", Forget).Runs<AnonymizeContact>().GivesNothing().WithSummary("Forget who a contact was, which cannot be undone");
    }

    private static async Task<IResult> Data(ApiVisitor visitor, string called)
    {
        var id = await visitor.Desk.PersonKey(called, visitor.Stop);
        return Results.Stream(await new ExportPerson(visitor.Desk).Run(id, visitor.Stop), "application/zip", $"contact-{id}.zip");
    }

    private static async Task<IResult> Look(ApiVisitor visitor, string called)
    {
        var person = await new AnonymizeContact(visitor.Desk).Look(await visitor.Desk.PersonKey(called, visitor.Stop), visitor.Stop);
        return Results.Ok(new ForgettingJson(person.Id, person.Name, person.Counts.ToDictionary(c => c.What, c => c.Count, StringComparer.Ordinal), person.Why?.In(ApiVisitor.Language)));
    }

    private static async Task<IResult> Forget(ApiVisitor visitor, string called, [FromBody] PersonToName form)
    {
        await new AnonymizeContact(visitor.Desk).Run(await visitor.Desk.PersonKey(called, visitor.Stop), form.Name ?? "", visitor.Stop);
        return Results.NoContent();
    }
}

/// <param name="Name">The contact's whole name, since it cannot be undone.</param>
internal sealed record PersonToName(string? Name);

/// <param name="Counts">How many of what would be forgotten.</param>
/// <param name="Why">Why it cannot be; null = it can.</param>
internal sealed record ForgettingJson(long Id, string Name, IReadOnlyDictionary<string, int> Counts, string? Why);
