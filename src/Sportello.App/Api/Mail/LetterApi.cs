using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Mailroom.Deciding;
using Sportello.Mailroom.Replaying;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;

namespace Sportello.App.Api.Mail;

/// <summary>Letters: those that wait with the ways out for them, and reading one again.</summary>
internal static class LetterApi
{
    private const int MostRows = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/letters", List).Shows<LetterFiles>().Gives<ListJson<LetterRowJson>>().WithSummary("List the letters that wait for a person, the newest first");
        api.MapGet("/letters/{id:long}", Read).Shows<LetterFiles>().Gives<LetterJson>().WithSummary("Read a letter with all that is known of it");
        api.MapGet("/letters/{id:long}/source", Source).Shows<LetterContents>().GivesBytes("message/rfc822").WithSummary("Read a letter byte for byte as it came");
        api.MapPost("/letters/{id:long}/contact", MakeContact).Runs<MakeContactOfSender>().Gives<DecidedJson>().WithSummary("Make a contact of a letter's sender and take in what waits of them");
        api.MapPost("/letters/{id:long}/ticket", AddTo).Runs<AddLetterToTicket>().Gives<DecidedJson>().WithSummary("Put a letter that waits into a ticket");
        api.MapPost("/letters/{id:long}/open", Open).Runs<OpenTicketFromLetter>().Gives<DecidedJson>().WithSummary("Open a ticket from a letter that waits");
        api.MapPost("/letters/{id:long}/refuse", Refuse).Runs<RefuseLetter>().GivesNothing().WithSummary("Say that a letter is not wanted");
        api.MapPost("/letters/{id:long}/always", Always).Runs<AlwaysForAddress>().Gives<DecidedCountJson>().WithSummary("Keep a rule for a letter's sender and apply it to what waits");
        api.MapGet("/letters/{id:long}/replay", Look).Shows<ReplayLetter>().Gives<ReplayJson>().WithSummary("Say what reading a letter again would make otherwise");
        api.MapPost("/letters/{id:long}/replay", Accept).Runs<AcceptReplay>().Gives<ReplayJson>().WithSummary("Take over today's reading of a letter");
    }

    private static async Task<IResult> List(ApiVisitor visitor, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var letters = await Files(visitor).Waiting(after, Limit.Of(limit, MostRows), visitor.Stop);
        return Results.Ok(new ListJson<LetterRowJson>([.. letters.Items.Select(LetterRowJson.Of)], letters.Next));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, long id)
    {
        var letter = await Files(visitor).Get(id, visitor.Stop);
        return Results.Ok(LetterJson.Of(letter, letter.Sha256 is null ? null : await new LetterContents(visitor.Desk).Run(letter, visitor.Stop)));
    }

    private static async Task<IResult> Source(ApiVisitor visitor, long id) =>
        Results.Stream(visitor.Desk.House.Files.Open(await new LetterContents(visitor.Desk).Source(id, visitor.Stop)), "message/rfc822", $"letter-{id}.eml");

    private static async Task<IResult> MakeContact(ApiVisitor visitor, long id, [FromBody] SenderToKeep form) => Results.Ok(DecidedJson.Of(
        await new MakeContactOfSender(visitor.Desk).Run(id, form.Organization ?? "", string.IsNullOrWhiteSpace(form.Name) ? null : form.Name, visitor.Stop)));

    private static async Task<IResult> AddTo(ApiVisitor visitor, long id, [FromBody] TicketToJoin form) => Results.Ok(DecidedJson.Of(
        await new AddLetterToTicket(visitor.Desk).Run(id, form.Number ?? throw Refusal.Invalid("number", "The number of the ticket is needed."), visitor.Stop)));

    private static async Task<IResult> Open(ApiVisitor visitor, long id, [FromBody] TicketToBegin form) => Results.Ok(DecidedJson.Of(
        await new OpenTicketFromLetter(visitor.Desk).Run(id, string.IsNullOrWhiteSpace(form.Project) ? null : form.Project, Choice.Of<TicketKind>("kind", form.Kind), visitor.Stop)));

    private static async Task<IResult> Refuse(ApiVisitor visitor, long id)
    {
        await new RefuseLetter(visitor.Desk).Run(id, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Always(ApiVisitor visitor, long id, [FromBody] RuleToKeep form) => Results.Ok(new DecidedCountJson(
        await new AlwaysForAddress(visitor.Desk).Run(id, form.Takes ?? throw Refusal.Invalid("takes", "true or false is needed: whether letters of this address are taken in."), visitor.Stop)));

    private static async Task<IResult> Look(ApiVisitor visitor, long id) =>
        Results.Ok(ReplayJson.Of(await new ReplayLetter(visitor.Desk) { Language = ApiVisitor.Language }.Run(id, visitor.Stop)));

    private static async Task<IResult> Accept(ApiVisitor visitor, long id) =>
        Results.Ok(ReplayJson.Of(await new AcceptReplay(visitor.Desk) { Language = ApiVisitor.Language }.Run(id, visitor.Stop)));

    private static LetterFiles Files(ApiVisitor visitor) => new(visitor.Desk) { Language = ApiVisitor.Language };
}
