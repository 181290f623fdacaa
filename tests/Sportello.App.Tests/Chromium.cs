using System.Collections.Concurrent;
using Microsoft.Playwright;
using Sportello.App.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Sportello.App.Tests;

/// <summary>A real Chromium, one for all tests and begun with the first that needs it, with a fresh profile per person.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _running = new(Launch);
    private readonly ConcurrentDictionary<string, (string Test, ConcurrentBag<IBrowserContext> Open)> _classes = [];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        if (_running.IsValueCreated)
        {
            var (playwright, browser) = await _running.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }

    /// <summary>A page whose console must stay clean.</summary>
    public async Task<IPage> Page(int width = 1440, ColorScheme scheme = ColorScheme.Light, ICollection<string>? complaints = null, string locale = "en-GB")
    {
        var browser = (await _running.Value).Browser;
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, Locale = locale });
        (await OpenHere()).Add(context);
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

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> Launch()
    {
        Assertions.SetDefaultExpectTimeout(20_000);
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }));
    }

    /// <summary>What this test has open. The tests of a class run one after another: what the one before left open is closed first, for open pages go on listening.</summary>
    private async Task<ConcurrentBag<IBrowserContext>> OpenHere()
    {
        var (test, here) = (TestContext.Current.Test!.UniqueID, TestContext.Current.TestClass!.UniqueID);
        if (_classes.TryGetValue(here, out var last))
        {
            if (last.Test == test)
            {
                return last.Open;
            }

            foreach (var context in last.Open)
            {
                await context.CloseAsync();
            }
        }

        return (_classes[here] = (test, [])).Open;
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
        await page.Hears();
    }

    /// <summary>Presses a key that sends a form, until the page that answers is there: what is written may stand in the one before already, as a live change.</summary>
    public static async Task Sends(this IPage page, string key)
    {
        await page.EvaluateAsync("document.body.dataset.before = ''");
        await page.Keyboard.PressAsync(key);
        await Assertions.Expect(page.Locator("body:not([data-before])")).ToHaveCountAsync(1);
        await page.Hears();
    }

    /// <summary>Until keys are the page's own: while the next one is under way they are nobody's.</summary>
    public static async Task Hears(this IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.Load);
        await Assertions.Expect(page.Locator("html:not([aria-busy])")).ToHaveCountAsync(1);
    }
}
