using Sportello.App.Web;
using Sportello.Mailroom.Boxes;
using Sportello.Mailroom.Deciding;

namespace Sportello.App.Api.Mail;

/// <summary>The boxes that mail comes from, how their last looks went, and the rules that were kept for addresses.</summary>
internal static class BoxApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/mail/boxes", List).Shows<MailBoxes>().Gives<ListJson<BoxJson>>().WithSummary("List the mail boxes with how their last looks went");
        api.MapPost("/mail/boxes/test", Test).Shows<TestBoxes>().Gives<ListJson<TrialJson>>().WithSummary("Try every mail box and the way out, with nothing changed");
        api.MapGet("/mail/rules", Rules).Shows<MailRules>().Gives<ListJson<MailRuleJson>>().WithSummary("List what is always done with letters of an address");
        api.MapDelete("/mail/rules/{address}", Forget).Runs<ForgetMailRule>().GivesNothing().WithSummary("Forget the rule for an address");
    }

    private static async Task<IResult> List(ApiVisitor visitor) => Results.Ok(new ListJson<BoxJson>([.. (await new MailBoxes(visitor.Desk).Run(visitor.Stop)).Select(BoxJson.Of)], null));

    private static async Task<IResult> Test(ApiVisitor visitor) => Results.Ok(new ListJson<TrialJson>(
        [.. (await new TestBoxes(visitor.Desk).Run(visitor.Stop)).Select(t => new TrialJson(t.Name, t.Trouble, t.Letters, t.Dialogue))], null));

    private static async Task<IResult> Rules(ApiVisitor visitor) => Results.Ok(new ListJson<MailRuleJson>(
        [.. (await new MailRules(visitor.Desk).Run(visitor.Stop)).Select(r => new MailRuleJson(r.Address, r.Takes, r.Who, r.At))], null));

    private static async Task<IResult> Forget(ApiVisitor visitor, string address)
    {
        await new ForgetMailRule(visitor.Desk).Run(address, visitor.Stop);
        return Results.NoContent();
    }
}

/// <param name="Program">Which program looks into it.</param>
/// <param name="LookedAt">When it was last looked into.</param>
/// <param name="SucceededAt">When that last went well.</param>
/// <param name="LagMs">How long the letters of the last look that found any had waited, the longest.</param>
/// <param name="Failures">How many looks in a row have failed.</param>
/// <param name="SilentSince">When the last letter came, where it has been unusually long ago.</param>
/// <param name="Held">Letters in it that wait for a person.</param>
internal sealed record BoxJson(
    string Box, string Folder, string Program, string? Owner, DateTime LookedAt, DateTime? SucceededAt, long? LagMs, int Failures, DateTime? FailingSince, DateTime? RestsUntil, string? Error,
    DateTime? SilentSince, int Held, int Failed)
{
    public static BoxJson Of(MailBoxState b) => new(
        b.Box, b.Folder, b.Program, b.Owner, b.LookedAt, b.SucceededAt, (long?)b.Lag?.TotalMilliseconds, b.Failures, b.FailingSince, b.RestsUntil, b.Error, b.SilentSince, b.Held, b.Failed);
}

/// <param name="Name">What was tried: a folder, or <c>smtp</c>.</param>
/// <param name="Trouble">What went wrong; none when it works.</param>
/// <param name="Dialogue">What was said, secrets left out.</param>
internal sealed record TrialJson(string Name, string? Trouble, int? Letters, string Dialogue);

internal sealed record MailRuleJson(string Address, bool Takes, string Who, DateTime At);
