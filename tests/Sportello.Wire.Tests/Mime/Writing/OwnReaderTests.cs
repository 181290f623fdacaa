using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Mime;
using Sportello.Wire.Mime.Writing;

namespace Sportello.Wire.Tests.Mime.Writing;

public sealed class OwnReaderTests
{
    [Fact]
    public void Our_own_reader_reads_what_was_written_and_finds_nothing_to_mend() => Prop.ForAll(AnyLetter.Letter.ToArbitrary(), letter =>
    {
        var read = Letter.ReadAsync(new MemoryStream(letter.BytesAsync().GetAwaiter().GetResult())).GetAwaiter().GetResult();

        // NULs in a text are written faithfully and, being of no use to anybody, left out by our reader, which says so.
        Assert.DoesNotContain(read.Problems, problem => !problem.Contains("NUL", StringComparison.Ordinal));
        Assert.Equal(WithoutMarks(DisplayText.Clean(letter.Subject)).Trim(), WithoutMarks(read.Subject).Trim());
        Assert.Equal(letter.Date, read.Date);
        Assert.Equal(letter.Date.Offset, read.Date?.Offset);
        Assert.Equal(letter.MessageId.Trim('<', '>'), read.MessageId);
        Assert.Equal(letter.References.Select(id => id.Trim('<', '>')), read.References);
        Assert.Equal(Pair(letter.From), Pair(read.From!));
        Assert.Equal(letter.To.Select(Pair), read.To.Select(Pair));
        Assert.Equal(letter.Cc.Select(Pair), read.Cc.Select(Pair));
        Assert.Equal(letter.Files.Count, read.Attachments.Count);
        if (letter.Text is not null && !string.IsNullOrWhiteSpace(Lines(letter.Text)))
            Assert.Equal(Lines(letter.Text), Lines(read.Text));
        if (letter.Html is not null)
            Assert.Equal(Lines(letter.Html), Lines(read.Html ?? ""));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public async Task Attached_letters_files_and_images_come_back_byte_for_byte()
    {
        var content = Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7)).ToArray();
        var original = "Subject: first\r\nFrom: luca@customer.example\r\n\r\nhello\r\n"u8.ToArray();
        var letter = new OutgoingLetter
        {
            From = new Mailbox("help@sportello.example"),
            Date = Letters.Then,
            MessageId = "1@sportello.example",
            Html = "<img src=\"cid:one\">",
            Files =
            [
                OutgoingFile.FromBytes("image/png", "снимок экрана.png", content, "one"),
                OutgoingFile.FromBytes("application/zip", $"отчёт {new string('ж', 90)}.zip", content),
                OutgoingFile.FromBytes("message/rfc822", "first.eml", original),
            ],
        };

        var read = await Letter.ReadAsync(new MemoryStream(await letter.BytesAsync()));

        Assert.Empty(read.Problems);
        Assert.Equal(["снимок экрана.png", $"отчёт {new string('ж', 90)}.zip", "first.eml"], read.Attachments.Select(file => file.Name));
        Assert.Equal([true, false, false], read.Attachments.Select(file => file.Inline));
        Assert.Equal(content, await ContentAsync(read.Attachments[0]));
        Assert.Equal(content, await ContentAsync(read.Attachments[1]));
        Assert.Equal(original, await ContentAsync(read.Attachments[2]));
    }

    private static async Task<byte[]> ContentAsync(LetterAttachment file)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        return content.ToArray();
    }

    private static (string, string) Pair(Mailbox mailbox) => (Bare(mailbox.Name ?? ""), Bare(mailbox.Address));

    private static (string, string) Pair(MailAddress address) => (Bare(address.Name), Bare(address.Address));

    // Our reader takes quotes around a name or an address for ornaments.
    private static string Bare(string text) => WithoutMarks(text).Trim('"', '\'', ' ', '\u00A0').Replace("\"@", "@", StringComparison.Ordinal);

    private static string Lines(string text) => WithoutMarks(text.ReplaceLineEndings("\n")).Replace("\0", "", StringComparison.Ordinal).Trim();

    // Byte order marks that a part of a text brought along; invisible, and our reader drops them.
    private static string WithoutMarks(string text) => text.Replace("\uFEFF", "", StringComparison.Ordinal);
}
