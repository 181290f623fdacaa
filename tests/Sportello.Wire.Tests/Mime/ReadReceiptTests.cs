using System.Text;
using Sportello.Wire.Mime;

namespace Sportello.Wire.Tests.Mime;

public sealed class ReadReceiptTests
{
    private const string WellFormed = """
        From: Chiara <chiara@studio.example>
        To: help@desk.example
        Subject: Read: Your printer
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=disposition-notification; boundary=part

        --part
        Content-Type: text/plain; charset=utf-8

        Chiara has seen your message.
        --part
        Content-Type: message/disposition-notification

        Reporting-UA: pc4.studio.example; Postino 3
        Original-Recipient: rfc822;chiara+desk@studio.example
        Final-Recipient: RFC822; <chiara@studio.example>
        Original-Message-ID: <ticket-17@desk.example>
        Disposition: Automatic-Action/MDN-sent-manually; Displayed/error
        Error: the picture could not be shown

        --part
        Content-Type: text/rfc822-headers

        Message-ID: <another@desk.example>

        --part--

        """;

    // The second part does not say what it is, an empty line stands between its fields, the mode is missing, and the end too.
    private const string Broken = """
        From: paolo@magazzino.example
        Content-Type: multipart/report; boundary=part;
         report-type="Disposition-Notification"

        --part

        Deleted without being read.
        --part
        Content-Type: text/plain

        this line is no field
        Final-Recipient: paolo@magazzino.example

        Disposition: deleted (who knows why
        --part
        Content-Type: message/rfc822

        Message-ID: <ticket-18@desk.example>
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receipt_tells_who_did_what_with_which_message()
    {
        var letter = await ReadAsync(WellFormed);

        Assert.Equal(
            new ReadReceipt("chiara@studio.example", "chiara+desk@studio.example", "ticket-17@desk.example", new ReadDisposition("displayed", "automatic", "manual", "error")),
            letter.ReadReceipt);
        Assert.Null(letter.DeliveryReport);
    }

    [Fact]
    public async Task A_broken_receipt_tells_what_can_be_made_out()
    {
        var letter = await ReadAsync(Broken);

        Assert.Equal(new ReadReceipt("paolo@magazzino.example", null, "ticket-18@desk.example", new ReadDisposition("deleted", "", "", "")), letter.ReadReceipt);
    }

    [Fact]
    public async Task A_receipt_without_any_field_is_a_receipt_still()
    {
        var letter = await ReadAsync("Content-Type: message/disposition-notification\n\n");

        Assert.Equal(new ReadReceipt("", null, null, new ReadDisposition("", "", "", "")), letter.ReadReceipt);
    }

    [Theory]
    [InlineData("Subject: hello\n\nDisposition: manual-action/MDN-sent-manually; displayed\n")]
    [InlineData("Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nhello\n--b--\n")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n--b--\n")]
    public async Task What_is_no_receipt_is_none(string text) => Assert.Null((await ReadAsync(text)).ReadReceipt);

    [Theory]
    [InlineData("manual-action/MDN-sent-automatically;processed", "processed", "manual", "automatic", "")]
    [InlineData("automatic-action/MDN-sent-automatically; displayed / Warning , expired", "displayed", "automatic", "automatic", "warning , expired")]
    [InlineData("manual-action/MDN-sent-manually", "", "manual", "manual", "")]
    [InlineData("; dispatched;", "dispatched", "", "", "")]
    [InlineData(";;//()", "", "", "", "/")]
    public async Task What_was_done_is_read_however_it_is_written(string field, string type, string mode, string sendingMode, string modifier)
    {
        var letter = await ReadAsync($"Content-Type: message/disposition-notification\n\nDisposition: {field}\n");

        Assert.Equal(new ReadDisposition(type, mode, sendingMode, modifier), letter.ReadReceipt?.Disposition);
    }

    [Fact]
    public async Task The_receipt_of_the_collection_is_read()
    {
        var file = Path.Combine(Repository.SharedMail, "mimekit-messages-disposition-notification.eml");
        Assert.SkipUnless(File.Exists(file), "There is no collection of mail beside the checkout.");
        await using var source = File.OpenRead(file);

        var letter = await Letter.ReadAsync(source, cancellationToken: Cancel);

        Assert.Equal(
            new ReadReceipt("Joe_Recipient@example.com", "Joe_Recipient@example.com", "199509192301.23456@example.org", new ReadDisposition("displayed", "manual", "manual", "")),
            letter.ReadReceipt);
    }

    private static async Task<Letter> ReadAsync(string text)
    {
        using var source = new MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));
        return await Letter.ReadAsync(source, cancellationToken: Cancel);
    }
}
