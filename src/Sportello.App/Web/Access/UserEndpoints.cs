using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory;
using Sportello.Directory.OpenId;
using Sportello.Directory.Passkeys;
using Sportello.Directory.SecondFactors;

namespace Sportello.App.Web.Access;

internal static class UserEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/users", List).Shows<UserList>();
        web.MapGet("/users/new", (Visitor visitor) => NewForm(visitor, new(), null)).Shows<AddUser>();
        web.MapPost("/users/new", Add).Runs<AddUser>();
        web.MapGet("/users/{id:long}", (Visitor visitor, long id) => PageOf(visitor, id, null, null)).Shows<UserPage>();
        web.MapPost("/users/{id:long}", Change).Runs<ChangeUser>();
        web.MapPost("/users/{id:long}/password", Password).Runs<SetPassword>();
        web.MapPost("/users/{id:long}/sessions/end", EndSessions).Runs<EndSessions>();
        web.MapPost("/users/{id:long}/second-factor/end", EndSecondFactor).Runs<EndSecondFactor>();
        web.MapPost("/users/{id:long}/identities/end", EndIdentities).Runs<EndIdentities>();
        web.MapPost("/users/{id:long}/passkeys/end", EndPasskeys).Runs<EndPasskeys>();
    }

    private static async Task<IResult> List(Visitor visitor, [AsParameters] UserQuery query) => Answers.View<UserListView>(new
    {
        Page = await visitor.Page(visitor.Language.Say("users"), "users"),
        Query = query,
        Groups = await new GroupList(visitor.Desk).Run(visitor.Stop),
        Rows = await new UserList(visitor.Desk).Run(new(query.Q, query.Group, query.Inactive == true, query.After), visitor.Stop),
    });

    private static async Task<IResult> Add(Visitor visitor, HttpContext http)
    {
        var typed = TypedUser.Of(await http.Request.ReadFormAsync(visitor.Stop));
        try
        {
            var id = await new AddUser(visitor.Desk).Run(typed.New, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("user.added", ("name", typed.Username)));
            return Answers.GoTo($"/users/{id}");
        }
        catch (Refusal refusal) when (refusal.Field is not null)
        {
            return await NewForm(visitor, typed, refusal);
        }
    }

    private static async Task<IResult> NewForm(Visitor visitor, TypedUser typed, Refusal? error) => Answers.View<NewUserView>(
        new
        {
            Groups = await new AddUser(visitor.Desk).Offers(visitor.Stop),
            Page = await visitor.Page(visitor.Language.Say("user.new"), "users"),
            Typed = typed,
            Error = error,
        },
        error is null ? 200 : Refusals.StatusOf(error.Reason));

    private static async Task<IResult> Change(Visitor visitor, HttpContext http, long id)
    {
        var typed = TypedUser.Of(await http.Request.ReadFormAsync(visitor.Stop));
        try
        {
            var found = await new ChangeUser(visitor.Desk).Weigh(id, typed.Version, typed.Fields, typed.Seen, visitor.Stop);
            if (!found.Saved)
            {
                return await Weighed.Ask(visitor, http, found, visitor.Language.Say("user.weigh", ("name", typed.Username)), $"/users/{id}", "users");
            }

            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo($"/users/{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await PageOf(visitor, id, typed, refusal);
        }
    }

    private static async Task<IResult> Password(Visitor visitor, HttpContext http, long id, [FromForm] string? password)
    {
        var user = await new UserPage(visitor.Desk).Run(id, visitor.Stop);
        try
        {
            await new SetPassword(visitor.Desk).Run(user.Username, password ?? "", visitor.Stop);
            Flash.Put(http, visitor.Language.Say("user.password.set", ("name", user.Username)));
            return Answers.GoTo($"/users/{id}");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await PageOf(visitor, id, null, refusal);
        }
    }

    private static async Task<IResult> EndSessions(Visitor visitor, HttpContext http, long id)
    {
        await new EndSessions(visitor.Desk).Of(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("sessions.ended"));
        return Answers.GoTo(id == visitor.Actor.UserId ? "/sign-in" : $"/users/{id}");
    }

    private static async Task<IResult> EndSecondFactor(Visitor visitor, HttpContext http, long id)
    {
        await new EndSecondFactor(visitor.Desk).Run(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("second.ended"));
        return Answers.GoTo($"/users/{id}");
    }

    private static async Task<IResult> EndIdentities(Visitor visitor, HttpContext http, long id)
    {
        await new EndIdentities(visitor.Desk).Run(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("identities.ended"));
        return Answers.GoTo($"/users/{id}");
    }

    private static async Task<IResult> EndPasskeys(Visitor visitor, HttpContext http, long id)
    {
        await new EndPasskeys(visitor.Desk).Run(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("passkeys.ended"));
        return Answers.GoTo($"/users/{id}");
    }

    private static async Task<IResult> PageOf(Visitor visitor, long id, TypedUser? typed, Refusal? error)
    {
        var user = await new UserPage(visitor.Desk).Run(id, visitor.Stop);
        return Answers.View<UserPageView>(
            new { Page = await visitor.Page(user.Username, "users"), User = user, Typed = typed?.Fields ?? user.Is, Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}
