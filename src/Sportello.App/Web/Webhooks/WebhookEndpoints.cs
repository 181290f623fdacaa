using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Webhooks;

namespace Sportello.App.Web.Webhooks;

/// <summary>Other systems that are told of what happens, and what they were told.</summary>
internal static class WebhookEndpoints
{
    private const string Home = "/webhooks";
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Home, List).Shows<WebhookList>();
        web.MapPost(Home, Add).Runs<AddWebhook>();
        web.MapGet("/webhooks/{id:long}", Show).Shows<WebhookList>();
        web.MapPost("/webhooks/{id:long}/ping", Ping).Runs<CallWebhook>();
        web.MapPost("/webhooks/{id:long}/switch", Switch).Runs<SwitchWebhook>();
        web.MapPost("/webhooks/{id:long}/remove", Remove).Runs<RemoveWebhook>();
        web.MapPost("/webhooks/{id:long}/deliveries/{delivery:long}/again", Again).Runs<CallWebhook>();
    }

    private static Task<IResult> List(Visitor visitor) => Form(visitor, new(null, WebhookEvents.All), null);

    private static async Task<IResult> Form(Visitor visitor, NewWebhook typed, Refusal? error)
    {
        var webhooks = await new WebhookList(visitor.Desk).Run(visitor.Stop);
        return Answers.View<WebhooksView>(
            new { Page = await visitor.Page(visitor.Language.Say("webhooks"), "webhooks"), Webhooks = webhooks, Typed = typed, Error = error },
            error is null ? StatusCodes.Status200OK : Refusals.StatusOf(error.Reason));
    }

    /// <summary>The answer holds the secret, so it is a page and not a way to another one.</summary>
    private static async Task<IResult> Add(Visitor visitor, [FromForm] string? url, [FromForm] string[]? events, [FromForm] string? project)
    {
        var typed = new NewWebhook(url, events ?? [], project);
        try
        {
            var made = await new AddWebhook(visitor.Desk).Run(typed, visitor.Stop);
            return Answers.View<WebhookMadeView>(new { Page = await visitor.Page(visitor.Language.Say("webhooks.made"), "webhooks"), Made = made });
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid || refusal.Field is "project")
        {
            return await Form(visitor, typed, refusal);
        }
    }

    private static async Task<IResult> Show(Visitor visitor, long id, [FromQuery] string? after)
    {
        var list = new WebhookList(visitor.Desk);
        var webhook = await list.One(id, visitor.Stop);
        var deliveries = await list.Deliveries(id, PageSize, after, visitor.Stop);
        return Answers.View<WebhookView>(new { Page = await visitor.Page(new Uri(webhook.Url).Host, "webhooks"), Webhook = webhook, Deliveries = deliveries });
    }

    private static async Task<IResult> Ping(Visitor visitor, HttpContext http, long id)
    {
        await new CallWebhook(visitor.Desk).Ping(id, visitor.Stop);
        return Said(visitor, http, "webhooks.pinged", $"{Home}/{id}");
    }

    private static async Task<IResult> Switch(Visitor visitor, HttpContext http, long id, [FromForm] bool active)
    {
        await new SwitchWebhook(visitor.Desk).Run(id, active, visitor.Stop);
        return Said(visitor, http, active ? "webhooks.switched-on" : "webhooks.switched-off", $"{Home}/{id}");
    }

    private static async Task<IResult> Remove(Visitor visitor, HttpContext http, long id)
    {
        await new RemoveWebhook(visitor.Desk).Run(id, visitor.Stop);
        return Said(visitor, http, "webhooks.removed", Home);
    }

    private static async Task<IResult> Again(Visitor visitor, HttpContext http, long id, long delivery)
    {
        await new CallWebhook(visitor.Desk).Again(id, delivery, visitor.Stop);
        return Said(visitor, http, "webhooks.resent", $"{Home}/{id}");
    }

    private static IResult Said(Visitor visitor, HttpContext http, string key, string then)
    {
        Flash.Put(http, visitor.Language.Say(key));
        return Answers.GoTo(then);
    }
}
