using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Webhooks;

namespace Sportello.App.Api.Webhooks;

internal static class WebhookApi
{
    private const int MostRows = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/webhooks", List).Shows<WebhookList>().Gives<ListJson<WebhookJson>>().WithSummary("List the webhooks of the house");
        api.MapPost("/webhooks", Add).Runs<AddWebhook>().Gives<MadeWebhookJson>(StatusCodes.Status201Created).WithMetadata(new SaidOnce()).WithSummary("Add a webhook; its secret is said this once");
        api.MapGet("/webhooks/{id:long}", Read).Shows<WebhookList>().Gives<WebhookJson>().WithSummary("Read a webhook");
        api.MapPatch("/webhooks/{id:long}", Switch).Runs<SwitchWebhook>().Gives<WebhookJson>().WithSummary("Switch a webhook on or off");
        api.MapDelete("/webhooks/{id:long}", Remove).Runs<RemoveWebhook>().GivesNothing().WithSummary("Remove a webhook with its log");
        api.MapPost("/webhooks/{id:long}/ping", Ping).Runs<CallWebhook>().GivesNothing().WithSummary("Send a webhook a message that means nothing");
        api.MapGet("/webhooks/{id:long}/deliveries", Deliveries).Shows<WebhookList>().Gives<ListJson<DeliveryJson>>().WithSummary("List what a webhook was told, the newest first");
        api.MapPost("/webhooks/{id:long}/deliveries/{delivery:long}/again", Again).Runs<CallWebhook>().GivesNothing().WithSummary("Send a webhook one message once more");
    }

    private static async Task<IResult> List(ApiVisitor visitor)
    {
        var webhooks = await new WebhookList(visitor.Desk).Run(visitor.Stop);
        return Results.Ok(new ListJson<WebhookJson>([.. webhooks.Select(WebhookJson.Of)], null));
    }

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] WebhookToAdd form)
    {
        var made = await new AddWebhook(visitor.Desk).Run(form.Read(), visitor.Stop);
        var webhook = await new WebhookList(visitor.Desk).One(made.Id, visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/webhooks/{made.Id}/deliveries", MadeWebhookJson.Of(webhook, made.Secret));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, long id) => Results.Ok(WebhookJson.Of(await new WebhookList(visitor.Desk).One(id, visitor.Stop)));

    private static async Task<IResult> Switch(ApiVisitor visitor, long id, [FromBody] WebhookPatch changes)
    {
        await new SwitchWebhook(visitor.Desk).Run(id, changes.Active ?? throw Refusal.Invalid("active", "true or false is needed."), visitor.Stop);
        return Results.Ok(WebhookJson.Of(await new WebhookList(visitor.Desk).One(id, visitor.Stop)));
    }

    private static async Task<IResult> Remove(ApiVisitor visitor, long id)
    {
        await new RemoveWebhook(visitor.Desk).Run(id, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Ping(ApiVisitor visitor, long id)
    {
        await new CallWebhook(visitor.Desk).Ping(id, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Deliveries(ApiVisitor visitor, long id, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var rows = await new WebhookList(visitor.Desk).Deliveries(id, Limit.Of(limit, MostRows), after, visitor.Stop);
        return Results.Ok(new ListJson<DeliveryJson>([.. rows.Items.Select(DeliveryJson.Of)], rows.Next));
    }

    private static async Task<IResult> Again(ApiVisitor visitor, long id, long delivery)
    {
        await new CallWebhook(visitor.Desk).Again(id, delivery, visitor.Stop);
        return Results.NoContent();
    }
}
