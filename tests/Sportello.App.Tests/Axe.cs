using Microsoft.Playwright;
using Sportello.Testing;

namespace Sportello.App.Tests;

/// <summary>What is wrong with a page for whoever cannot see it, or sees it narrow.</summary>
internal static class Axe
{
    /// <summary>The build fetches it with Node.</summary>
    private static readonly Lazy<string> Script = new(() => File.ReadAllText(Path.Combine(Checkout.Root, "src/Sportello.App/node_modules/axe-core/axe.min.js")));

    public static async Task Examine(this IPage page, string screen, List<string> complaints)
    {
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Equal(await page.EvaluateAsync<string>("navigator.language.slice(0, 2)"), await page.EvaluateAsync<string>("document.documentElement.lang"));
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        if (over > 0)
        {
            complaints.Add($"{screen} is {over} px too wide");
        }

        await page.EvaluateAsync(Script.Value);
        var found = await page.EvaluateAsync<string[]>("axe.run({ resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))");
        complaints.AddRange(found.Select(f => $"{screen}: {f}"));
    }
}
