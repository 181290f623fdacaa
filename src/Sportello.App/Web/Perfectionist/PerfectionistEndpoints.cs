using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Perfectionist;
using Sportello.Words;

namespace Sportello.App.Web.Perfectionist;

internal static class PerfectionistEndpoints
{
    private const string Home = "/perfectionist";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Home, Show).Shows<FindingList>();
        web.MapGet("/perfectionist/fixes", Fixes).Shows<FixList>();
        web.MapGet("/perfectionist/rules", Rules).Shows<RuleList>();
        web.MapPost("/perfectionist/apply", Apply).Runs<ApplyFinding>();
        web.MapPost("/perfectionist/snooze", Snooze).Runs<SnoozeFinding>();
        web.MapPost("/perfectionist/dismiss", Dismiss).Runs<DismissFinding>();
        web.MapPost("/perfectionist/wake", Wake).Runs<WakeFinding>();
        web.MapPost("/perfectionist/undo", Undo).Runs<UndoFix>();
        web.MapPost("/perfectionist/rules", SetMode).Runs<SetRuleMode>();
    }

    private static Task<IResult> Show(Visitor visitor, [FromQuery] string? rule) => Findings(visitor, new FindingForm { Shown = rule }, null);

    private static async Task<IResult> Fixes(Visitor visitor, [FromQuery] long? before) => await FixesPage(visitor, before, null);

    private static async Task<IResult> Rules(Visitor visitor, [FromQuery] string? person) => await RulesPage(visitor, person, null);

    private static Task<IResult> Apply(Visitor visitor, HttpContext http, [FromForm] FindingForm? form) => Decide(
        visitor,
        http,
        form,
        async (desk, f) => (await new ApplyFinding(desk).Run(f.Rule ?? "", f.Thing, visitor.Stop)).Fix is null ? "findings.approved" : "findings.applied");

    private static Task<IResult> Snooze(Visitor visitor, HttpContext http, [FromForm] FindingForm? form) => Decide(visitor, http, form, async (desk, f) =>
    {
        var until = DayField.Read(f.Until, "until") ?? throw Refusal.Invalid("until", Said.Of("refusal.finding.no-day"));
        await new SnoozeFinding(desk).Run(f.Rule ?? "", f.Thing, until, f.Reason, visitor.Stop);
        return "findings.snoozed";
    });

    private static Task<IResult> Dismiss(Visitor visitor, HttpContext http, [FromForm] FindingForm? form) => Decide(visitor, http, form, async (desk, f) =>
    {
        await new DismissFinding(desk).Run(f.Rule ?? "", f.Thing, f.Reason, visitor.Stop);
        return "findings.dismissed";
    });

    private static Task<IResult> Wake(Visitor visitor, HttpContext http, [FromForm] FindingForm? form) => Decide(visitor, http, form, async (desk, f) =>
    {
        await new WakeFinding(desk).Run(f.Rule ?? "", f.Thing, visitor.Stop);
        return "findings.woken";
    });

    private static async Task<IResult> Undo(Visitor visitor, HttpContext http, [FromForm] long? id)
    {
        try
        {
            var ticket = await new UndoFix(visitor.Desk).Run(id ?? 0, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("findings.undone", ("ticket", ticket)));
            return Answers.GoTo("/perfectionist/fixes");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Conflict)
        {
            return await FixesPage(visitor, null, refusal);
        }
    }

    private static async Task<IResult> SetMode(Visitor visitor, HttpContext http, [FromForm] string? rule, [FromForm] string? mode, [FromForm] string? person)
    {
        try
        {
            await new SetRuleMode(visitor.Desk).Run(rule ?? "", Whose(person), Name.TryRead<Mode>(mode, out var given) ? given : null, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo(Whose(person) is { } whose ? $"/perfectionist/rules?person={Uri.EscapeDataString(whose)}" : "/perfectionist/rules");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Conflict or RefusalReason.Invalid)
        {
            return await RulesPage(visitor, person, refusal);
        }
    }

    /// <summary>Does it and goes back to the same list; what stood in the way is said beside the finding, with what was typed.</summary>
    private static async Task<IResult> Decide(Visitor visitor, HttpContext http, FindingForm? given, Func<Desk, FindingForm, Task<string>> verb)
    {
        var form = given ?? new FindingForm();
        try
        {
            Flash.Put(http, visitor.Language.Say(await verb(visitor.Desk, form)));
            return Answers.GoTo(form.Shown is { Length: > 0 } rule ? $"{Home}?rule={Uri.EscapeDataString(rule)}" : Home);
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await Findings(visitor, form, refusal);
        }
    }

    private static async Task<IResult> Findings(Visitor visitor, FindingForm form, Refusal? error)
    {
        var shown = string.IsNullOrEmpty(form.Shown) ? null : form.Shown;
        var found = await new FindingList(visitor.Desk).Run(null, shown, visitor.Language.Code, visitor.Stop);
        return Answers.View<FindingsView>(
            new { Page = await visitor.Page(visitor.Language.Say("findings"), "perfectionist"), Found = found, Form = form, Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static async Task<IResult> FixesPage(Visitor visitor, long? before, Refusal? error)
    {
        var rules = await new RuleList(visitor.Desk).Run(null, visitor.Language.Code, visitor.Stop);
        const int Most = 50;
        var fixes = await new FixList(visitor.Desk).Run(null, before, Most, visitor.Stop);
        return Answers.View<FixesView>(
            new { Page = await visitor.Page(visitor.Language.Say("findings.fixes"), "perfectionist"), Fixes = fixes, Rules = rules, Next = fixes.Count == Most ? fixes[^1].Id : (long?)null, Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static string? Whose(string? person) => string.IsNullOrWhiteSpace(person) ? null : person;

    private static async Task<IResult> RulesPage(Visitor visitor, string? person, Refusal? error)
    {
        var list = new RuleList(visitor.Desk);
        var rules = await list.Run(Whose(person), visitor.Language.Code, visitor.Stop);
        return Answers.View<RulesView>(
            new { Page = await visitor.Page(visitor.Language.Say("findings.rules"), "perfectionist"), Rules = rules, Whose = await list.Whom(Whose(person), visitor.Stop), Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}

/// <summary>What was pressed beside a finding.</summary>
public sealed record FindingForm
{
    public string? Rule { get; init; }

    public long Thing { get; init; }

    public string? Reason { get; init; }

    public string? Until { get; init; }

    /// <summary>The one rule that the list is narrowed to, if it is.</summary>
    public string? Shown { get; init; }
}
