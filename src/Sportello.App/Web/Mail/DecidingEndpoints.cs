using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.App.Web.Tickets;
using Sportello.Mailroom.Deciding;
using Sportello.Mailroom.Replaying;

namespace Sportello.App.Web.Mail;

/// <summary>The ways out for a letter that waits, and reading a letter again.</summary>
internal static class DecidingEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapPost("/mail/{id:long}/contact", MakeContact).Runs<MakeContactOfSender>();
        web.MapPost("/mail/{id:long}/ticket", AddTo).Runs<AddLetterToTicket>();
        web.MapPost("/mail/{id:long}/open", Open).Runs<OpenTicketFromLetter>();
        web.MapPost("/mail/{id:long}/refuse", Refuse).Runs<RefuseLetter>();
        web.MapPost("/mail/{id:long}/always", Always).Runs<AlwaysForAddress>();
        web.MapGet("/mail/{id:long}/replay", Replay).Shows<ReplayLetter>();
        web.MapPost("/mail/{id:long}/replay", Accept).Runs<AcceptReplay>();
        web.MapPost("/mail/rules/forget", Forget).Runs<ForgetMailRule>();
    }

    private static Task<IResult> MakeContact(Visitor visitor, HttpContext http, long id, [FromForm] string? organization, [FromForm] string? name) => Decide(
        visitor, http, id, () => new MakeContactOfSender(visitor.Desk).Run(id, organization ?? "", string.IsNullOrWhiteSpace(name) ? null : name, visitor.Stop));

    private static Task<IResult> AddTo(Visitor visitor, HttpContext http, long id, [FromForm] string? ticket) => Decide(
        visitor, http, id, () => new AddLetterToTicket(visitor.Desk).Run(id, PastedNumber.Of(ticket, "ticket"), visitor.Stop));

    private static Task<IResult> Open(Visitor visitor, HttpContext http, long id, [FromForm] string? project) => Decide(
        visitor, http, id, () => new OpenTicketFromLetter(visitor.Desk).Run(id, string.IsNullOrWhiteSpace(project) ? null : project, null, visitor.Stop));

    private static Task<IResult> Refuse(Visitor visitor, HttpContext http, long id) => Try(visitor, id, async () =>
    {
        await new RefuseLetter(visitor.Desk).Run(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("held.refused"));
        return Answers.GoTo("/mail");
    });

    private static Task<IResult> Always(Visitor visitor, HttpContext http, long id, [FromForm] string? what) => Try(visitor, id, async () =>
    {
        var count = await new AlwaysForAddress(visitor.Desk).Run(id, what is "take", visitor.Stop);
        Flash.Put(http, visitor.Language.Say("held.always", ("n", count)));
        return Answers.GoTo("/mail");
    });

    private static async Task<IResult> Replay(Visitor visitor, long id)
    {
        var replay = await new ReplayLetter(visitor.Desk) { Language = visitor.Language }.Run(id, visitor.Stop);
        return Answers.View<ReplayView>(new { Page = await visitor.Page(visitor.Language.Say("replay.title", ("id", id)), "mail"), Replay = replay });
    }

    private static async Task<IResult> Accept(Visitor visitor, HttpContext http, long id)
    {
        await new AcceptReplay(visitor.Desk).Run(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("replay.accepted"));
        return Answers.GoTo($"/mail/{id}");
    }

    private static async Task<IResult> Forget(Visitor visitor, [FromForm] string? address)
    {
        await new ForgetMailRule(visitor.Desk).Run(address ?? "", visitor.Stop);
        return Answers.GoTo("/mail/boxes");
    }

    private static Task<IResult> Decide(Visitor visitor, HttpContext http, long id, Func<Task<Decided>> decision) => Try(visitor, id, async () =>
    {
        var decided = await decision();
        if (decided.Ticket is { } number)
        {
            Flash.Put(http, visitor.Language.Say("held.taken-in", ("id", id)));
            return Answers.GoTo($"/tickets/{number}");
        }

        return Answers.GoTo($"/mail/{id}");
    });

    /// <summary>What stands in the way is said where the decision was made.</summary>
    private static async Task<IResult> Try(Visitor visitor, long id, Func<Task<IResult>> work)
    {
        try
        {
            return await work();
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await MailEndpoints.LetterPage(visitor, id, refusal);
        }
    }
}
