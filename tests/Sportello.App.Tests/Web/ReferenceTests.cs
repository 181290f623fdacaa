using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>The API as pages: read without script, tried with it.</summary>
public sealed class ReferenceTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task Every_operation_of_the_description_has_its_page_that_reads_without_script()
    {
        using var luca = await door.As("luca");
        var links = (await luca.Page("/reference")).QuerySelectorAll(".operations a").Select(a => a.GetAttribute("href")!).ToList();
        using var admin = await Api.Caller.Of(door, "admin");
        var described = (await admin.Json("GET", "/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(m => $"/reference/{m.Value.GetProperty("operationId").GetString()}"));
        Assert.Equal(described.Order(StringComparer.Ordinal), links.Order(StringComparer.Ordinal));

        var page = await luca.Page("/reference/postTickets");
        Assert.Contains("requester", page.QuerySelectorAll(".members code").Select(c => c.TextContent));
        Assert.Contains("curl -X POST", page.QuerySelector("pre.curl")!.TextContent, StringComparison.Ordinal);
        Assert.True(page.QuerySelector("form.try")!.HasAttribute("hidden"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await luca.Get("/reference/getNothing")).StatusCode);
    }

    [Fact]
    public async Task An_operation_is_tried_with_a_token_that_goes_along_and_is_not_in_any_address()
    {
        var token = await door.TokenFor("luca");
        var complaints = new List<string>();
        var page = await chromium.Page(complaints: complaints);
        await page.SignIn(door.Address, "luca");
        await page.GotoAsync(door.Address + "/reference");
        await page.ClickAsync("a[href='/reference/getTicketsNumber']");
        await page.FillAsync("#token", token);
        await page.FillAsync("#path-number", "10012");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("200");
        await Assertions.Expect(page.Locator("[data-body]")).ToContainTextAsync("\"subject\": \"Margins of the delivery note are cut\"");
        Assert.DoesNotContain(token, page.Url, StringComparison.Ordinal);

        await page.ClickAsync(".crumbs a");
        await page.ClickAsync("a[href='/reference/patchTicketsNumber']");
        await Assertions.Expect(page.Locator("#token")).ToHaveValueAsync(token);
        await page.FillAsync("#path-number", "10012");
        await page.FillAsync("#body", """{"priority":"high","subject":"","kind":""}""");
        await page.ClickAsync("form.try button");
        await Assertions.Expect(page.Locator("[data-body]")).ToContainTextAsync("\"priority\": \"high\"");
        await page.FillAsync("#body", """{"priority":"highest"}""");
        await page.ClickAsync("form.try button");
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("422");
        await Assertions.Expect(page.Locator("[data-body]")).ToContainTextAsync("low, normal, high, urgent");
        Assert.Equal([], complaints.Where(c => !c.Contains("422", StringComparison.Ordinal)));
    }
}
