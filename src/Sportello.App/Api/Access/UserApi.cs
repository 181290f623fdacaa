using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Directory;
using Sportello.Directory.OpenId;
using Sportello.Directory.Passkeys;
using Sportello.Directory.SecondFactors;

namespace Sportello.App.Api.Access;

/// <summary>Accounts, called by user name or number.</summary>
internal static class UserApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/users", List).Shows<UserList>().Gives<ListJson<UserRowJson>>().WithSummary("List the accounts by name");
        api.MapPost("/users", Add).Runs<AddUser>().Gives<UserJson>(StatusCodes.Status201Created).WithMetadata(new TakesSecret()).WithSummary("Add an account");
        api.MapGet("/users/{called}", Read).Shows<UserPage>().Gives<UserJson>().WithSummary("Read an account, what it may, and its roles");
        api.MapPatch("/users/{called}", Change).Runs<ChangeUser>().Takes<UserPatch>().Gives<UserJson>().IfMatch().WithSummary("Change an account");
        api.MapPost("/users/{called}/password", Password).Runs<SetPassword>().GivesNothing().WithMetadata(new TakesSecret()).WithSummary("Set a password, and sign the account out everywhere");
        api.MapGet("/users/{called}/sessions", Sessions).Shows<UserPage>().Gives<ListJson<SessionJson>>().WithSummary("List where an account is signed in");
        api.MapDelete("/users/{called}/sessions", EndSessions).Runs<EndSessions>().GivesNothing().WithSummary("Sign an account out everywhere");
        api.MapDelete("/users/{called}/second-factor", EndSecondFactor).Runs<EndSecondFactor>().GivesNothing().WithSummary("End the second step of an account until it is set up again");
        api.MapDelete("/users/{called}/passkeys", EndPasskeys).Runs<EndPasskeys>().GivesNothing().WithSummary("End the passkeys of an account");
        api.MapDelete("/users/{called}/identities", EndIdentities).Runs<EndIdentities>().GivesNothing().WithSummary("End the links of an account to identity providers");
        api.MapGet("/users/{called}/tokens", Tokens).Shows<UserPage>().Gives<ListJson<TokenJson>>().WithSummary("List the tokens of an account");
        api.MapGet("/users/{called}/history", History).Shows<UserPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of an account");
    }

    private static async Task<IResult> List(
        ApiVisitor visitor, [FromQuery] string? q, [FromQuery] string? group, [FromQuery] bool? inactive, [FromQuery] int? limit, [FromQuery] string? after)
    {
        long? of = string.IsNullOrEmpty(group) ? null : await visitor.Desk.GroupKey(group, visitor.Stop);
        var rows = await new UserList(visitor.Desk).Run(new(q, of, inactive ?? false, after, Limit.Of(limit, UserList.MostRows)), visitor.Stop);
        return Results.Ok(new ListJson<UserRowJson>([.. rows.Items.Select(UserRowJson.Of)], rows.Next));
    }

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] UserToAdd form)
    {
        visitor.MustHold("user.view");
        var id = await new AddUser(visitor.Desk).Run(form.Read(), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/users/{id}", Json(visitor, await new UserPage(visitor.Desk).Run(id, visitor.Stop)));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, string called) =>
        Results.Ok(Json(visitor, await new UserPage(visitor.Desk).Run(called, visitor.Stop)));

    private static async Task<IResult> Change(ApiVisitor visitor, string called, [FromBody] JsonElement changes)
    {
        var before = await new UserPage(visitor.Desk).Run(called, visitor.Stop);
        await new ChangeUser(visitor.Desk).Run(before.Id, visitor.IfMatch ?? before.Version, Changed(before, changes), visitor.Stop);
        return Results.Ok(Json(visitor, await new UserPage(visitor.Desk).Run(before.Id, visitor.Stop)));
    }

    private static async Task<IResult> Password(ApiVisitor visitor, string called, [FromBody] PasswordToSet form)
    {
        await new SetPassword(visitor.Desk).Of(await visitor.Desk.UserKey(called, visitor.Stop), form.Password ?? "", visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Sessions(ApiVisitor visitor, string called) =>
        Results.Ok(SessionJson.List(await new UserPage(visitor.Desk).Sessions(called, visitor.Stop)));

    private static async Task<IResult> EndSessions(ApiVisitor visitor, string called)
    {
        await new EndSessions(visitor.Desk).Of(await visitor.Desk.UserKey(called, visitor.Stop), visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> EndSecondFactor(ApiVisitor visitor, string called)
    {
        await new EndSecondFactor(visitor.Desk).Run(await visitor.Desk.UserKey(called, visitor.Stop), visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> EndPasskeys(ApiVisitor visitor, string called)
    {
        await new EndPasskeys(visitor.Desk).Run(await visitor.Desk.UserKey(called, visitor.Stop), visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> EndIdentities(ApiVisitor visitor, string called)
    {
        await new EndIdentities(visitor.Desk).Run(await visitor.Desk.UserKey(called, visitor.Stop), visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Tokens(ApiVisitor visitor, string called) =>
        Results.Ok(TokenJson.List(await new UserPage(visitor.Desk).Tokens(called, visitor.Stop), null));

    private static async Task<IResult> History(ApiVisitor visitor, string called) =>
        Results.Ok(HistoryJson.List(await new UserPage(visitor.Desk).History(called, visitor.Stop)));

    private static UserJson Json(ApiVisitor visitor, UserView user)
    {
        visitor.Tag(user.Version);
        return UserJson.Of(user);
    }

    /// <summary>A member that is absent stays as it is; the list of groups is whole.</summary>
    private static UserFields Changed(UserView before, JsonElement body)
    {
        var user = before.Is;
        foreach (var member in Patch.Members(body))
        {
            user = member.Name switch
            {
                "active" => user with { Active = Patch.Flag(member) },
                "staff" => user with { Staff = Patch.Flag(member) },
                "superuser" => user with { Superuser = Patch.Flag(member) },
                "groups" => user with { Groups = [.. Patch.Names(member, "A list of the names of groups is needed: all that the account is to be in.").Select(name => GroupOf(before, name))] },
                _ => throw Refusal.Invalid(member.Name, "This member cannot be changed; active, staff, superuser and groups can."),
            };
        }

        return user;
    }

    private static long GroupOf(UserView user, string name) => user.Groups.FirstOrDefault(g => string.Equals(g.Name, name, StringComparison.Ordinal))?.Id
        ?? throw Refusal.Invalid("groups", $"There is no group “{name}”; there are {string.Join(", ", user.Groups.Select(g => g.Name))}.");
}
