using Microsoft.Playwright;

namespace Sportello.App.Tests;

/// <summary>A real Chromium, one for the class, with a fresh profile per person.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(20_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page whose console must stay clean.</summary>
    public async Task<IPage> Page(int width = 1440, ColorScheme scheme = ColorScheme.Light, ICollection<string>? complaints = null, string locale = "en-GB")
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, Locale = locale });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints?.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints?.Add(error);
        return page;
    }
}

internal static class Chores
{
    public static async Task SignIn(this IPage page, string address, string user)
    {
        await page.GotoAsync(address + "/sign-in");
        await page.Locator("#Name").FillAsync(user);
        await page.Locator("#Password").FillAsync("a good sentence");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives("**/tickets");
    }

    /// <summary>Until the page is there and hears keys: its address changes before.</summary>
    public static async Task Arrives(this IPage page, string address)
    {
        await page.WaitForURLAsync(address);
        await page.WaitForLoadStateAsync(LoadState.Load);
        await Assertions.Expect(page.Locator("html:not([aria-busy])")).ToHaveCountAsync(1);
    }
}
