using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Sportello.App.Web;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.App.Tests.Web;

/// <summary>Passkeys in a real Chromium with a holder of keys that it plays itself: made, used without name and password, refused, removed.</summary>
public sealed class PasskeyPageTests(Chromium chromium)
{
    [Theory]
    [InlineData(360, ColorScheme.Dark, "ru-RU")]
    [InlineData(1440, ColorScheme.Light, "it-IT")]
    public async Task Made_by_keyboard_used_without_a_password_and_removed(int width, ColorScheme scheme, string locale)
    {
        using var folder = new TempFolder();
        var address = $"http://localhost:{ServerProcess.FreePort()}";
        await using var house = await Open(folder);
        await using var app = Serving.Build(house, address);
        await app.StartAsync();
        var complaints = new List<string>();
        var page = await chromium.Page(width, scheme, complaints, locale);
        var (session, holder) = await Holder(page);
        await page.SignIn(address, "admin");
        await page.GotoAsync(address + "/me");
        await page.Locator("a[href='/me/passkeys']").ClickAsync();
        foreach (var name in new[] { "Telefono", "Ключ" })
        {
            await page.Locator("#Name").FocusAsync();
            await page.Keyboard.TypeAsync(name);
            await page.Locator("#Proof").FocusAsync();
            await page.Keyboard.TypeAsync("a good sentence");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator(".passkeys li").Filter(new() { HasText = name })).ToBeVisibleAsync();

            // The same holder is not asked for a second key of the same account: another takes its place.
            await session.SendAsync("WebAuthn.removeVirtualAuthenticator", new() { ["authenticatorId"] = holder });
            (session, holder) = await Holder(page);
        }

        await page.Examine("passkeys", complaints);
        await SecondStepTests.Picture(page, $"passkeys-{locale}");
        await page.Locator(".passkeys button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".passkeys li")).ToHaveCountAsync(1);
        await page.Locator("#Name").FillAsync("Telefono nuovo");
        await page.Locator("#Proof").FillAsync("a good sentence");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".passkeys li")).ToHaveCountAsync(2);

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(address + "/sign-in?then=%2Fprojects");
        await Assertions.Expect(page.Locator("form[data-passkey] button")).ToBeVisibleAsync();
        await page.Examine("the sign-in with a passkey", complaints);
        await SecondStepTests.Picture(page, $"passkey-sign-in-{locale}");
        await page.Locator("form[data-passkey] button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/projects");

        // Whoever has no key here, or calls it off, is told so.
        await session.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = holder, ["isUserVerified"] = false });
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(address + "/sign-in");
        await page.Locator("form[data-passkey] button").ClickAsync();
        await Assertions.Expect(page.Locator("[data-failed]")).ToBeVisibleAsync();
        await page.Examine("no passkey", complaints);
        Assert.Equal("", string.Join(Environment.NewLine, complaints));
    }

    private static async Task<(ICDPSession Session, string Holder)> Holder(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable", new() { ["enableUI"] = false });
        var made = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        return (session, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    private static async Task<House> Open(TempFolder folder)
    {
        var house = await House.Open(
            new HouseSettings { DataFolder = folder.Path, Database = new(DatabaseProvider.Sqlite, folder["sportello.db"], ""), Seal = new DataProtectionSeal(folder.Path), SignIn = new() { SecondFactor = WhoShowsTwo.Off } },
            TimeProvider.System,
            default);
        await new FirstStart(house).Run(new("ours", "admin", "luisa", "luisa@ours.example", "a good sentence"), default);
        return house;
    }
}
