using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>A project's own fields on the form of a new ticket, on the ticket, and in the API.</summary>
public sealed class OwnFieldsTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    private const string Home = "/administration/fields";

    [Fact]
    public async Task Without_script_a_customer_fills_in_what_is_asked_and_staff_change_it()
    {
        var serial = await Add("barilla sw1", "Serial", "text", ("Required", "true"), ("ForCustomers", "true"));
        await Add("de cecco sw", "Elsewhere", "text", ("ForCustomers", "true"));
        var margin = await Add("barilla sw1", "Gain", "number");
        using var francesca = await door.As("francesca");
        var form = await francesca.Page("/tickets/new");
        Assert.Equal([$"field.{serial}"], form.QuerySelectorAll("[name^='field.']").Select(f => f.GetAttribute("name")));

        var wrong = await francesca.Send(form, "/tickets/new", ("Project", "barilla sw1"), ("Subject", "Paper"), ("Body", "Jam"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var back = await Browser.Read(wrong);
        Assert.Contains("Serial must be filled in.", back.QuerySelector("fieldset .error")!.TextContent, StringComparison.Ordinal);
        var path = (await francesca.Send(back, "/tickets/new", ($"field.{serial}", "A-12"))).Headers.Location!.OriginalString;
        Assert.Contains("A-12", (await francesca.Page(path)).QuerySelector(".pairs")!.TextContent, StringComparison.Ordinal);

        using var luca = await door.As("luca");
        var refused = await luca.Send(await luca.Page(path), path + "/properties", ($"field.{margin}", "much"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var kept = await Browser.Read(refused);
        Assert.Equal("much", kept.QuerySelector($"[name='field.{margin}']")!.GetAttribute("value"));
        Assert.Contains("not a number", kept.QuerySelector(".own-field .error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await luca.Send(await luca.Page(path), path + "/properties", ($"field.{margin}", "3,5"))).StatusCode);
        var page = await luca.Page(path);
        Assert.Equal("3.5", page.QuerySelector($"[name='field.{margin}']")!.GetAttribute("value"));
        Assert.Contains("filled in Gain: 3.5", page.QuerySelector(".conversation")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Gain", (await francesca.Page(path)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_program_fields_are_an_object_of_their_names()
    {
        await Add("de cecco sw", "Copies", "number");
        await Add("de cecco sw", "Under guarantee", "yes-no");
        using var http = new HttpClient { BaseAddress = new Uri(door.Address) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await door.TokenFor("sandro"));
        var opened = await http.PostAsJsonAsync("/api/v1/tickets", new { project = "de cecco sw", kind = "bug", subject = "Paper", body = "Jam", fields = new Dictionary<string, object> { ["copies"] = 3.5, ["Under guarantee"] = true } });

        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        var ticket = await opened.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(3.5m, ticket.GetProperty("fields").GetProperty("Copies").GetDecimal());
        Assert.True(ticket.GetProperty("fields").GetProperty("Under guarantee").GetBoolean());
        var path = $"/api/v1/tickets/{ticket.GetProperty("number").GetInt32()}";
        var changed = await (await http.PatchAsJsonAsync(path, new { fields = new Dictionary<string, object?> { ["Copies"] = null } })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("fields").GetProperty("Copies").ValueKind);
        var wrong = await http.PatchAsJsonAsync(path, new { fields = new { Colour = "red" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("Copies", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_script_only_the_fields_of_the_chosen_project_are_shown_and_sent()
    {
        await Add("barilla sw1", "Colour", "choice", ("Choices", "red\ngrey"));
        await Add("de cecco sw", "Shape", "text");
        var page = await chromium.Page();
        await page.SignIn(door.Address, "sandro");
        await page.GotoAsync(door.Address + "/tickets/new");
        await Assertions.Expect(page.GetByLabel("Colour")).ToBeHiddenAsync();
        await page.Locator("#Project").SelectOptionAsync("barilla sw1");
        await Assertions.Expect(page.GetByLabel("Colour")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Shape")).ToBeHiddenAsync();
    }

    private async Task<string> Add(string project, string name, string kind, params (string, string)[] more)
    {
        using var admin = await door.As("admin");
        var answer = await admin.Send(await admin.Page(Home + "/new"), Home + "/new", [("Project", project), ("Name", name), ("Kind", kind), ("Active", "true"), .. more]);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return (await admin.Page(Home)).QuerySelectorAll("tbody a").Single(a => a.TextContent == name).GetAttribute("href")!.Split('/')[^1];
    }
}
