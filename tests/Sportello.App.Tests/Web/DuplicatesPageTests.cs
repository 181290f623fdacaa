using System.Net;

namespace Sportello.App.Tests.Web;

/// <summary>Who is there twice, as an administrator sees it.</summary>
public sealed class DuplicatesPageTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task Two_that_look_alike_are_found_looked_at_and_merged_and_the_old_link_leads_on()
    {
        using var admin = await door.As("admin");
        var first = await Add(admin, "Fabio la volpe", "fabio@voiello.example");
        var second = await Add(admin, "Фабио ля Вольпе", "fabio+news@voiello.example");

        var group = (await admin.Page("/contacts/duplicates")).QuerySelectorAll(".twins").Single(g => g.TextContent.Contains("fabio@voiello.example", StringComparison.Ordinal));
        Assert.Contains("Same address", group.QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
        var look = group.QuerySelector("a.button")!.GetAttribute("href")!;
        Assert.Equal($"{second}/merge?with={first.Split('/')[^1]}", look);
        var page = await admin.Page(look);
        Assert.Contains("goes on as Fabio la volpe", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var merged = await admin.Send(page, second + "/merge");
        Assert.Equal((HttpStatusCode.SeeOther, first), (merged.StatusCode, merged.Headers.Location!.OriginalString));
        Assert.Equal(first, (await admin.Get(second)).Headers.Location!.OriginalString);
        Assert.Contains("merged Фабио ля Вольпе", (await admin.Page(first)).QuerySelector("details.history")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("fabio@voiello.example", (await admin.Page("/contacts/duplicates")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_called_different_is_not_shown_again()
    {
        using var admin = await door.As("admin");
        await Add(admin, "giovanna", "gio1@voiello.example");
        await Add(admin, "Giovanna", "gio2@voiello.example");
        var page = await admin.Page("/contacts/duplicates");
        var group = page.QuerySelectorAll(".twins").Single(g => g.TextContent.Contains("gio1@", StringComparison.Ordinal));
        var sent = await admin.Post("/contacts/duplicates", group.QuerySelectorAll("input").Select(i => new KeyValuePair<string, string>(i.GetAttribute("name")!, i.GetAttribute("value")!)));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.DoesNotContain("gio1@", (await admin.Page("/contacts/duplicates")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<string> Add(Browser admin, string name, string address)
    {
        var added = await admin.Send(await admin.Page("/contacts/new?organization=Voiello"), "/contacts/new", ("Name", name), ("Organization", "Voiello"), ("Active", "true"), ("Addresses", address));
        return added.Headers.Location!.OriginalString;
    }
}
