using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Sportello.Mailroom.Intake;

namespace Sportello.App.Tests.Web;

/// <summary>A letter that waits for a person, and the ways out of it, in the browser.</summary>
public sealed class HeldLettersTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task The_letter_of_a_stranger_is_read_and_becomes_a_comment_where_a_person_says_that_it_belongs()
    {
        var id = await Hand("stranger@barilla.example", "A question of DPR:10012", "The margins are cut here too.");
        using var admin = await door.As("admin");

        var page = await admin.Page($"/mail/{id}");
        Assert.Contains("The margins are cut here too.", page.QuerySelector(".message")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("10012", ((IHtmlInputElement)page.QuerySelector("input[name=Ticket]")!).Value);
        Assert.Equal("Barilla", ((IHtmlSelectElement)page.QuerySelector("select[name=Organization]")!).Value);
        var wrong = await admin.Send(page, $"/mail/{id}/ticket", ("Ticket", "the one of yesterday"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("A ticket's number is needed", (await Browser.Read(wrong)).QuerySelector(".error")!.TextContent, StringComparison.Ordinal);

        var taken = await admin.Send(page, $"/mail/{id}/ticket");

        Assert.Equal("/tickets/10012", taken.Headers.Location!.ToString());
        Assert.Contains((await admin.Page("/tickets/10012")).QuerySelectorAll(".message"), m => m.TextContent.Contains("The margins are cut here too.", StringComparison.Ordinal));
        Assert.DoesNotContain((await admin.Page("/mail")).QuerySelectorAll(".letters a"), a => a.GetAttribute("href") == $"/mail/{id}");
    }

    [Fact]
    public async Task A_letter_comes_back_byte_for_byte_and_to_nobody_without_the_right()
    {
        var id = await Hand("other@stranger.example", "Bytes", "Привет");
        using var admin = await door.As("admin");
        using var francesca = await door.As("francesca");

        var raw = await admin.Get($"/mail/{id}/raw");

        Assert.Equal("message/rfc822", raw.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Raw("other@stranger.example", "Bytes", "Привет"), await raw.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await francesca.Get($"/mail/{id}/raw")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await francesca.Get($"/mail/{id}/replay")).StatusCode);
    }

    private static string Raw(string from, string subject, string text) =>
        $"From: <{from}>\r\nTo: <help@thundersystems.example>\r\nSubject: {subject}\r\nMessage-ID: <{from}>\r\nDate: Sun, 30 Jun 2013 08:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n";

    private async Task<long> Hand(string from, string subject, string text)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(Raw(from, subject, text)));
        await using var desk = await door.House.DeskOfProgram("mail deliver", default);
        return (await new DeliverLetter(desk).Run(bytes, default)).Letter;
    }
}
