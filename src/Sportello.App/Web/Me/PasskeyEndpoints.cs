using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory.Passkeys;
using Sportello.Words;

namespace Sportello.App.Web.Me;

/// <summary>One's own passkeys.</summary>
internal static class PasskeyEndpoints
{
    private const string Path = "/me/passkeys";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Path, (Visitor visitor, HttpContext http) => PageOf(visitor, http, null, null)).Shows<OwnPasskeys>();
        web.MapGet(Path + "/challenge", (Visitor visitor, HttpContext http) => SignIn.PasskeyEndpoints.Fresh(http, new OwnPasskeys(visitor.Desk).Begin())).Shows<OwnPasskeys>();
        web.MapPost(Path, Add).Runs<OwnPasskeys>();
        web.MapPost(Path + "/{id:long}/remove", Remove).Runs<OwnPasskeys>();
    }

    private static async Task<IResult> Add(Visitor visitor, HttpContext http, [FromForm] MadePasskeyForm? given)
    {
        var form = given ?? new MadePasskeyForm();
        try
        {
            var site = SignIn.PasskeyEndpoints.SiteOf(http) ?? throw Refusal.Denied(Said.Of("passkey.site"));
            await new OwnPasskeys(visitor.Desk).Add(
                new(form.Id, form.ClientData, form.AuthenticatorData, form.PublicKey, form.Algorithm ?? 0), form.Ticket, form.Name, form.Proof, site, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("passkey.added", ("name", form.Name)));
            return Answers.GoTo(Path);
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Denied or RefusalReason.Conflict)
        {
            return await PageOf(visitor, http, form.Name, refusal);
        }
    }

    private static async Task<IResult> Remove(Visitor visitor, HttpContext http, long id)
    {
        await new OwnPasskeys(visitor.Desk).Remove(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("passkey.removed"));
        return Answers.GoTo(Path);
    }

    private static async Task<IResult> PageOf(Visitor visitor, HttpContext http, string? name, Refusal? error) => Answers.View<PasskeysView>(
        new
        {
            Own = await new OwnPasskeys(visitor.Desk).Look(visitor.Stop),
            Page = await visitor.Page(visitor.Language.Say("passkeys")),
            Site = SignIn.PasskeyEndpoints.SiteOf(http),
            Name = name,
            Error = error,
        },
        error is null ? 200 : Refusals.StatusOf(error.Reason));
}

public sealed record MadePasskeyForm
{
    public string? Name { get; init; }

    public string? Proof { get; init; }

    public string? Id { get; init; }

    public string? ClientData { get; init; }

    public string? AuthenticatorData { get; init; }

    public string? PublicKey { get; init; }

    public int? Algorithm { get; init; }

    public string? Ticket { get; init; }
}
