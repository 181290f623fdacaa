using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using AngleSharp.Html.Dom;
using Sportello.App.Web.Feeds;

namespace Sportello.App.Tests.Web;

/// <summary>Calendar and feeds at a secret address of one's own.</summary>
public sealed class FeedTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task An_address_is_shown_once_works_without_signing_in_and_ends_when_it_is_renewed_or_revoked()
    {
        using var luca = await door.As("luca");
        var first = await Made(luca);
        using var reader = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(first + "/calendar.ics")).StatusCode);
        Assert.DoesNotContain(first.Split('/')[^1], (await luca.Page("/me")).Body!.InnerHtml, StringComparison.Ordinal);

        var second = await Made(luca);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(first + "/calendar.ics")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(second + "/tickets.atom?view=open")).StatusCode);

        await luca.Send(await luca.Page("/me"), "/me/feeds/revoke");
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(second + "/tickets.atom")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(door.Address + "/feeds/guessed/calendar.ics")).StatusCode);
    }

    [Fact]
    public async Task The_calendar_holds_the_planned_ends_of_ones_own_work_in_the_form_of_RFC_5545()
    {
        using var sandro = await door.As("sandro");
        using var luca = await door.As("luca");
        var name = "Широкие поля; проверить, \\ сначала " + new string('ж', 60);
        var added = await sandro.Send(await sandro.Page("/work-items/new?project=barilla%20sw1"), "/work-items/new", ("Project", "barilla sw1"), ("Name", name), ("Developer", "luca"), ("PlannedEnd", "2013-07-31"));
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        var number = added.Headers.Location!.ToString().Split('/')[^1];
        using var reader = new HttpClient();
        var answer = await reader.GetAsync(await Made(luca) + "/calendar.ics");
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        var raw = await answer.Content.ReadAsByteArrayAsync();
        var text = Encoding.UTF8.GetString(raw);
        Assert.DoesNotContain('\uFFFD', text);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));

        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        var mine = lines.SkipWhile(l => !l.StartsWith($"UID:work-item-{number}@", StringComparison.Ordinal)).TakeWhile(l => l != "END:VEVENT").ToList();
        Assert.Contains("DTSTAMP:20130630T090000Z", mine);
        Assert.Contains("DTSTART;VALUE=DATE:20130731", mine);
        Assert.Contains($"SUMMARY:{number} " + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal), mine);
        Assert.Contains(mine, l => l.StartsWith("DESCRIPTION:barilla sw1\\n", StringComparison.Ordinal) && l.EndsWith("You develop it", StringComparison.Ordinal));

        // Whoever manages the project has it too; whoever is a customer there has not, and learns nothing of work.
        Assert.Contains($"UID:work-item-{number}@", await reader.GetStringAsync(await Made(sandro) + "/calendar.ics"), StringComparison.Ordinal);
        using var francesca = await door.As("francesca");
        var hers = await reader.GetStringAsync(await Made(francesca) + "/calendar.ics");
        Assert.DoesNotContain("VEVENT", hers, StringComparison.Ordinal);
        Assert.Contains("BEGIN:VTIMEZONE", hers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_of_tickets_is_what_its_reader_sees_and_is_sent_once()
    {
        using var francesca = await door.As("francesca");
        using var luca = await door.As("luca");
        await luca.Send(await luca.Page("/tickets/10012"), "/tickets/10012/comments", ("Body", "Among us about the margins."), ("Internal", "true"));
        using var reader = new HttpClient();
        var address = await Made(francesca) + "/tickets.atom?view=all";
        var answer = await reader.GetAsync(address);
        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("Among us", text, StringComparison.Ordinal);
        var feed = XDocument.Parse(text).Root!;
        Assert.Equal(Atom + "feed", feed.Name);
        Assert.Equal($"{door.Address}/tickets?view=all", (string)feed.Element(Atom + "id")!);
        var entry = feed.Elements(Atom + "entry").Single(e => ((string)e.Element(Atom + "id")!).EndsWith("/tickets/10012", StringComparison.Ordinal));
        Assert.Contains("Margins of the delivery note", (string)entry.Element(Atom + "title")!, StringComparison.Ordinal);
        Assert.True(DateTimeOffset.Parse((string)entry.Element(Atom + "updated")!, CultureInfo.InvariantCulture) < new DateTimeOffset(2013, 6, 30, 9, 0, 0, TimeSpan.Zero), "The note moved the time that a customer reads.");
        Assert.All(feed.Elements(Atom + "entry"), e => Assert.All(new[] { "id", "title", "updated", "link", "summary" }, part => Assert.NotNull(e.Element(Atom + part))));

        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        var second = await reader.SendAsync(again);
        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length));

        using var daniela = await door.As("daniela");
        Assert.DoesNotContain("10012", await reader.GetStringAsync(await Made(daniela) + "/tickets.atom?view=all"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_stand_in_a_calendar_is_left_out_and_a_fold_never_cuts_a_character()
    {
        var text = CalendarText.Of("x", [new("a@b", DateTime.UnixEpoch, 1, null, new DateTime(2013, 7, 1, 8, 0, 0, DateTimeKind.Utc), "a\u0007b\r\nEND:VCALENDAR" + string.Concat(Enumerable.Repeat("🧾", 40)), "", "u")]);
        Assert.Contains("DTSTART:20130701T080000Z\r\n", text, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:a b\\nEND:VCALENDAR🧾", text, StringComparison.Ordinal);
        Assert.Single(text.Split("\r\n"), l => l == "END:VCALENDAR");
        Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
    }

    /// <summary>The beginning of the addresses that the page shows.</summary>
    private static async Task<string> Made(Browser browser)
    {
        var page = await Browser.Read(await browser.Send(await browser.Page("/me"), "/me/feeds"));
        var shown = ((IHtmlInputElement)page.QuerySelector("input.code")!).Value;
        return shown[..shown.LastIndexOf('/')];
    }
}
