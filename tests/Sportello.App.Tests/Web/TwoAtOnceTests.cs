using System.Net;
using AngleSharp.Html.Dom;

namespace Sportello.App.Tests.Web;

/// <summary>Two people and one ticket.</summary>
public sealed class TwoAtOnceTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task The_second_is_told_what_changed_and_loses_neither_text_nor_file()
    {
        using var luca = await door.As("luca");
        using var sandro = await door.As("sandro");
        var stale = (IHtmlFormElement)(await luca.Page("/tickets/10012")).QuerySelector("form.composer")!;
        var values = Browser.Filled(stale, ("Body", "My long answer"));

        await sandro.Send(await sandro.Page("/tickets/10012"), "/tickets/10012/properties", ("Priority", "urgent"));
        var told = await luca.Post("/tickets/10012/comments", values, multipart: true, file: ("log.txt", [7, 7, 7]));

        Assert.Equal(HttpStatusCode.Conflict, told.StatusCode);
        var page = await Browser.Read(told);
        Assert.Contains("sandro changed the priority from Normal to Urgent", Squeezed(page.QuerySelector(".conflict")!.TextContent), StringComparison.Ordinal);
        var form = (IHtmlFormElement)page.QuerySelector("form.composer")!;
        Assert.Equal("My long answer", ((IHtmlTextAreaElement)form.QuerySelector("textarea")!).Value);

        var again = await luca.Post("/tickets/10012/comments", Browser.Filled(form), multipart: true);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        var after = await luca.Page("/tickets/10012");
        Assert.Single(after.QuerySelectorAll(".message"), m => m.TextContent.Contains("My long answer", StringComparison.Ordinal));
        Assert.Single(after.QuerySelectorAll(".files a"), a => a.TextContent.Contains("log.txt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_changes_of_one_property_the_second_is_asked_first_and_keeps_its_choice()
    {
        using var luca = await door.As("luca");
        using var sandro = await door.As("sandro");
        var stale = await luca.Page("/tickets/10012");
        await sandro.Send(await sandro.Page("/tickets/10012"), "/tickets/10012/properties", ("Status", "under-review"));

        var told = await luca.Send(stale, "/tickets/10012/properties", ("Status", "returned"));

        Assert.Equal(HttpStatusCode.Conflict, told.StatusCode);
        var page = await Browser.Read(told);
        Assert.Equal("returned", ((IHtmlSelectElement)page.QuerySelector(".properties select[name=Status]")!).Value);
        var again = await luca.Send(page, "/tickets/10012/properties");
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Contains("Returned", (await luca.Page("/tickets/10012")).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_with_an_error_keeps_what_was_typed()
    {
        using var francesca = await door.As("francesca");
        var answer = await francesca.Send(await francesca.Page("/tickets/new"), "/tickets/new", ("Subject", ""), ("Body", "All I wrote"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Browser.Read(answer);
        Assert.Equal("All I wrote", ((IHtmlTextAreaElement)page.QuerySelector("textarea")!).Value);
        Assert.Contains("A subject is needed", page.QuerySelector(".field .error")!.TextContent, StringComparison.Ordinal);
    }

    private static string Squeezed(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
