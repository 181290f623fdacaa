using System.Net;
using AngleSharp.Html.Dom;

namespace Sportello.App.Tests.Web;

/// <summary>Whose word counts for the language of a page: the person's, the browser's, the house's.</summary>
public sealed class LanguagesTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task A_page_speaks_the_first_language_of_the_browser_that_we_speak_too()
    {
        Assert.Equal(("ru", "Вход"), await Gate("fr, ru;q=0.8, it;q=0.5"));
        Assert.Equal(("it", "Accesso"), await Gate("it-CH"));
    }

    [Fact]
    public async Task Where_the_browser_speaks_nothing_we_know_the_house_decides() => Assert.Equal(("en", "Sign in"), await Gate("fr"));

    [Fact]
    public async Task Who_chooses_a_language_before_signing_in_keeps_it_also_when_the_name_was_wrong()
    {
        using var browser = door.NewBrowser();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Get("/sign-in?language=ru&then=%2Fprojects")).StatusCode);
        var page = await browser.Page("/sign-in?then=%2Fprojects");
        Assert.Equal("ru", page.DocumentElement.GetAttribute("lang"));
        Assert.Contains(page.QuerySelectorAll(".languages a"), a => a.TextContent == "Italiano" && a.GetAttribute("href") == "/sign-in?language=it&then=%2Fprojects");
        var refused = await Browser.Read(await browser.Send(page, "/sign-in", ("Name", "luca"), ("Password", "wrong")));
        Assert.Equal("Вход", refused.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_persons_own_choice_goes_before_the_browsers_and_can_be_taken_back()
    {
        using var daniela = await door.As("daniela");
        await Choose(daniela, "it", "Asia/Tokyo");
        daniela.Speaks("ru");
        var page = await daniela.Page("/tickets?view=all");
        Assert.Equal(("it", "Tutti i ticket"), (page.DocumentElement.GetAttribute("lang"), page.QuerySelector("h1")!.TextContent));
        Assert.Equal("Asia/Tokyo", ((IHtmlSelectElement)(await daniela.Page("/me")).QuerySelector("#zone")!).Value);
        await Choose(daniela, "", "");
        Assert.Equal("Все обращения", (await daniela.Page("/tickets?view=all")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task An_unknown_time_zone_is_refused_with_a_word_and_nothing_changes()
    {
        using var daniela = await door.As("daniela");
        var answer = await daniela.Send(await daniela.Page("/me"), "/me", ("zone", "Rome/Europe"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Europe/Rome", (await Browser.Read(answer)).QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task Choose(Browser browser, string language, string zone) =>
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.Send(await browser.Page("/me"), "/me", ("language", language), ("zone", zone))).StatusCode);

    private async Task<(string?, string?)> Gate(string accepted)
    {
        using var browser = door.NewBrowser();
        browser.Speaks(accepted);
        var page = await browser.Page("/sign-in");
        return (page.DocumentElement.GetAttribute("lang"), page.QuerySelector("h1")?.TextContent);
    }
}
