using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory.SecondFactors;

namespace Sportello.App.Web.Me;

/// <summary>One's own second step.</summary>
internal static class SecondFactorEndpoints
{
    private const string Path = "/me/second-factor";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Path, (Visitor visitor) => PageOf(visitor, null, null)).Shows<OwnSecondFactor>();
        web.MapPost(Path, Begin).Runs<OwnSecondFactor>();
        web.MapPost(Path + "/confirm", (Visitor visitor, [FromForm] string? code) => Codes(visitor, verb => verb.Confirm(code, visitor.Stop))).Runs<OwnSecondFactor>();
        web.MapPost(Path + "/codes", (Visitor visitor, [FromForm] string? code) => Codes(visitor, verb => verb.NewCodes(code, visitor.Stop))).Runs<OwnSecondFactor>();
        web.MapPost(Path + "/end", End).Runs<OwnSecondFactor>();
    }

    private static async Task<IResult> Begin(Visitor visitor)
    {
        await new OwnSecondFactor(visitor.Desk).Begin(visitor.Stop);
        return Answers.GoTo(Path);
    }

    private static async Task<IResult> Codes(Visitor visitor, Func<OwnSecondFactor, Task<IReadOnlyList<string>>> make)
    {
        try
        {
            return await PageOf(visitor, await make(new OwnSecondFactor(visitor.Desk)), null);
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Denied)
        {
            return await PageOf(visitor, null, refusal);
        }
    }

    private static async Task<IResult> End(Visitor visitor, HttpContext http, [FromForm] string? code)
    {
        try
        {
            await new OwnSecondFactor(visitor.Desk).End(code, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("second.ended"));
            return Answers.GoTo(Path);
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Denied)
        {
            return await PageOf(visitor, null, refusal);
        }
    }

    private static async Task<IResult> PageOf(Visitor visitor, IReadOnlyList<string>? codes, Refusal? error) => Answers.View<SecondFactorView>(
        new
        {
            Factor = await new OwnSecondFactor(visitor.Desk).Look(visitor.Stop),
            Page = await visitor.Page(visitor.Language.Say("second")),
            Codes = codes,
            Error = error,
        },
        error is null ? 200 : Refusals.StatusOf(error.Reason));
}
