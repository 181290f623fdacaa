using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Projects;
using Sportello.Reports;
using Sportello.Words;

namespace Sportello.App.Web.Reports;

internal static class ReportEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/reports", Show).Shows<TicketReport>();
        web.MapGet("/reports.csv", File).Shows<TicketReport>();
    }

    private static async Task<IResult> Show(Visitor visitor, [AsParameters] ReportForm form)
    {
        var query = form.Read(visitor.Desk.Today);
        var (answer, error) = await Answer(visitor, query);
        return Answers.View<ReportView>(
            new
            {
                Page = await visitor.Page(visitor.Language.Say("reports"), "reports"),
                Query = query,
                Answer = answer,
                Error = error,
                Projects = await new ProjectList(visitor.Desk).Names(visitor.Stop),
                Today = visitor.Desk.Today,
            },
            error is null ? 200 : 422);
    }

    private static async Task<IResult> File(Visitor visitor, [AsParameters] ReportForm form, [FromQuery] string? table)
    {
        var answer = await new TicketReport(visitor.Desk).Run(form.Read(visitor.Desk.Today), visitor.Stop);
        return Grids.File(await visitor.Page("", "reports"), string.Equals(table, answer.OverTime.Name, StringComparison.Ordinal) ? answer.OverTime : answer.Table);
    }

    private static async Task<(ReportAnswer? Answer, Refusal? Error)> Answer(Visitor visitor, ReportQuery query)
    {
        try
        {
            return (await new TicketReport(visitor.Desk).Run(query, visitor.Stop), null);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return (null, refusal);
        }
    }
}

/// <summary>A report's question, all of it in the address.</summary>
public sealed record ReportForm
{
    [FromQuery] public string? From { get; init; }

    [FromQuery] public string? To { get; init; }

    [FromQuery] public string? By { get; init; }

    [FromQuery] public string? Project { get; init; }

    /// <summary>The last thirty days when nothing else is said.</summary>
    public ReportQuery Read(DateOnly today)
    {
        var to = DayField.Read(To, "to") ?? today;
        return new(DayField.Read(From, "from") ?? to.AddDays(-29), to, Name.TryRead<Split>(By, out var by) ? by : Split.Project, string.IsNullOrWhiteSpace(Project) ? null : Project);
    }
}
