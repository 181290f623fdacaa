using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Mailroom.Outbox;
using Sportello.Notices;
using Sportello.Words;

namespace Sportello.App.Api.Mail;

/// <summary>What goes out: the mails, and what a person says of one.</summary>
internal static class OutboxApi
{
    private const int MostRows = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/mail/outbox", List).Shows<OutboxList>().Gives<ListJson<OutgoingJson>>().WithSummary("List outgoing mails, the newest first");
        api.MapGet("/mail/outbox/counts", Counts).Shows<OutboxList>().Gives<OutboxCountsJson>().WithSummary("Say how many outgoing mails wait, and how many somebody should look at");
        api.MapPost("/mail/outbox/{id:long}/retry", Retry).Runs<RetryMail>().GivesNothing().WithSummary("Have a mail tried again that did not go out");
        api.MapPost("/mail/outbox/{id:long}/arrived", Arrived).Runs<RetryMail>().GivesNothing().WithSummary("Say of a doubtful mail that it did arrive");
    }

    private static async Task<IResult> List(ApiVisitor visitor, [FromQuery] string? view, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var page = await new OutboxList(visitor.Desk).Run(Choice.Of<OutboxView>("view", view) ?? OutboxView.All, Limit.Of(limit, MostRows), Mark.Read(after), visitor.Stop);
        return Results.Ok(new ListJson<OutgoingJson>([.. page.Rows.Select(OutgoingJson.Of)], page.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> Counts(ApiVisitor visitor)
    {
        var counts = await new OutboxList(visitor.Desk).Counts(visitor.Stop);
        return Results.Ok(new OutboxCountsJson(counts.Waiting, counts.Trouble, counts.SentToday));
    }

    private static async Task<IResult> Retry(ApiVisitor visitor, long id)
    {
        await new RetryMail(visitor.Desk).Run(id, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Arrived(ApiVisitor visitor, long id)
    {
        await new RetryMail(visitor.Desk).Arrived(id, visitor.Stop);
        return Results.NoContent();
    }
}

/// <summary>Why somebody is told, one word each.</summary>
internal static class ReasonWords
{
    private static readonly Reasons[] Each = [Reasons.Requester, Reasons.Assignee, Reasons.Manager, Reasons.Watcher, Reasons.Mentioned];

    public static IReadOnlyList<string> Of(Reasons reasons) => [.. Each.Where(r => reasons.HasFlag(r)).Select(r => Name.Of(r))];
}

/// <param name="Comment">The comment it carries or was caused with.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Name">The recipient's name.</param>
/// <param name="Why">Why this person is told.</param>
/// <param name="Answer">The last answer of the server, or our reason.</param>
/// <param name="Report">The letter that reported on it.</param>
internal sealed record OutgoingJson(
    long Id, int Ticket, string Subject, long? Comment, string Kind, string Name, string Address, IReadOnlyList<string> Why, string State, int Attempts, DateTime Created, DateTime NextAttempt,
    DateTime? Sent, string? Answer, long? Report, bool MayRetry)
{
    public static OutgoingJson Of(OutboxRow m) => new(
        m.Id, m.Ticket, m.Subject, m.CommentId, Words.Name.Of(m.Kind), m.Name, m.Address, ReasonWords.Of(m.Why), Words.Name.Of(m.State), m.Attempts, m.CreatedAt, m.NextAttemptAt, m.SentAt,
        m.Answer?.In(ApiVisitor.Language), m.ReportId, m.CanRetry);
}

/// <param name="Sent">Within the last day.</param>
internal sealed record OutboxCountsJson(int Waiting, int Trouble, int Sent);
