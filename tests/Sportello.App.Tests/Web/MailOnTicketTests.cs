using System.Net;
using AngleSharp.Html.Dom;

namespace Sportello.App.Tests.Web;

/// <summary>What a ticket's page says of mail: before a reply leaves, while it can be taken back, and afterwards.</summary>
public sealed class MailOnTicketTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task Before_a_reply_leaves_its_writer_reads_who_will_get_it_and_why_and_that_an_address_is_new_here()
    {
        using var sandro = await door.As("sandro");
        var reply = (await sandro.Page("/tickets/10012/recipients")).Body!.TextContent;
        var note = (await sandro.Page("/tickets/10012/recipients?internal=true")).Body!.TextContent;

        Assert.Contains("francesca@barilla.example", reply, StringComparison.Ordinal);
        Assert.Contains("asked", reply, StringComparison.Ordinal);
        Assert.Contains("new in this ticket", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("francesca", note, StringComparison.Ordinal);
        Assert.DoesNotContain("sandro", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_is_taken_back_with_its_file_while_it_has_not_left_and_goes_out_once_when_sent_again()
    {
        using var sandro = await door.As("sandro");
        using var francesca = await door.As("francesca");
        var composer = (IHtmlFormElement)(await sandro.Page("/tickets/10012")).QuerySelector("form.composer")!;
        await sandro.Post("/tickets/10012/comments", Browser.Filled(composer, ("Body", "Sent too early")), multipart: true, file: ("plan.txt", [1, 2, 3]));

        var page = await sandro.Page("/tickets/10012");
        var undo = (IHtmlFormElement)page.QuerySelector("form.leaving")!;
        Assert.Null((await francesca.Page("/tickets/10012")).QuerySelector("form.leaving"));
        var taken = await sandro.Post(undo.GetAttribute("action")!, Browser.Filled(undo));

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        var draft = await Browser.Read(taken);
        var form = (IHtmlFormElement)draft.QuerySelector("form.composer")!;
        Assert.Equal("Sent too early", ((IHtmlTextAreaElement)form.QuerySelector("textarea")!).Value);
        Assert.DoesNotContain(draft.QuerySelectorAll(".message"), m => m.TextContent.Contains("Sent too early", StringComparison.Ordinal));

        await sandro.Post("/tickets/10012/comments", Browser.Filled(form), multipart: true);
        var message = Assert.Single((await sandro.Page("/tickets/10012")).QuerySelectorAll(".message"), m => m.TextContent.Contains("Sent too early", StringComparison.Ordinal));
        Assert.Contains("plan.txt", message.TextContent, StringComparison.Ordinal);
        Assert.NotNull(message.QuerySelector(".mails"));
        Assert.Null((await francesca.Page("/tickets/10012")).QuerySelector(".mails"));
    }

    [Fact]
    public async Task The_outbox_shows_each_mail_with_its_recipient_and_where_it_stands()
    {
        using var sandro = await door.As("sandro");
        using var admin = await door.As("admin");
        var composer = (IHtmlFormElement)(await sandro.Page("/tickets/10012")).QuerySelector("form.composer")!;
        await sandro.Post("/tickets/10012/comments", Browser.Filled(composer, ("Body", "On its way")), multipart: true);

        var rows = (await admin.Page("/mail/outbox?view=waiting")).QuerySelectorAll(".outbox tbody tr");

        Assert.Contains(rows, r => r.TextContent.Contains("francesca@barilla.example", StringComparison.Ordinal) && r.TextContent.Contains("waits", StringComparison.Ordinal));
    }
}
