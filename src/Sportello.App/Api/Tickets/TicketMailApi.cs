using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.Access;
using Sportello.App.Api.Mail;
using Sportello.App.Web;
using Sportello.App.Web.Tickets;
using Sportello.Mailroom.Outbox;
using Sportello.Notices;
using Sportello.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.App.Api.Tickets;

/// <summary>What goes with writing in a ticket: who will hear of it, taking it back, the letters behind it; and why one may see it at all.</summary>
internal static class TicketMailApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tickets/{number:int}/recipients", Recipients).Shows<RecipientsOf>().Gives<RecipientsJson>().WithSummary("Say before writing who would get it by mail, and why");
        api.MapPost("/tickets/{number:int}/comments/{id:long}/withdraw", Withdraw).Runs<WithdrawReply>().Gives<WithdrawnJson>().WithSummary("Take back a reply while none of its mails has left");
        api.MapGet("/tickets/{number:int}/comments/{id:long}/source", Source).Shows<CommentSource>().GivesBytes("message/rfc822").WithSummary("Read the letter that a comment came in, byte for byte");
        api.MapGet("/tickets/{number:int}/comments/{id:long}/formatted", Formatted).Shows<FormattedComment>().Gives<FormattedJson>().WithSummary("Read a comment as its sender had formatted it, made safe");
        api.MapGet("/tickets/{number:int}/answer-from-work", Answer).Shows<AnswerFromWork>().Gives<AnswerJson>().WithSummary("Begin a reply from the work that has ended; nothing is sent");
        api.MapGet("/tickets/{number:int}/access", Why).Shows<ExplainAccess>().Gives<ExplanationJson>().WithSummary("Explain why somebody sees a ticket, or does not");
    }

    private static async Task<IResult> Recipients(ApiVisitor visitor, int number, [FromQuery(Name = "internal")] bool? isInternal, [FromQuery] string? status, [FromQuery] string? text)
    {
        var draft = new Draft(isInternal == true, text ?? "", Choice.Of<TicketStatus>("status", status));
        return Results.Ok(RecipientsJson.Of(await new RecipientsOf(visitor.Desk).Run(number, draft, visitor.Stop)));
    }

    private static async Task<IResult> Withdraw(ApiVisitor visitor, int number, long id)
    {
        var draft = await new WithdrawReply(visitor.Desk).Run(number, id, visitor.Stop);
        var seal = UploadSeal.Of(visitor.Http, visitor.Desk.Actor);
        return Results.Ok(new WithdrawnJson(draft.Body, [.. draft.Files.Select(seal.Write)]));
    }

    private static async Task<IResult> Source(ApiVisitor visitor, int number, long id)
    {
        var source = await new CommentSource(visitor.Desk).Run(number, id, visitor.Stop);
        return Results.Stream(visitor.Desk.House.Files.Open(source.Sha256), "message/rfc822", $"letter-{source.Id}.eml");
    }

    private static async Task<IResult> Formatted(ApiVisitor visitor, int number, long id, [FromQuery] bool? images)
    {
        var letter = await new FormattedComment(visitor.Desk).Run(
            number, id, image => string.Create(CultureInfo.InvariantCulture, $"{ApiDoor.Path}/tickets/{number}/attachments/{image.Id}"), images == true, visitor.Stop);
        return Results.Ok(new FormattedJson(letter.Html, letter.ImagesElsewhere));
    }

    private static async Task<IResult> Answer(ApiVisitor visitor, int number)
    {
        var draft = await new AnswerFromWork(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(new AnswerJson(draft.Body, Name.Of(draft.Status)));
    }

    private static async Task<IResult> Why(ApiVisitor visitor, int number, [FromQuery] string? user) =>
        Results.Ok(ExplanationJson.Of(await new ExplainAccess(visitor.Desk) { Language = ApiVisitor.Language }.ToTicket(user, number, visitor.Stop)));
}

/// <param name="Kind">What the mail tells.</param>
/// <param name="NewHere">No mail of this ticket has gone to this address yet, and none came from it.</param>
/// <param name="Undeliverable">What a mail server said, when nothing arrives at the address.</param>
internal sealed record RecipientJson(long Contact, string Name, string? Address, IReadOnlyList<string> Why, string Kind, bool NewHere, string? Undeliverable);

/// <param name="Told">Whether this project tells anybody anything by mail.</param>
/// <param name="CanSend">Whether there is a server to send by; without one, mails wait.</param>
/// <param name="UndoSeconds">How long the reply can be taken back.</param>
internal sealed record RecipientsJson(bool Told, bool CanSend, double UndoSeconds, IReadOnlyList<RecipientJson> People)
{
    public static RecipientsJson Of(RecipientsView r) => new(r.Told, r.CanSend, r.Undo.TotalSeconds, [.. r.People.Select(p => new RecipientJson(
        p.ContactId, p.Name, p.Address, ReasonWords.Of(p.Why), Words.Name.Of(p.Kind), p.NewHere, p.Undeliverable))]);
}

/// <param name="Files">The words by which a comment takes its files again.</param>
internal sealed record WithdrawnJson(string Body, IReadOnlyList<string> Files);

/// <param name="ImagesElsewhere">How many images from elsewhere are left out; <c>?images=true</c> leaves them in, and whoever sent them may learn of it.</param>
internal sealed record FormattedJson(string Html, int ImagesElsewhere);

internal sealed record AnswerJson(string Body, string Status);

internal sealed record ConditionJson(string Name, bool Holds, string Because);

/// <param name="Allowed">Whether it is seen at all.</param>
/// <param name="Rights">What may be done.</param>
internal sealed record ExplanationJson(string User, string About, bool Allowed, IReadOnlyList<ConditionJson> Conditions, IReadOnlyList<string> Rights)
{
    public static ExplanationJson Of(Explanation e) => new(e.User, e.Subject, e.Allowed, [.. e.Conditions.Select(c => new ConditionJson(c.Name, c.Holds, c.Because))], e.Rights);
}
