using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Directory;
using Sportello.Tickets;

namespace Sportello.App.Api.Directory;

internal static class ContactApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/contacts", List).Shows<ContactList>().Gives<ListJson<ContactRowJson>>().WithSummary("List the contacts by name");
        api.MapPost("/contacts", Add).Runs<AddContact>().Takes<ContactPatch>().Gives<ContactJson>(StatusCodes.Status201Created).WithSummary("Add a contact");
        api.MapGet("/contacts/{called}", Read).Shows<ContactPage>().Gives<ContactJson>().WithSummary("Read a contact with its roles");
        api.MapPatch("/contacts/{called}", Change).Runs<ChangeContact>().Takes<ContactPatch>().Gives<ContactJson>().IfMatch().WithSummary("Change a contact, or make it active or inactive");
        api.MapGet("/contacts/{called}/history", History).Shows<ContactPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of a contact");
    }

    private static async Task<IResult> List(
        ApiVisitor visitor,
        [FromQuery] string? q,
        [FromQuery] string? category,
        [FromQuery] string? organization,
        [FromQuery] bool? inactive,
        [FromQuery] int? limit,
        [FromQuery] string? after)
    {
        var of = string.IsNullOrEmpty(organization) ? (long?)null : await visitor.Desk.OrganizationKey(organization, visitor.Stop);
        var filter = new ContactFilter(q, Category.Read(category), of, inactive ?? false, after, Limit.Of(limit, ContactList.MostRows));
        var rows = await new ContactList(visitor.Desk).Run(filter, visitor.Stop);
        return Results.Ok(new ListJson<ContactRowJson>([.. rows.Items.Select(ContactRowJson.Of)], rows.Next));
    }

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] JsonElement form)
    {
        visitor.MustHold("contact.view");
        var id = await new AddContact(visitor.Desk).Run(Changed(new() { Name = "", Organization = "" }, form), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/contacts/{id}", Json(visitor, await new ContactPage(visitor.Desk).Run(id, visitor.Stop)));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, string called) =>
        Results.Ok(Json(visitor, await new ContactPage(visitor.Desk).Run(called, visitor.Stop)));

    private static async Task<IResult> Change(ApiVisitor visitor, string called, [FromBody] JsonElement changes)
    {
        var before = await new ContactPage(visitor.Desk).Run(called, visitor.Stop);
        await new ChangeContact(visitor.Desk).Run(before.Id, visitor.IfMatch ?? before.Version, Changed(before.Is, changes), visitor.Stop);
        return Results.Ok(Json(visitor, await new ContactPage(visitor.Desk).Run(before.Id, visitor.Stop)));
    }

    private static async Task<IResult> History(ApiVisitor visitor, string called) =>
        Results.Ok(HistoryJson.List((await new ContactPage(visitor.Desk).Run(called, visitor.Stop)).History));

    internal static ContactJson Json(ApiVisitor visitor, ContactView contact)
    {
        visitor.Tag(contact.Version);
        return ContactJson.Of(contact);
    }

    /// <summary>A member that is absent stays as it is; the list of addresses is whole.</summary>
    private static ContactFields Changed(ContactFields contact, JsonElement body)
    {
        foreach (var member in Patch.Members(body))
        {
            contact = member.Name switch
            {
                "name" => contact with { Name = Patch.Text(member) ?? "" },
                "organization" => contact with { Organization = Patch.Text(member) ?? "" },
                "active" => contact with { Active = Patch.Flag(member) },
                "emails" => contact with { Addresses = Patch.Names(member, "A list of addresses is needed; the first is written to.") },
                "slack" => contact with { Slack = Patch.Text(member) },
                "jabber" => contact with { Jabber = Patch.Text(member) },
                "language" => contact with { Language = Patch.Text(member) },
                "stat" => contact with { Stat = Patch.Flag(member) },
                "correct" => contact with { Correct = Patch.Flag(member) },
                "imap" => contact with { ImapFolder = Patch.Text(member) },
                "new_obr" => contact with { OpensKind = Choice.Of<TicketKind>("new_obr", Patch.Text(member)) },
                _ => throw Refusal.Invalid(member.Name, "There is no such member; name, organization, active, emails, slack, jabber, language, stat, correct, imap and new_obr there are."),
            };
        }

        return contact;
    }
}

/// <summary>What is said of a contact; it is read member by member, since an absent handle is not none. A new one needs a name and an organization.</summary>
internal sealed record ContactPatch(
    string? Name, string? Organization, bool? Active, IReadOnlyList<string>? Emails, string? Slack, string? Jabber, string? Language, bool? Stat, bool? Correct, string? Imap, string? NewObr);

internal sealed record ContactRowJson(long Id, string Name, string Organization, string Category, bool Active, string? Email, string? Username)
{
    public static ContactRowJson Of(ContactRow row) => new(row.Id, row.Name, row.Organization, Directory.Category.Of(row.Category), row.Active, row.Address, row.Username);
}

/// <summary>The members of the portable form, and what is known besides. <c>new_obr</c> is the kind of ticket that a letter in the folder opens.</summary>
internal sealed record ContactJson(
    long Id, string Name, string Organization, string Category, bool Active, string? Username, IReadOnlyList<string> Emails, string? Slack, string? Jabber, string? Language,
    bool Stat, bool Correct, string? Imap, string? NewObr, IReadOnlyList<RoleJson> Roles, int Version)
{
    public static ContactJson Of(ContactView contact) => new(
        contact.Id, contact.Is.Name, contact.Is.Organization, Directory.Category.Of(contact.Category), contact.Is.Active, contact.Username, contact.Is.Addresses,
        contact.Is.Slack, contact.Is.Jabber, contact.Is.Language, contact.Is.Stat, contact.Is.Correct, contact.Is.ImapFolder,
        contact.Is.OpensKind is { } kind ? Words.Name.Of(kind) : null, [.. contact.Roles.Select(r => new RoleJson(r.Project, Words.Name.Of(r.Role)))], contact.Version);
}

/// <param name="Project">None for a permission over all projects.</param>
internal sealed record RoleJson(string? Project, string Role);
