using System.Net;
using AngleSharp.Html.Dom;

namespace Sportello.App.Tests.Web;

/// <summary>Merging two tickets from a ticket's page, and taking them apart again.</summary>
public sealed class MergingPageTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task Whoever_may_delete_merges_two_tickets_reads_where_each_is_and_takes_them_apart_again()
    {
        var (one, other) = (await door.Ticket("The printer"), await door.Ticket("The printer again"));
        using var admin = await door.As("admin");
        var page = await admin.Page($"/tickets/{other}");

        var merged = await admin.Send(page, $"/tickets/{other}/merge", ("Into", $"DPR:{one}"));

        Assert.Equal($"/tickets/{one}", merged.Headers.Location!.ToString());
        var target = await admin.Page($"/tickets/{one}");
        Assert.Equal(2, target.QuerySelectorAll(".message").Length);
        Assert.Contains($"DPR:{other}", target.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        var source = await admin.Page($"/tickets/{other}");
        Assert.Equal($"/tickets/{one}", source.QuerySelector(".merged a")!.GetAttribute("href"));
        Assert.Null(source.QuerySelector($"form[action='/tickets/{other}/merge']"));

        var apart = await admin.Send(source, $"/tickets/{other}/unmerge");

        Assert.Equal($"/tickets/{other}", apart.Headers.Location!.ToString());
        Assert.Single((await admin.Page($"/tickets/{other}")).QuerySelectorAll(".message"));
        Assert.Single((await admin.Page($"/tickets/{one}")).QuerySelectorAll(".message"));
        Assert.Equal(HttpStatusCode.Conflict, (await Post(admin, $"/tickets/{other}/unmerge")).StatusCode);
    }

    [Theory]
    [InlineData("yesterday's", "A ticket's number is needed, such as 10012.")]
    [InlineData("99999", "There is no ticket 99999")]
    [InlineData("SELF", "A ticket cannot be merged into itself; give the number of the other one.")]
    public async Task What_cannot_be_merged_into_is_said_beside_the_number_which_stays_as_it_was_typed(string typed, string said)
    {
        var number = await door.Ticket("The printer");
        typed = typed.Replace("SELF", $"{number}", StringComparison.Ordinal);
        using var admin = await door.As("admin");

        var answer = await admin.Send(await admin.Page($"/tickets/{number}"), $"/tickets/{number}/merge", ("Into", typed));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var form = (await Browser.Read(answer)).QuerySelector($"form[action='/tickets/{number}/merge']")!;
        Assert.True(form.ParentElement!.HasAttribute("open"));
        Assert.Equal(typed, ((IHtmlInputElement)form.QuerySelector("input[name=Into]")!).Value);
        Assert.StartsWith(said, form.QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
        Assert.Single((await admin.Page($"/tickets/{number}")).QuerySelectorAll(".message"));
    }

    [Fact]
    public async Task Who_may_not_merge_sees_no_form_and_gets_nowhere_without_one()
    {
        var (one, other) = (await door.Ticket("The printer"), await door.Ticket("The printer again"));
        foreach (var name in new[] { "sandro", "luca", "francesca" })
        {
            using var person = await door.As(name);
            var page = await person.Page($"/tickets/{one}");
            Assert.Null(page.QuerySelector($"form[action='/tickets/{one}/merge']"));
            Assert.Equal(HttpStatusCode.Forbidden, (await Post(person, $"/tickets/{one}/merge", ("Into", $"{other}"))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await Post(person, $"/tickets/{one}/unmerge")).StatusCode);
        }
    }

    private static async Task<HttpResponseMessage> Post(Browser browser, string path, params (string Name, string Value)[] fields) => await browser.Post(
        path,
        [new("__RequestVerificationToken", await browser.TokenOf("/tickets")), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]);
}
