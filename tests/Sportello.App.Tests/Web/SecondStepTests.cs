using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>The second step in a browser: set up by keyboard, asked for, given up. The codes are reckoned here anew, as an app does.</summary>
public sealed class SecondStepTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    [Theory]
    [InlineData("luca", 360, ColorScheme.Dark, "ru-RU")]
    [InlineData("sandro", 1440, ColorScheme.Light, "it-IT")]
    public async Task Set_up_by_keyboard_asked_for_after_the_password_and_ended(string user, int width, ColorScheme scheme, string locale)
    {
        var complaints = new List<string>();
        var page = await chromium.Page(width, scheme, complaints, locale);
        await page.SignIn(door.Address, user);
        await page.GotoAsync(door.Address + "/me/second-factor");
        await page.Locator("form[action='/me/second-factor'] button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".qr")).ToBeVisibleAsync();
        await page.Examine("setting up", complaints);
        await Picture(page, $"set-up-{locale}");
        var key = (await page.Locator("code.key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.Locator("#Code").FocusAsync();
        await page.Keyboard.TypeAsync(Code(key, 0));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".codes li")).ToHaveCountAsync(10);
        await page.Examine("codes", complaints);
        await Picture(page, $"codes-{locale}");
        var recovery = await page.Locator(".codes li").First.InnerTextAsync();

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(door.Address + "/sign-in?then=%2Fprojects");
        await page.Locator("#Name").FillAsync(user);
        await page.Locator("#Password").FillAsync("a good sentence");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/sign-in/code**");
        await page.Examine("the second step", complaints);
        await Picture(page, $"code-{locale}");
        await page.Keyboard.TypeAsync(Code(key, 0));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#Code-error")).ToBeVisibleAsync();
        await page.Examine("a code taken already", complaints);
        await page.Locator("#Code").FillAsync(Code(key, 1));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/projects");

        await page.GotoAsync(door.Address + "/me/second-factor");
        await page.Examine("switched on", complaints);
        await page.Locator("#Code").FillAsync(recovery);
        await page.Locator("button[formaction]").ClickAsync();
        await Assertions.Expect(page.Locator("form[action='/me/second-factor'] button")).ToBeVisibleAsync();
        complaints.RemoveAll(c => c.Contains("422", StringComparison.Ordinal));
        Assert.Equal("", string.Join(Environment.NewLine, complaints));
    }

    [Fact]
    public async Task An_administrator_ends_it_on_the_users_page_and_without_the_cookie_there_is_no_second_step()
    {
        using var daniele = await door.As("daniele");
        await daniele.Send(await daniele.Page("/me/second-factor"), "/me/second-factor");
        var key = (await daniele.Page("/me/second-factor")).QuerySelector("code.key")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        var codes = await Browser.Read(await daniele.Send(await daniele.Page("/me/second-factor"), "/me/second-factor/confirm", ("Code", Code(key, 0))));
        Assert.Equal(10, codes.QuerySelectorAll(".codes li").Length);
        Assert.Empty((await daniele.Page("/me/second-factor")).QuerySelectorAll(".codes li"));

        using var halfway = door.NewBrowser();
        var answer = await halfway.Send(await halfway.Page("/sign-in"), "/sign-in", ("Name", "daniele"), ("Password", "a good sentence"));
        Assert.StartsWith("/sign-in/code", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("/sign-in", (await halfway.Get("/tickets")).Headers.Location!.ToString(), StringComparison.Ordinal);
        using var stranger = door.NewBrowser();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get("/sign-in/code")).StatusCode);

        using var admin = await door.As("admin");
        var users = await admin.Page("/users?q=daniele");
        var user = users.QuerySelector("tbody a")!.GetAttribute("href")!;
        await admin.Send(await admin.Page(user), user + "/second-factor/end");
        using var again = await door.As("daniele");
        Assert.Equal(HttpStatusCode.OK, (await again.Get("/tickets")).StatusCode);
    }

    internal static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SPORTELLO_PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    /// <summary>The code of an app (RFC 6238) so many half minutes from now.</summary>
    private string Code(string key, int ahead)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (new DateTimeOffset(door.House.Now, TimeSpan.Zero).ToUnixTimeSeconds() / 30) + ahead);
        var hash = HMACSHA1.HashData(bits.Chunk(8).Select(b => Convert.ToByte(new string(b), 2)).ToArray(), counter);
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[19] & 15)) & 0x7fffffff) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
