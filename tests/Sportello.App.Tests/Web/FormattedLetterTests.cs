using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Playwright;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tickets;

namespace Sportello.App.Tests.Web;

/// <summary>A letter with formatting, images of its own and images from elsewhere, on the page of its ticket in Chromium.</summary>
public sealed class FormattedLetterTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public async Task Nothing_runs_in_it_its_own_images_are_shown_and_those_from_elsewhere_only_after_a_click()
    {
        using var elsewhere = new Elsewhere();
        var number = await TakeIn(elsewhere.Address);
        var complaints = new List<string>();
        var page = await chromium.Page(1440, ColorScheme.Light, complaints);
        await page.SignIn(door.Address, "luca");
        await page.GotoAsync($"{door.Address}/tickets/{number}");

        var message = page.Locator(".message").First;
        await Assertions.Expect(message.Locator(".text").First).ToContainTextAsync("It is broken.");
        var quote = message.Locator("details.quote:not(.formatted) blockquote");
        await Assertions.Expect(quote).ToBeHiddenAsync();
        await message.GetByText("Quoted text").ClickAsync();
        await Assertions.Expect(quote).ToContainTextAsync("Does it work?");

        await message.GetByText("As it was formatted").ClickAsync();
        var frame = message.FrameLocator("iframe");
        await Assertions.Expect(frame.Locator("b")).ToHaveTextAsync("broken");
        await Assertions.Expect(frame.Locator("img[alt=own]")).ToHaveJSPropertyAsync("naturalWidth", 1);
        await Assertions.Expect(frame.Locator(".elsewhere")).ToContainTextAsync("1 image lies elsewhere");
        Assert.Equal(0, elsewhere.Asked);
        await Picture(page, "letter");

        await frame.GetByText("Load images").ClickAsync();
        await Assertions.Expect(frame.Locator("img[alt=pixel]")).ToHaveJSPropertyAsync("naturalWidth", 1);
        await Assertions.Expect(frame.Locator(".elsewhere")).ToHaveCountAsync(0);
        Assert.Equal(1, elsewhere.Asked);
        Assert.Null(await page.EvaluateAsync<string?>("window.ran ?? null"));

        // The test's own questions to the frame are scripts too, and are told to the console as blocked.
        complaints.RemoveAll(c => c.StartsWith("Blocked script execution", StringComparison.Ordinal));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_merged_ticket_says_where_its_conversation_goes_on()
    {
        await using var desk = await door.House.DeskOfProgram("test", default);
        var one = await new OpenTicket(desk).Run(new("barilla sw1", TicketKind.Bug, "Twice the same", "First.") { Requester = "francesca" }, default);
        var two = await new OpenTicket(desk).Run(new("barilla sw1", TicketKind.Bug, "The same again", "Second.") { Requester = "francesca" }, default);
        await new MergeTickets(desk).Run(one, two, default);
        using var francesca = await door.As("francesca");
        Assert.Equal($"/tickets/{two}", (await francesca.Page($"/tickets/{one}")).QuerySelector(".merged a")!.GetAttribute("href"));
        Assert.Contains("First.", (await francesca.Page($"/tickets/{two}")).QuerySelector(".conversation")!.TextContent, StringComparison.Ordinal);
        foreach (var (width, scheme) in new[] { (1440, ColorScheme.Dark), (360, ColorScheme.Light) })
        {
            var complaints = new List<string>();
            var page = await chromium.Page(width, scheme, complaints);
            await page.SignIn(door.Address, "sandro");
            await page.GotoAsync($"{door.Address}/tickets/{one}");
            await Picture(page, $"merged-{width}");
            Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
            Assert.Empty(complaints);
        }
    }

    /// <summary>For whoever wants to see: a picture in the folder that the variable names.</summary>
    private static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SPORTELLO_TEST_PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }

    private async Task<int> TakeIn(string elsewhere)
    {
        using var maildir = new TempFolder();
        foreach (var part in new[] { "cur", "new", "tmp" })
        {
            System.IO.Directory.CreateDirectory(Path.Combine(maildir.Path, ".luca", part));
        }

        var html = $"<p>It is <b>broken</b>.</p><img alt=own src=cid:own@x><img alt=pixel src=\"{elsewhere}/pixel.png\"><script>top.ran = 1</script><img src=x onerror=\"top.ran = 2\">";
        await File.WriteAllTextAsync(
            Path.Combine(maildir.Path, ".luca", "new", "1.a.b"),
            $"From: francesca@barilla.example\r\nSubject: Formatted\r\nMessage-ID: <formatted@barilla.example>\r\nDate: Sat, 29 Jun 2013 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\n"
            + "It is broken.\r\n\r\nOn 28/06/2013 10:00, luca wrote:\r\n> Does it work?\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n"
            + $"{html}\r\n--a--\r\n--r\r\nContent-Type: image/png; name=own.png\r\nContent-ID: <own@x>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n{Pixel}\r\n--r--\r\n");
        var settings = door.House.Settings with
        {
            Imap = new MailStoreSettings { Maildir = maildir.Path, Days = 100 },
            People = [new PersonSettings { Section = "user1", Id = "luca", Imap = "luca", OpensKind = TicketKind.Bug }],
        };
        await using var house = await House.Open(settings, door.House.Clock, default);
        var ended = await new FoldersProgram(house).Run(new Manner(house.Now), default);
        return Assert.Single(ended.Answer!.Folders[0].Opened);
    }

    /// <summary>A server elsewhere that counts who asks it for its image.</summary>
    private sealed class Elsewhere : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _asked;

        public Elsewhere()
        {
            _listener.Start();
            _ = Serve();
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public int Asked => Volatile.Read(ref _asked);

        public void Dispose() => _listener.Dispose();

        private async Task Serve()
        {
            var image = Convert.FromBase64String(Pixel);
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                if (await reader.ReadLineAsync() is not { Length: > 0 })
                {
                    continue;
                }

                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                Interlocked.Increment(ref _asked);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {image.Length}\r\nConnection: close\r\n\r\n"));
                await stream.WriteAsync(image);
            }
        }
    }
}
