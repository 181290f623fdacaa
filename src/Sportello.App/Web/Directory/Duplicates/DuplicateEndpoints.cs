using System.Globalization;
using Sportello.App.Web.Shared;
using Sportello.Directory.Duplicates;
using Sportello.History;

namespace Sportello.App.Web.Directory.Duplicates;

/// <summary>Who is likely there twice, called different or merged.</summary>
internal static class DuplicateEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/contacts/duplicates", (Visitor visitor, string? after) => List(visitor, Subject.Contact, after)).Shows<DuplicateList>();
        web.MapPost("/contacts/duplicates", (Visitor visitor, HttpContext http) => Different(visitor, http, Subject.Contact)).Runs<CallDifferent>();
        web.MapGet("/contacts/{id:long}/merge", LookAtContacts).Shows<MergeContacts>();
        web.MapPost("/contacts/{id:long}/merge", Contacts).Runs<MergeContacts>();
        web.MapGet("/organizations/duplicates", (Visitor visitor, string? after) => List(visitor, Subject.Organization, after)).Shows<DuplicateList>();
        web.MapPost("/organizations/duplicates", (Visitor visitor, HttpContext http) => Different(visitor, http, Subject.Organization)).Runs<CallDifferent>();
        web.MapGet("/organizations/{id:long}/merge", LookAtOrganizations).Shows<MergeOrganizations>();
        web.MapPost("/organizations/{id:long}/merge", Organizations).Runs<MergeOrganizations>();
    }

    private static async Task<IResult> List(Visitor visitor, Subject subject, string? after)
    {
        var groups = await new DuplicateList(visitor.Desk).Run(subject, after, visitor.Stop);
        return Answers.View<DuplicatesView>(new { Page = await visitor.Page(visitor.Language.Say("duplicates"), "duplicates"), Subject = subject, Groups = groups, After = after });
    }

    private static async Task<IResult> Different(Visitor visitor, HttpContext http, Subject subject)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        await new CallDifferent(visitor.Desk).Run(subject, [.. form["Id"].Select(Key)], visitor.Stop);
        Flash.Put(http, visitor.Language.Say("duplicates.remembered"));
        return Answers.GoTo(PathOf(subject) + "/duplicates");
    }

    private static async Task<IResult> LookAtContacts(Visitor visitor, long id, string? with) =>
        await Look(visitor, Subject.Contact, await new MergeContacts(visitor.Desk).Look(id, Key(with), visitor.Stop));

    private static async Task<IResult> LookAtOrganizations(Visitor visitor, long id, string? with) =>
        await Look(visitor, Subject.Organization, await new MergeOrganizations(visitor.Desk).Look(id, Key(with), visitor.Stop));

    private static async Task<IResult> Look(Visitor visitor, Subject subject, MergeView merge) =>
        Answers.View<MergeTwinsView>(new { Page = await visitor.Page(visitor.Language.Say("merging"), "duplicates"), Subject = subject, Merge = merge });

    private static async Task<IResult> Contacts(Visitor visitor, HttpContext http, long id)
    {
        var into = Key((await http.Request.ReadFormAsync(visitor.Stop))["Into"]);
        await new MergeContacts(visitor.Desk).Run(id, into, visitor.Stop);
        return Merged(visitor, http, Subject.Contact, into);
    }

    private static async Task<IResult> Organizations(Visitor visitor, HttpContext http, long id)
    {
        var into = Key((await http.Request.ReadFormAsync(visitor.Stop))["Into"]);
        await new MergeOrganizations(visitor.Desk).Run(id, into, visitor.Stop);
        return Merged(visitor, http, Subject.Organization, into);
    }

    private static IResult Merged(Visitor visitor, HttpContext http, Subject subject, long into)
    {
        Flash.Put(http, visitor.Language.Say("merging.done"));
        return Answers.GoTo(string.Create(CultureInfo.InvariantCulture, $"{PathOf(subject)}/{into}"));
    }

    internal static string PathOf(Subject subject) => subject == Subject.Contact ? "/contacts" : "/organizations";

    private static long Key(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out var key) ? key : 0;
}
