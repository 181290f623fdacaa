using System.Globalization;
using Microsoft.Playwright;
using Sportello.Testing;

namespace Sportello.Bench;

/// <summary>
/// List, ticket and search in Chromium, as somebody goes from one to the other: how long the server takes, as it says
/// itself (Server-Timing), and how long after the click or the key the page is painted.
/// </summary>
internal static class ScreensBench
{
    private const int Times = 40;

    /// <summary>Until then methods are still compiled.</summary>
    private const int WarmUp = 40;

    /// <summary>Frequent words together, rare ones, one of each, a person, and what does not exist.</summary>
    private static readonly string[] Searches = ["order print page", "laboratory recall", "invoice expiry", "error report customer", "giorgia", "barcode", "zzz", "printer line program"];

    // In the page: when the last click or Enter was, and when what it led to was painted. Turbo keeps the page's memory from one to the next.
    private const string Watch =
        """
        addEventListener("click", (e) => window.began = e.timeStamp, true);
        addEventListener("keydown", (e) => { if (e.key === "Enter") window.began = e.timeStamp; }, true);
        addEventListener("turbo:load", () => requestAnimationFrame(() => {
          const after = new MessageChannel();
          after.port1.onmessage = () => window.shown = performance.now() - window.began;
          after.port2.postMessage(0);
        }));
        """;

    private const string Read =
        """
        () => {
          const asked = performance.getEntriesByType("resource").filter((e) => e.initiatorType === "fetch" && e.name.split("?")[0].endsWith(location.pathname)).at(-1);
          return [asked.serverTiming[0].duration, window.shown];
        }
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var size = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        using var temporary = new TempFolder();
        var folder = args.Length > 1 ? System.IO.Directory.CreateDirectory(args[1]).FullName : temporary.Path;
        await DeskData.Make(DeskData.Settings(folder, null), size);
        Console.Error.WriteLine($"{size} tickets made");
        using var product = Product.Serve(folder, out var port);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        await page.AddInitScriptAsync(Watch);
        await page.GotoAsync($"http://127.0.0.1:{port}/sign-in");
        await page.Locator("#Name").FillAsync(DeskData.Manager);
        await page.Locator("#Password").FillAsync(DeskData.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/tickets");

        var (lists, tickets, searches) = (new List<(double, double)>(), new List<(double, double)>(), new List<(double, double)>());
        for (var i = 0; i < WarmUp + Times; i++)
        {
            lists.Add(await Timed(page, () => page.Locator(".rail a[href='/tickets']").First.ClickAsync()));
            tickets.Add(await Timed(page, () => page.Locator(".tickets .c-subject a").Nth(i % 20).ClickAsync()));
            await page.Locator("header [name=q]").FillAsync(Searches[i % Searches.Length]);
            searches.Add(await Timed(page, () => page.Keyboard.PressAsync("Enter")));
        }

        Console.WriteLine($"{"ms",-8} {"server",8} {"worst",8} | {"shown",8} {"worst",8}");
        foreach (var (name, times) in new[] { ("list", lists), ("ticket", tickets), ("search", searches) })
        {
            var (server, shown) = (times.Skip(WarmUp).Select(t => t.Item1).Order().ToArray(), times.Skip(WarmUp).Select(t => t.Item2).Order().ToArray());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-8} {server[Times / 2],8:F1} {server[^1],8:F1} | {shown[Times / 2],8:F1} {shown[^1],8:F1}"));
        }

        return 0;
    }

    private static async Task<(double Server, double Shown)> Timed(IPage page, Func<Task> act)
    {
        await page.EvaluateAsync("() => { window.shown = null; performance.clearResourceTimings(); }");
        await act();
        await page.WaitForFunctionAsync("() => window.shown");
        var times = await page.EvaluateAsync<double[]>(Read);
        return (times[0], times[1]);
    }
}
