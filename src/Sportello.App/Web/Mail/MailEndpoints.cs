using Sportello.App.Web.Shared;
using Sportello.Directory;
using Sportello.Mailroom.Boxes;
using Sportello.Mailroom.Deciding;
using Sportello.Mailroom.Spool;
using Sportello.Projects;

namespace Sportello.App.Web.Mail;

/// <summary>What comes in: letters that wait, one letter with all that is known of it, and the boxes they come from.</summary>
internal static class MailEndpoints
{
    private const int MostShown = 200;

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/mail", Held).Shows<LetterFiles>();
        web.MapGet("/mail/{id:long}", Show).Shows<LetterFiles>();
        web.MapGet("/mail/{id:long}/raw", Raw).Shows<LetterContents>();
        web.MapGet("/mail/boxes", Boxes).Shows<MailBoxes>();
        web.MapPost("/mail/boxes/test", Test).Shows<TestBoxes>();
        DecidingEndpoints.Map(web);
        OutboxEndpoints.Map(web);
        BoxSettingsEndpoints.Map(web);
    }

    /// <summary>One letter: what it says, what happened to it, and what can be done.</summary>
    public static async Task<IResult> LetterPage(Visitor visitor, long id, Refusal? error)
    {
        var desk = visitor.Desk;
        var letter = await new LetterFiles(desk) { Language = visitor.Language }.Get(id, visitor.Stop);
        var waits = letter.Outcome is "held" or "failed";
        return Answers.View<LetterView>(
            new
            {
                Page = await visitor.Page(visitor.Language.Say("mail.letter", ("id", id)), "mail"),
                Letter = letter,
                Content = letter.Sha256 is null ? null : await new LetterContents(desk).Run(letter, visitor.Stop),
                Projects = waits ? await new ProjectList(desk).Open(visitor.Stop) : [],
                Organizations = waits && visitor.Actor.Holds("contact.add") ? await new OrganizationNames(desk).Run(visitor.Stop) : [],
                Error = error,
            },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static async Task<IResult> Held(Visitor visitor)
    {
        var letters = await new LetterFiles(visitor.Desk) { Language = visitor.Language }.Waiting(MostShown, visitor.Stop);
        return Answers.View<HeldView>(new { Page = await visitor.Page(visitor.Language.Say("mail.held"), "mail"), Letters = letters });
    }

    private static Task<IResult> Show(Visitor visitor, long id) => LetterPage(visitor, id, null);

    private static async Task<IResult> Raw(Visitor visitor, long id)
    {
        var source = await new LetterContents(visitor.Desk).Source(id, visitor.Stop);
        return Results.Stream(visitor.Desk.House.Files.Open(source), "message/rfc822", $"letter-{id}.eml");
    }

    private static Task<IResult> Boxes(Visitor visitor) => BoxesPage(visitor, []);

    private static async Task<IResult> Test(Visitor visitor) => await BoxesPage(visitor, await new TestBoxes(visitor.Desk).Run(visitor.Stop));

    private static async Task<IResult> BoxesPage(Visitor visitor, IReadOnlyList<BoxTrial> trials) => Answers.View<BoxesView>(new
    {
        Page = await visitor.Page(visitor.Language.Say("boxes"), "boxes"),
        Boxes = await new MailBoxes(visitor.Desk).Run(visitor.Stop),
        Rules = await new MailRules(visitor.Desk).Run(visitor.Stop),
        Trials = trials,
    });
}
