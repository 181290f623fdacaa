using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Sportello.App.Web;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.App.Tests.Web;

/// <summary>The provider's button in a real browser, over real HTTP: there, back, through the second step, and what is said when it fails.</summary>
public sealed class OpenIdPageTests(Chromium chromium)
{
    [Theory]
    [InlineData(360, ColorScheme.Dark, "ru-RU")]
    [InlineData(1440, ColorScheme.Light, "it-IT")]
    public async Task By_keyboard_to_the_provider_and_back_and_told_why_where_it_says_no(int width, ColorScheme scheme, string locale)
    {
        using var provider = new ProviderStandIn();
        await using var door = await Open(provider, WhoShowsTwo.Off);
        var complaints = new List<string>();
        var page = await chromium.Page(width, scheme, complaints, locale);
        await page.GotoAsync(door.Address + "/sign-in?then=%2Fprojects");
        await page.Examine("the sign-in with a provider", complaints);
        await SecondStepTests.Picture(page, $"openid-{locale}");
        provider.Refuses = "access_denied";
        await page.Locator("a[href^='/sign-in/openid']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[role=alert]:visible")).ToContainTextAsync("Our office");
        await page.Examine("the provider says no", complaints);
        await SecondStepTests.Picture(page, $"openid-no-{locale}");

        provider.Refuses = null;
        await page.GotoAsync(door.Address + "/sign-in?then=%2Fprojects");
        await page.Locator("a[href^='/sign-in/openid']").ClickAsync();
        await page.WaitForURLAsync("**/projects");
        await page.GotoAsync(door.Address + "/users");
        await page.Locator("tbody a").First.ClickAsync();
        await Assertions.Expect(page.Locator("form[action$='/identities/end']")).ToBeVisibleAsync();
        await page.Examine("the user's page", complaints);
        await SecondStepTests.Picture(page, $"openid-user-{locale}");
        complaints.RemoveAll(c => c.Contains("422", StringComparison.Ordinal));
        Assert.Equal("", string.Join(Environment.NewLine, complaints));
    }

    [Fact]
    public async Task The_second_step_follows_though_the_browser_comes_from_another_site()
    {
        using var provider = new ProviderStandIn();
        await using var door = await Open(provider, WhoShowsTwo.All);
        var page = await chromium.Page();
        await page.GotoAsync(door.Address + "/sign-in");
        await page.Locator("a[href^='/sign-in/openid']").ClickAsync();
        await page.WaitForURLAsync("**/sign-in/code**");
        await Assertions.Expect(page.Locator(".qr")).ToBeVisibleAsync();
    }

    private static async Task<Served> Open(ProviderStandIn provider, WhoShowsTwo second)
    {
        var folder = new TempFolder();

        // The provider is at 127.0.0.1, and we are at localhost: two sites.
        var address = $"http://localhost:{ServerProcess.FreePort()}";
        var house = await House.Open(
            new HouseSettings
            {
                DataFolder = folder.Path,
                Database = new(DatabaseProvider.Sqlite, folder["sportello.db"], ""),
                Seal = new DataProtectionSeal(folder.Path),
                SignIn = new() { SecondFactor = second },
                OpenId = new OpenIdSettings { Issuer = provider.Issuer, ClientId = ProviderStandIn.Client, ClientSecret = ProviderStandIn.Secret, Name = "Our office", ReturnTo = address + "/sign-in/openid/return" },
            },
            TimeProvider.System,
            default);
        await new FirstStart(house).Run(new("ours", "admin", "luisa", "luisa@ours.example", "a good sentence"), default);
        var app = Serving.Build(house, address);
        await app.StartAsync();
        return new Served(app, house, folder, address);
    }

    private sealed record Served(WebApplication App, House House, TempFolder Folder, string Address) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await House.DisposeAsync();
            Folder.Dispose();
        }
    }
}
