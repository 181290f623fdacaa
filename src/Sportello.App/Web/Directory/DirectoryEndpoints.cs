using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory;

namespace Sportello.App.Web.Directory;

/// <summary>Who there is: organizations and contacts, found by the beginnings of words.</summary>
internal static class DirectoryEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/organizations", Organizations).Shows<OrganizationList>();
        web.MapGet("/organizations/new", NewOrganization).Shows<AddOrganization>();
        web.MapPost("/organizations/new", AddOrganization).Runs<AddOrganization>();
        web.MapGet("/organizations/{id:long}", Organization).Shows<OrganizationPage>();
        web.MapPost("/organizations/{id:long}", ChangeOrganization).Runs<ChangeOrganization>();
        ContactEndpoints.Map(web);
        Import.ImportEndpoints.Map(web);
        Duplicates.DuplicateEndpoints.Map(web);
        PersonData.PersonDataEndpoints.Map(web);
    }

    private static async Task<IResult> Organizations(Visitor visitor, [AsParameters] DirectoryQuery query) => Answers.View<OrganizationListView>(new
    {
        Page = await visitor.Page(visitor.Language.Say("organizations"), "organizations"),
        Query = query,
        Rows = await new OrganizationList(visitor.Desk).Run(new(query.Q, query.CategoryWanted, query.Inactive == true, query.After), visitor.Stop),
    });

    private static Task<IResult> NewOrganization(Visitor visitor) => OrganizationForm(visitor, null, TypedOrganization.Of(new AddOrganization(visitor.Desk).Blank()), null);

    private static async Task<IResult> AddOrganization(Visitor visitor, [FromForm] TypedOrganization? given)
    {
        var typed = given ?? new();
        try
        {
            return Answers.GoTo($"/organizations/{await new AddOrganization(visitor.Desk).Run(typed.Read(), visitor.Stop)}");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await OrganizationForm(visitor, null, typed, refusal);
        }
    }

    private static async Task<IResult> Organization(Visitor visitor, long id)
    {
        var organization = await new OrganizationPage(visitor.Desk).Run(id, visitor.Stop);
        return organization.MergedInto is { } into ? Answers.GoTo($"/organizations/{into}") : await OrganizationForm(visitor, organization, null, null);
    }

    private static async Task<IResult> ChangeOrganization(Visitor visitor, HttpContext http, long id, [FromForm] TypedOrganization? given)
    {
        var typed = given ?? new();
        try
        {
            await new ChangeOrganization(visitor.Desk).Run(id, typed.Version, typed.Read(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo($"/organizations/{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await OrganizationForm(visitor, await new OrganizationPage(visitor.Desk).Run(id, visitor.Stop), typed, refusal);
        }
    }

    private static async Task<IResult> OrganizationForm(Visitor visitor, OrganizationView? organization, TypedOrganization? typed, Refusal? error) => Answers.View<OrganizationPageView>(
        new
        {
            Page = await visitor.Page(organization?.Name ?? visitor.Language.Say("organization.new"), "organizations"),
            Organization = organization,
            Typed = typed ?? TypedOrganization.Of(new(organization!.Name, organization.Category, organization.Active)),
            MayChange = organization?.MayChange ?? true,
            Error = error,
        },
        error is null ? 200 : Refusals.StatusOf(error.Reason));
}
