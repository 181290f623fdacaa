using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Directory;
using Sportello.Directory.Duplicates;
using Sportello.History;
using Sportello.Words;

namespace Sportello.App.Api.Directory;

/// <summary>Who is likely there twice, called different or merged.</summary>
internal static class DuplicateApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/contacts/duplicates", (ApiVisitor visitor, [FromQuery] string? after) => List(visitor, Subject.Contact, after))
            .Shows<DuplicateList>().Gives<ListJson<TwinsJson>>().WithSummary("List contacts that are likely the same");
        api.MapPost("/contacts/duplicates/different", (ApiVisitor visitor, [FromBody] TwinsToPart form) => Part(visitor, Subject.Contact, form))
            .Runs<CallDifferent>().GivesNothing().WithSummary("Say of contacts that look alike that no two are the same");
        api.MapGet("/contacts/{called}/merge", LookAtContacts).Shows<MergeContacts>().Gives<MergeJson>().WithSummary("Say what merging a contact into another would move");
        api.MapPost("/contacts/{called}/merge", Contacts).Runs<MergeContacts>().Gives<ContactJson>().WithSummary("Merge a contact into another, which is given back");
        api.MapGet("/organizations/duplicates", (ApiVisitor visitor, [FromQuery] string? after) => List(visitor, Subject.Organization, after))
            .Shows<DuplicateList>().Gives<ListJson<TwinsJson>>().WithSummary("List organizations that are likely the same");
        api.MapPost("/organizations/duplicates/different", (ApiVisitor visitor, [FromBody] TwinsToPart form) => Part(visitor, Subject.Organization, form))
            .Runs<CallDifferent>().GivesNothing().WithSummary("Say of organizations that look alike that no two are the same");
        api.MapGet("/organizations/{called}/merge", LookAtOrganizations).Shows<MergeOrganizations>().Gives<MergeJson>().WithSummary("Say what merging an organization into another would move");
        api.MapPost("/organizations/{called}/merge", Organizations).Runs<MergeOrganizations>().Gives<OrganizationJson>().WithSummary("Merge an organization into another, which is given back");
    }

    private static async Task<IResult> List(ApiVisitor visitor, Subject subject, string? after)
    {
        var groups = await new DuplicateList(visitor.Desk).Run(subject, after, visitor.Stop);
        return Results.Ok(new ListJson<TwinsJson>([.. groups.Items.Select(TwinsJson.Of)], groups.Next));
    }

    private static async Task<IResult> Part(ApiVisitor visitor, Subject subject, TwinsToPart form)
    {
        await new CallDifferent(visitor.Desk).Run(subject, [.. form.Ids ?? []], visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> LookAtContacts(ApiVisitor visitor, string called, [FromQuery] string? into)
    {
        var (source, target) = await ContactsOf(visitor, called, into);
        return Results.Ok(MergeJson.Of(await new MergeContacts(visitor.Desk).Look(source, target, visitor.Stop)));
    }

    private static async Task<IResult> Contacts(ApiVisitor visitor, string called, [FromBody] TwinToMerge form)
    {
        var (source, target) = await ContactsOf(visitor, called, form.Into);
        await new MergeContacts(visitor.Desk).Run(source, target, visitor.Stop);
        return Results.Ok(ContactApi.Json(visitor, await new ContactPage(visitor.Desk).Run(target, visitor.Stop)));
    }

    private static async Task<IResult> LookAtOrganizations(ApiVisitor visitor, string called, [FromQuery] string? into)
    {
        var (source, target) = await OrganizationsOf(visitor, called, into);
        return Results.Ok(MergeJson.Of(await new MergeOrganizations(visitor.Desk).Look(source, target, visitor.Stop)));
    }

    private static async Task<IResult> Organizations(ApiVisitor visitor, string called, [FromBody] TwinToMerge form)
    {
        var (source, target) = await OrganizationsOf(visitor, called, form.Into);
        await new MergeOrganizations(visitor.Desk).Run(source, target, visitor.Stop);
        return Results.Ok(OrganizationApi.Json(visitor, await new OrganizationPage(visitor.Desk).Run(target, visitor.Stop)));
    }

    private static async Task<(long Source, long Target)> ContactsOf(ApiVisitor visitor, string source, string? target) =>
        (await visitor.Desk.PersonKey(source, visitor.Stop), await visitor.Desk.PersonKey(Into(target), visitor.Stop));

    private static async Task<(long Source, long Target)> OrganizationsOf(ApiVisitor visitor, string source, string? target) =>
        (await visitor.Desk.OrganizationKey(source, visitor.Stop), await visitor.Desk.OrganizationKey(Into(target), visitor.Stop));

    private static string Into(string? target) => target is { Length: > 0 } ? target : throw Refusal.Invalid("into", "The name or number of the one that stays is needed.");
}

/// <param name="Ids">The numbers of those of whom no two are the same.</param>
internal sealed record TwinsToPart(IReadOnlyList<long>? Ids);

/// <param name="Into">The name or number of the one that stays.</param>
internal sealed record TwinToMerge(string? Into);

internal sealed record TwinJson(long Id, string Name, string? Organization, bool Active, IReadOnlyList<string> Addresses, string? Username)
{
    public static TwinJson Of(Twin t) => new(t.Id, t.Name, t.Organization, t.Active, t.Addresses, t.Username);
}

/// <param name="Because"><c>address</c> or <c>name</c>, or both.</param>
/// <param name="Count">How many there are; <c>members</c> are the first of them.</param>
internal sealed record TwinsJson(IReadOnlyList<string> Because, IReadOnlyList<TwinJson> Members, int Count)
{
    public static TwinsJson Of(TwinGroup g) => new([.. g.Because.Select(b => Name.Of(b))], [.. g.Members.Select(TwinJson.Of)], g.Count);
}

/// <param name="Moves">How many of what goes over.</param>
/// <param name="Why">Why it cannot be; null = it can.</param>
internal sealed record MergeJson(TwinJson Source, TwinJson Target, IReadOnlyDictionary<string, int> Moves, string? Why)
{
    public static MergeJson Of(MergeView m) => new(
        TwinJson.Of(m.Source), TwinJson.Of(m.Target), m.Moves.ToDictionary(x => x.What, x => x.Count, StringComparer.Ordinal), m.Why?.In(ApiVisitor.Language));
}
