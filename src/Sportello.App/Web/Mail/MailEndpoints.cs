using Sportello.App.Web.Shared;
using Sportello.Mailroom.Spool;

namespace Sportello.App.Web.Mail;

internal static class MailEndpoints
{
    private const int MostShown = 200;

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/mail", Held).Shows<LetterFiles>();
        web.MapGet("/mail/{id:long}", Show).Shows<LetterFiles>();
        OutboxEndpoints.Map(web);
    }

    private static async Task<IResult> Held(Visitor visitor)
    {
        var letters = await new LetterFiles(visitor.Desk).Waiting(MostShown, visitor.Stop);
        return Answers.View<HeldView>(new { Page = await visitor.Page(visitor.Language.Say("mail.held"), "mail"), Letters = letters });
    }

    private static async Task<IResult> Show(Visitor visitor, long id)
    {
        var letter = await new LetterFiles(visitor.Desk).Get(id, visitor.Stop);
        return Answers.View<LetterView>(new { Page = await visitor.Page(visitor.Language.Say("mail.letter", ("id", id)), "mail"), Letter = letter });
    }
}
