using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.App.Tests.Web;

/// <summary>
/// What customers can open, all of it: every address of the server with every number that there is, and every link on what opens. Nothing of it
/// may hold a word that was said among us, in worlds drawn by lot.
/// </summary>
public sealed class PortalSecretsTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const int MostPages = 1500;

    private readonly List<int> _work = [];

    [Theory]
    [InlineData("francesca", 1)]
    [InlineData("daniela", 2)]
    public async Task Nothing_that_was_said_among_us_is_on_any_page_of_a_customer(string user, int seed)
    {
        var secrets = await Draw(new Random(seed));
        using var browser = await door.As(user);
        using var api = new HttpClient { BaseAddress = new Uri(door.Address) };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await door.TokenFor(user));
        var met = new HashSet<string>(await Addresses(), StringComparer.Ordinal);
        var waiting = new Queue<string>(met);
        var wrong = new List<string>();
        var opened = 0;
        while (waiting.TryDequeue(out var path) && met.Count < MostPages)
        {
            var answer = path.StartsWith("/api/", StringComparison.Ordinal) ? await api.GetAsync(path) : await browser.Get(path);
            var body = await answer.Content.ReadAsStringAsync();
            wrong.AddRange(secrets.Where(s => body.Contains(s, StringComparison.OrdinalIgnoreCase)).Select(s => $"{path} says “{s}”"));
            opened += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            foreach (var link in new HtmlParser().ParseDocument(body).QuerySelectorAll("a[href^='/']").Select(a => a.GetAttribute("href")!.Split('#')[0]).Where(met.Add))
            {
                waiting.Enqueue(link);
            }
        }

        Assert.Empty(wrong);
        Assert.True(opened > 20, $"Only {opened} pages opened for {user}.");
    }

    /// <summary>The same crawl finds the words where they may be: else it would find nothing anywhere.</summary>
    [Fact]
    public async Task A_manager_finds_them()
    {
        var secrets = await Draw(new Random(3));
        using var sandro = await door.As("sandro");
        var page = await (await sandro.Get("/tickets/10012")).Content.ReadAsStringAsync();
        Assert.Contains(secrets, s => page.Contains(s, StringComparison.Ordinal));
    }

    /// <summary>Notes, files of notes, tasks and what is said of them, by lot on the tickets there are, and always on one.</summary>
    private async Task<List<string>> Draw(Random lot)
    {
        var secrets = new List<string>();
        await using var desk = await door.House.DeskOfProgram("test", default);
        foreach (var number in await Tickets())
        {
            for (var i = number == 10012 ? 1 : lot.Next(3); i > 0; i--)
            {
                var (sha256, size) = await door.House.Files.Keep(new MemoryStream([1, 2, 3, (byte)i]), default);
                await new ReplyToTicket(desk).Run(number, new(Secret("note"), Internal: true) { Files = [new(Secret("file") + ".txt", "text/plain", size, sha256)] }, default);
            }

            if (lot.Next(2) == 0)
            {
                var work = await new AddWorkItem(desk).Run(new(Secret("task")) { Tickets = [number], Description = Secret("description") }, default);
                _work.Add(work);
                await new CommentOnWorkItem(desk).Run(work, Secret("said"), null, default);
            }
        }

        return secrets;

        string Secret(string what)
        {
            secrets.Add($"secret-{what}-{lot.Next(1, 1 << 30):x}");
            return secrets[^1];
        }
    }

    /// <summary>All but /live, which goes on as long as somebody listens and tells numbers and names only: what it tells to whom is in FollowingTests.</summary>
    private async Task<IEnumerable<string>> Addresses()
    {
        var numbers = (await Tickets()).Concat(_work).Append(501).Append(502).Select(n => $"{n}").ToList();
        var ids = Enumerable.Range(1, 25).Select(n => $"{n}").ToList();
        return door.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true && e.RoutePattern.RawText is not "/live")
            .SelectMany(e => Filled("/" + e.RoutePattern.RawText!.Trim('/'), numbers, ids))
            .Concat(["/search?q=secret", "/search?q=secret+note", "/search?q=task", "/api/v1/search?q=secret"]);
    }

    private static IEnumerable<string> Filled(string route, List<string> numbers, List<string> ids)
    {
        if (route.IndexOf('{', StringComparison.Ordinal) is var open and >= 0)
        {
            var parameter = route[open..(route.IndexOf('}', StringComparison.Ordinal) + 1)];
            var values = parameter.Contains(":int", StringComparison.Ordinal) ? numbers : parameter.Contains(":long", StringComparison.Ordinal) ? ids : ["barilla%20sw1"];
            return values.SelectMany(v => Filled(route[..open] + v + route[(open + parameter.Length)..], numbers, ids.Take(3).ToList()));
        }

        return [route];
    }

    private async Task<List<int>> Tickets()
    {
        await using var desk = await door.House.DeskOfProgram("test", default);
        return [.. (await new TicketList(desk).Run(new TicketFilter { Limit = 200 }, default)).Items.Select(t => t.Number)];
    }
}
