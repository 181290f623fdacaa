using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Mailroom.Outbox;
using Sportello.Words;

namespace Sportello.App.Web.Mail;

/// <summary>What goes out: the list of mails, and what a person can do about one.</summary>
internal static class OutboxEndpoints
{
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/mail/outbox", List).Shows<OutboxList>();
        web.MapPost("/mail/outbox/{id:long}/retry", Retry).Runs<RetryMail>();
        web.MapPost("/mail/outbox/{id:long}/arrived", Arrived).Runs<RetryMail>();
    }

    private static async Task<IResult> List(Visitor visitor, [FromQuery] string? view, [FromQuery] long? before)
    {
        var list = new OutboxList(visitor.Desk);
        var counts = await list.Counts(visitor.Stop);
        var shown = Name.TryRead<OutboxView>(view, out var asked) ? asked : counts.Trouble > 0 ? OutboxView.Trouble : OutboxView.All;
        var settings = visitor.Desk.House.Settings;
        return Answers.View<OutboxPageView>(new
        {
            Page = await visitor.Page(visitor.Language.Say("outbox"), "outbox"),
            Mails = await list.Run(shown, PageSize, before, visitor.Stop),
            Counts = counts,
            Shown = shown,
            Prefix = settings.Work.TicketPrefix,
            CanSend = settings.Smtp is not null,
        });
    }

    private static async Task<IResult> Retry(Visitor visitor, HttpContext http, long id, [FromForm] int? ticket)
    {
        await new RetryMail(visitor.Desk).Run(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("mail.retried"));
        return Back(ticket);
    }

    private static async Task<IResult> Arrived(Visitor visitor, long id, [FromForm] int? ticket)
    {
        await new RetryMail(visitor.Desk).Arrived(id, visitor.Stop);
        return Back(ticket);
    }

    /// <summary>To where the button stood: the ticket, or the outbox.</summary>
    private static IResult Back(int? ticket) => Answers.GoTo(ticket is { } number ? $"/tickets/{number}" : "/mail/outbox");
}
