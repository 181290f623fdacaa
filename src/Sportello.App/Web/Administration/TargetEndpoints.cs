using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Targets;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Administration;

/// <summary>What was typed into the form of a calendar.</summary>
public sealed record TypedCalendar(string? Name, string? Zone, IReadOnlyList<string> Week, string? Holidays, int Version)
{
    public static TypedCalendar Of(CalendarView calendar) => new(calendar.Fields.Name, calendar.Fields.Zone, calendar.Fields.Week, calendar.Fields.Holidays, calendar.Version);

    public static TypedCalendar Of(IFormCollection form) => new(
        form["Name"], form["Zone"], [.. Enumerable.Range(0, 7).Select(day => form[$"week.{day}"].ToString())], form["Holidays"],
        int.TryParse(form["Version"], System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0);

    public CalendarFields Read() => new(Name ?? "", Zone ?? "", Week, (Holidays ?? "").ReplaceLineEndings("\n"));
}

/// <summary>What is promised, and the hours it is reckoned in.</summary>
internal static class TargetEndpoints
{
    private const string Home = "/administration/targets";
    private const string Calendars = "/administration/calendars";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Home, List).Shows<TargetsPage>();
        web.MapGet(Home + "/plan", (Visitor visitor, [FromQuery] string? project) => Plan(visitor, project, null, null, null)).Shows<TargetsPage>();
        web.MapPost(Home + "/plan", ChangePlanOf).Runs<ChangePlan>();
        web.MapPost(Home + "/plan/remove", Remove).Runs<RemovePlan>();
        web.MapGet(Calendars + "/new", (Visitor visitor) => Calendar(visitor, new TargetsPage(visitor.Desk).NewCalendar(), null, null)).Shows<TargetsPage>();
        web.MapPost(Calendars + "/new", Add).Runs<AddCalendar>();
        web.MapGet(Calendars + "/{id:long}", Show).Shows<TargetsPage>();
        web.MapPost(Calendars + "/{id:long}", Change).Runs<ChangeCalendar>();
    }

    private static async Task<IResult> List(Visitor visitor) => Answers.View<TargetsListView>(new
    {
        Page = await visitor.Page(visitor.Language.Say("targets"), "targets"),
        Targets = await new TargetsPage(visitor.Desk).Run(visitor.Stop),
    });

    private static async Task<IResult> ChangePlanOf(Visitor visitor, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        var (project, calendar) = (form["Project"].ToString(), form["Calendar"].ToString());
        var typed = form.Where(f => f.Key.Contains('.', StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        try
        {
            await new ChangePlan(visitor.Desk).Run(project, long.TryParse(calendar, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : null, typed, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo(Home);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Plan(visitor, project, typed, calendar, refusal);
        }
    }

    private static async Task<IResult> Remove(Visitor visitor, HttpContext http, [FromForm] string? project)
    {
        await new RemovePlan(visitor.Desk).Run(project, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("targets.removed"));
        return Answers.GoTo(Home);
    }

    private static async Task<IResult> Plan(Visitor visitor, string? project, Dictionary<string, string>? typed, string? calendar, Refusal? error)
    {
        var plan = await new TargetsPage(visitor.Desk).Plan(string.IsNullOrEmpty(project) ? null : project, visitor.Stop);
        typed ??= plan.Targets.SelectMany(t => new[] { (Name: $"{Name.Of(t.Key)}.answer", t.Value.Answer), (Name: $"{Name.Of(t.Key)}.solution", Answer: t.Value.Solution) })
            .ToDictionary(t => t.Name, t => HoursText.Length(t.Answer), StringComparer.Ordinal);
        var page = await visitor.Page(plan.Project ?? visitor.Language.Say("targets.every"), "targets");
        return Answers.View<PlanFormView>(
            new { Page = page, Plan = plan, Typed = typed, Calendar = calendar ?? plan.Calendar?.ToString(System.Globalization.CultureInfo.InvariantCulture), Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static async Task<IResult> Add(Visitor visitor, HttpContext http)
    {
        var typed = TypedCalendar.Of(await http.Request.ReadFormAsync(visitor.Stop));
        try
        {
            await new AddCalendar(visitor.Desk).Run(typed.Read(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo(Home);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Calendar(visitor, new TargetsPage(visitor.Desk).NewCalendar(), typed, refusal);
        }
    }

    private static async Task<IResult> Show(Visitor visitor, long id) => await Calendar(visitor, await new TargetsPage(visitor.Desk).Calendar(id, visitor.Stop), null, null);

    private static async Task<IResult> Change(Visitor visitor, HttpContext http, long id)
    {
        var typed = TypedCalendar.Of(await http.Request.ReadFormAsync(visitor.Stop));
        try
        {
            await new ChangeCalendar(visitor.Desk).Run(id, typed.Version, typed.Read(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo($"{Calendars}/{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await Calendar(visitor, await new TargetsPage(visitor.Desk).Calendar(id, visitor.Stop), typed, refusal);
        }
    }

    private static async Task<IResult> Calendar(Visitor visitor, CalendarView calendar, TypedCalendar? typed, Refusal? error)
    {
        var page = await visitor.Page(calendar.Id == 0 ? visitor.Language.Say("calendar.new") : calendar.Fields.Name, "targets");
        return Answers.View<CalendarFormView>(
            new { Page = page, Calendar = calendar, Typed = typed ?? TypedCalendar.Of(calendar), Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}
