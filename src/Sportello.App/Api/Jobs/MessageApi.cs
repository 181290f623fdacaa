using Sportello.App.Web;
using Sportello.Messaging;
using Sportello.Words;

namespace Sportello.App.Api.Jobs;

/// <summary>Messages to Slack and Jabber that have not arrived, and what a person says of one.</summary>
internal static class MessageApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/messages", List).Shows<ChatList>().Gives<ListJson<ChatMessageJson>>().WithSummary("List messages to Slack and Jabber that have not arrived, those given up first");
        api.MapPost("/messages/{id:long}/again", Again).Runs<DecideOnMessage>().GivesNothing().WithSummary("Have a message that was given up sent again");
        api.MapPost("/messages/{id:long}/settle", Settle).Runs<DecideOnMessage>().GivesNothing().WithSummary("Say that a message that was given up is not needed any more");
    }

    private static async Task<IResult> List(ApiVisitor visitor) => Results.Ok(new ListJson<ChatMessageJson>([.. (await new ChatList(visitor.Desk).Run(visitor.Stop)).Select(ChatMessageJson.Of)], null));

    private static async Task<IResult> Again(ApiVisitor visitor, long id)
    {
        await new DecideOnMessage(visitor.Desk).SendAgain(id, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Settle(ApiVisitor visitor, long id)
    {
        await new DecideOnMessage(visitor.Desk).Settle(id, visitor.Stop);
        return Results.NoContent();
    }
}

/// <param name="Program">Whose message it is.</param>
/// <param name="Why">Why it did not go out the last time.</param>
internal sealed record ChatMessageJson(
    long Id, string Program, string? Contact, string Channel, string Address, string Text, string State, int Attempts, DateTime Created, DateTime? NextAttempt, IReadOnlyList<string> Why)
{
    public static ChatMessageJson Of(ChatRow m) => new(
        m.Id, m.Program, m.Contact, Name.Of(m.Channel), m.Address, m.Text, Name.Of(m.State), m.Attempts, m.CreatedAt, m.NextAttempt, [.. m.Why.Select(w => w.In(ApiVisitor.Language))]);
}
