using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Api.Tickets;
using Sportello.App.Web;
using Sportello.App.Web.Shared;
using Sportello.Perfectionist;
using Sportello.Words;

namespace Sportello.App.Api.Perfectionist;

/// <summary>What the perfectionist finds, what a person says of it, and what was corrected.</summary>
internal static class FindingApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/perfectionist/findings", List).Shows<FindingList>().Gives<ListJson<FindingsJson>>().WithSummary("List what the rules find at this moment");
        api.MapPost("/perfectionist/findings/{rule}/{thing:long}/apply", Apply).Runs<ApplyFinding>().Gives<AppliedJson>().WithSummary("Do what a rule proposes, or say that it is right");
        api.MapPost("/perfectionist/findings/{rule}/{thing:long}/snooze", Snooze).Runs<SnoozeFinding>().GivesNothing().WithSummary("Put a finding off until a day");
        api.MapPost("/perfectionist/findings/{rule}/{thing:long}/dismiss", Dismiss).Runs<DismissFinding>().GivesNothing().WithSummary("Say that a rule is wrong here");
        api.MapPost("/perfectionist/findings/{rule}/{thing:long}/wake", Wake).Runs<WakeFinding>().GivesNothing().WithSummary("Take back that a finding was put off or dismissed");
        api.MapGet("/perfectionist/fixes", Fixes).Shows<FixList>().Gives<ListJson<FixJson>>().WithSummary("List the corrections that were made, the newest first");
        api.MapPost("/perfectionist/fixes/{id:long}/undo", Undo).Runs<UndoFix>().Gives<TicketJson>().WithSummary("Take a correction back; it is not made again");
        api.MapGet("/perfectionist/rules", Rules).Shows<RuleList>().Gives<ListJson<RuleJson>>().WithSummary("List the rules, how they go, and how often they were right");
        api.MapPatch("/perfectionist/rules/{rule}", SetMode).Runs<SetRuleMode>().Gives<RuleJson>().WithSummary("Say how a rule goes, for one person or for all");
    }

    private static async Task<IResult> List(ApiVisitor visitor, [FromQuery] string? rule, [FromQuery] string? person)
    {
        var found = await new FindingList(visitor.Desk).Run(Given(person), Given(rule), ApiVisitor.Language.Code, visitor.Stop);
        return Results.Ok(new ListJson<FindingsJson>([.. found.Select(FindingsJson.Of)], null));
    }

    private static async Task<IResult> Apply(ApiVisitor visitor, string rule, long thing)
    {
        var applied = await new ApplyFinding(visitor.Desk).Run(rule, thing, visitor.Stop);
        return Results.Ok(new AppliedJson(applied.Fix, applied.Field, applied.From, applied.To));
    }

    private static async Task<IResult> Snooze(ApiVisitor visitor, string rule, long thing, [FromBody] FindingToSnooze form)
    {
        var until = DayField.Read(form.Until, "until") ?? throw Refusal.Invalid("until", Said.Of("refusal.finding.no-day"));
        await new SnoozeFinding(visitor.Desk).Run(rule, thing, until, form.Reason, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Dismiss(ApiVisitor visitor, string rule, long thing, [FromBody] FindingToDismiss form)
    {
        await new DismissFinding(visitor.Desk).Run(rule, thing, form.Reason, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Wake(ApiVisitor visitor, string rule, long thing)
    {
        await new WakeFinding(visitor.Desk).Run(rule, thing, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Fixes(ApiVisitor visitor, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var most = Limit.Of(limit, FixList.MostRows);
        var fixes = await new FixList(visitor.Desk).Run(null, Mark.Read(after), most, visitor.Stop);
        return Results.Ok(new ListJson<FixJson>([.. fixes.Select(FixJson.Of)], fixes.Count == most ? fixes[^1].Id.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<IResult> Undo(ApiVisitor visitor, long id) => Results.Ok(await TicketApi.Json(visitor, await new UndoFix(visitor.Desk).Run(id, visitor.Stop)));

    private static async Task<IResult> Rules(ApiVisitor visitor, [FromQuery] string? person) =>
        Results.Ok(new ListJson<RuleJson>([.. (await new RuleList(visitor.Desk).Run(Given(person), ApiVisitor.Language.Code, visitor.Stop)).Select(RuleJson.Of)], null));

    private static async Task<IResult> SetMode(ApiVisitor visitor, string rule, [FromBody] ModeToSet form)
    {
        await new SetRuleMode(visitor.Desk).Run(rule, Given(form.Person), Choice.Of<Mode>("mode", form.Mode), visitor.Stop);
        var rules = await new RuleList(visitor.Desk).Run(Given(form.Person), ApiVisitor.Language.Code, visitor.Stop);
        return Results.Ok(RuleJson.Of(rules.Single(r => string.Equals(r.Rule, rule, StringComparison.OrdinalIgnoreCase))));
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
