using System.Net;

namespace Sportello.App.Tests.Web;

/// <summary>The directory as an administrator uses it.</summary>
public sealed class DirectoryPageTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task An_organization_and_its_contact_are_made_found_and_changed()
    {
        using var admin = await door.As("admin");
        var made = await admin.Send(await admin.Page("/organizations/new"), "/organizations/new", ("Name", "Cogema"), ("Category", "supplier"), ("Active", "true"));
        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        var added = await admin.Send(
            await admin.Page("/contacts/new?organization=Cogema"), "/contacts/new", ("Name", "fabio"), ("Organization", "Cogema"), ("Active", "true"), ("Addresses", "fabio@cogema.example\nfabio@else.example"));
        var path = added.Headers.Location!.OriginalString;

        var found = await admin.Page("/contacts?q=fab+else");
        Assert.Equal(path, found.QuerySelector("tbody a")!.GetAttribute("href"));

        var changed = await admin.Send(await admin.Page(path), path, ("Name", "fabio"), ("Organization", "Cogema"), ("Active", "false"), ("Addresses", "fabio@cogema.example"));
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        var page = await admin.Page(path);
        Assert.Contains("changed Active or not: yes → no", page.QuerySelector("details.history")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("inactive", page.QuerySelector(".facts .tag")!.TextContent);
        Assert.DoesNotContain("fabio", (await admin.Page("/contacts?q=fab")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_is_told_what_the_first_changed_and_keeps_what_was_typed()
    {
        using var admin = await door.As("admin");
        var path = (await admin.Page("/contacts?q=daniela")).QuerySelector("tbody a")!.GetAttribute("href")!;
        var form = await admin.Page(path);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(form, path, ("Name", "daniela"), ("Organization", "De Cecco"), ("Active", "true"), ("Slack", "@daniela"))).StatusCode);

        var late = await admin.Send(form, path, ("Name", "daniela"), ("Organization", "De Cecco"), ("Active", "true"), ("Jabber", "daniela@chat.example"));

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var shown = await Browser.Read(late);
        Assert.Equal("daniela@chat.example", shown.QuerySelector("[name=Jabber]")!.GetAttribute("value"));
        Assert.Contains("@daniela", shown.QuerySelector("details.history[open]")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(form.QuerySelector("main [name=Version]")!.GetAttribute("value"), shown.QuerySelector("main [name=Version]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_wrong_stands_under_its_field_in_the_readers_language()
    {
        using var admin = await door.As("admin");
        var answer = await admin.Send(await admin.Page("/contacts/new"), "/contacts/new", ("Name", "elena"), ("Organization", "Niemand"), ("Addresses", "elena@else.example"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var shown = await Browser.Read(answer);
        Assert.Contains("Niemand", shown.QuerySelector(".field .error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("elena@else.example", shown.QuerySelector("[name=Addresses]")!.TextContent.Trim());
    }
}
