using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory.PersonData;

namespace Sportello.App.Web.Directory.PersonData;

/// <summary>What is kept of a person: given out, or forgotten.</summary>
internal static class PersonDataEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/contacts/{id:long}/data", Data).Shows<ExportPerson>();
        web.MapGet("/contacts/{id:long}/anonymize", Look).Shows<AnonymizeContact>();
        web.MapPost("/contacts/{id:long}/anonymize", Forget).Runs<AnonymizeContact>();
    }

    private static async Task<IResult> Data(Visitor visitor, long id) =>
        Results.Stream(await new ExportPerson(visitor.Desk).Run(id, visitor.Stop), "application/zip", $"contact-{id}.zip");

    private static Task<IResult> Look(Visitor visitor, long id) => PageOf(visitor, id, null, null);

    private static async Task<IResult> Forget(Visitor visitor, HttpContext http, long id, [FromForm] TypedName? given)
    {
        try
        {
            await new AnonymizeContact(visitor.Desk).Run(id, given?.Name ?? "", visitor.Stop);
            Flash.Put(http, visitor.Language.Say("forget.done"));
            return Answers.GoTo($"/contacts/{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await PageOf(visitor, id, given?.Name, refusal);
        }
    }

    private static async Task<IResult> PageOf(Visitor visitor, long id, string? typed, Refusal? error) => Answers.View<AnonymizeView>(
        new
        {
            Page = await visitor.Page(visitor.Language.Say("forget"), "contacts"),
            Contact = await new AnonymizeContact(visitor.Desk).Look(id, visitor.Stop),
            Typed = typed,
            Error = error,
        },
        error is null ? 200 : Refusals.StatusOf(error.Reason));
}

public sealed record TypedName
{
    public string? Name { get; init; }
}
