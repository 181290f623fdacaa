using Sportello.App.Web.Shared;
using Sportello.Messaging;

namespace Sportello.App.Web.Jobs;

/// <summary>Messages to Slack and Jabber that have not arrived, and what a person can do about one.</summary>
internal static class ChatEndpoints
{
    private const string Home = "/jobs/messages";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Home, List).Shows<ChatList>();
        web.MapPost("/jobs/messages/{id:long}/again", Again).Runs<DecideOnMessage>();
        web.MapPost("/jobs/messages/{id:long}/settle", Settle).Runs<DecideOnMessage>();
    }

    private static async Task<IResult> List(Visitor visitor)
    {
        var messages = await new ChatList(visitor.Desk).Run(visitor.Stop);
        return Answers.View<ChatView>(new { Page = await visitor.Page(visitor.Language.Say("chat.title"), "chat"), Messages = messages });
    }

    private static async Task<IResult> Again(Visitor visitor, HttpContext http, long id)
    {
        await new DecideOnMessage(visitor.Desk).SendAgain(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("chat.retried"));
        return Answers.GoTo(Home);
    }

    private static async Task<IResult> Settle(Visitor visitor, long id)
    {
        await new DecideOnMessage(visitor.Desk).Settle(id, visitor.Stop);
        return Answers.GoTo(Home);
    }
}
