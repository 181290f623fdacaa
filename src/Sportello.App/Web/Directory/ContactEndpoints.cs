using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory;
using Sportello.Tickets;

namespace Sportello.App.Web.Directory;

internal static class ContactEndpoints
{
    private const int LatestTickets = 10;

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/contacts", Contacts).Shows<ContactList>();
        web.MapGet("/contacts/new", NewContact).Shows<AddContact>();
        web.MapPost("/contacts/new", AddContact).Runs<AddContact>();
        web.MapGet("/contacts/{id:long}", Contact).Shows<ContactPage>();
        web.MapPost("/contacts/{id:long}", ChangeContact).Runs<ChangeContact>();
    }

    private static async Task<IResult> Contacts(Visitor visitor, [AsParameters] DirectoryQuery query) => Answers.View<ContactListView>(new
    {
        Page = await visitor.Page(visitor.Language.Say("contacts"), "contacts"),
        Query = query,
        Rows = await new ContactList(visitor.Desk).Run(new(query.Q, query.CategoryWanted, null, query.Inactive == true, query.After), visitor.Stop),
    });

    private static Task<IResult> NewContact(Visitor visitor, [FromQuery] string? organization) =>
        Form(visitor, null, TypedContact.Of(new AddContact(visitor.Desk).Blank(organization)), null);

    private static async Task<IResult> AddContact(Visitor visitor, [FromForm] TypedContact? given)
    {
        var typed = given ?? new();
        try
        {
            return Answers.GoTo($"/contacts/{await new AddContact(visitor.Desk).Run(typed.Read(), visitor.Stop)}");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Form(visitor, null, typed, refusal);
        }
    }

    private static async Task<IResult> Contact(Visitor visitor, long id)
    {
        var contact = await new ContactPage(visitor.Desk).Run(id, visitor.Stop);
        return contact.MergedInto is { } into ? Answers.GoTo($"/contacts/{into}") : await Form(visitor, contact, null, null);
    }

    private static async Task<IResult> ChangeContact(Visitor visitor, HttpContext http, long id, [FromForm] TypedContact? given)
    {
        var typed = given ?? new();
        try
        {
            await new ChangeContact(visitor.Desk).Run(id, typed.Version, typed.Read(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo($"/contacts/{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await Form(visitor, await new ContactPage(visitor.Desk).Run(id, visitor.Stop), typed, refusal);
        }
    }

    private static async Task<IResult> Form(Visitor visitor, ContactView? contact, TypedContact? typed, Refusal? error)
    {
        var desk = visitor.Desk;
        var mayChange = contact?.MayChange ?? true;
        var tickets = contact is null
            ? null
            : await new TicketList(desk).Run(new TicketFilter { Requester = contact.Id.ToString(CultureInfo.InvariantCulture), Limit = LatestTickets }, visitor.Stop);
        return Answers.View<ContactPageView>(
            new
            {
                Page = await visitor.Page(contact?.Is.Name ?? visitor.Language.Say("contact.new"), "contacts"),
                Contact = contact,
                Typed = typed ?? TypedContact.Of(contact!.Is),
                Tickets = tickets?.Items ?? [],
                Organizations = visitor.Actor.Holds("contact.add") ? await new OrganizationNames(desk).Run(visitor.Stop) : [],
                MayChange = mayChange,
                Error = error,
            },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}
