using System.Text;
using Sportello.Wire.Mime.Writing;

namespace Sportello.Wire.Tests.Mime.Writing;

public sealed class ComposingTests
{
    [Fact]
    public async Task A_reply_looks_like_this()
    {
        var letter = new OutgoingLetter
        {
            From = new Mailbox("help@sportello.example", "Служба поддержки"),
            Sender = new Mailbox("robot@sportello.example"),
            ReplyTo = [new Mailbox("dpr@sportello.example", "Desk, first floor")],
            To = [new Mailbox("luca@customer.example", "Luca"), new Mailbox("martina@customer.example", "Martina \"M\" Rossi")],
            Date = Letters.Then,
            MessageId = "<2@sportello.example>",
            InReplyTo = "1@customer.example",
            References = ["<0@customer.example>", "<not an id>", "1@customer.example"],
            Subject = "Re: Печать не работает DPR:12345",
            AutoSubmitted = "auto-generated",
            Text = "Done.",
        }.Add("X-Auto-Response-Suppress", "All").Add("List-Help", "<mailto:help@sportello.example>");

        Assert.Equal(
            """
            Date: Wed, 04 Mar 2026 05:06:07 +0300
            From: =?utf-8?B?0KHQu9GD0LbQsdCwINC/0L7QtNC00LXRgNC20LrQuA==?=
             <help@sportello.example>
            Sender: robot@sportello.example
            Reply-To: "Desk, first floor" <dpr@sportello.example>
            To: Luca <luca@customer.example>, "Martina \"M\" Rossi"
             <martina@customer.example>
            Message-ID: <2@sportello.example>
            In-Reply-To: <1@customer.example>
            References: <0@customer.example> <1@customer.example>
            Subject: Re: =?utf-8?B?0J/QtdGH0LDRgtGMINC90LUg0YDQsNCx0L7RgtCw0LXRgg==?=
             DPR:12345
            Auto-Submitted: auto-generated
            X-Auto-Response-Suppress: All
            List-Help: <mailto:help@sportello.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Done.

            """.ReplaceLineEndings("\r\n"),
            await letter.RawAsync());
    }

    [Fact]
    public async Task Text_html_images_and_attachments_stand_in_each_other_where_mail_programs_look_for_them()
    {
        var letter = new OutgoingLetter
        {
            From = new Mailbox("help@sportello.example"),
            Date = Letters.Then,
            MessageId = "1@sportello.example",
            Text = "hello",
            Html = "<p>hello <img src=\"cid:logo\"></p>",
            Files = [OutgoingFile.FromBytes("image/png", "logo.png", new byte[] { 1 }, "logo"), OutgoingFile.FromBytes("text/plain", "a.txt", new byte[] { 2 })],
        };

        var types = (await letter.RawAsync()).Split("\r\n").Where(line => line.StartsWith("Content-Type", StringComparison.Ordinal)).Select(line => line[14..].Split(';')[0]);

        Assert.Equal(["multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "text/plain"], types);
    }

    [Fact]
    public async Task A_letter_is_the_same_each_time_and_as_long_as_measured()
    {
        var letter = Letters.With(true, OutgoingFile.FromBytes("image/png", "x.png", new byte[1000]));

        var first = await letter.BytesAsync();
        var second = await letter.BytesAsync();

        Assert.Equal(first, second);
        Assert.Equal(first.Length, (await letter.MeasureAsync()).Octets);
    }

    [Fact]
    public async Task A_file_of_200_megabytes_passes_through_little_memory()
    {
        var letter = Letters.With(true, new OutgoingFile("application/octet-stream", "big", _ => ValueTask.FromResult<Stream>(new Zeros(200_000_000))));
        await Letters.Plain("warm up").MeasureAsync();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var measuring = letter.MeasureAsync();

        // Nothing in it waits, so all of it has run on this thread. What it allocates is short-lived (state machines of a debug build).
        Assert.True(measuring.IsCompletedSuccessfully);
        Assert.InRange((await measuring).Octets, 270_000_000, 280_000_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60_000_000);
    }

    [Theory]
    [InlineData("Subject: x\n\nplain\n", true, "message/rfc822", "7bit")]
    [InlineData("Subject: x\n\nж\n", true, "message/rfc822", "8bit")]
    [InlineData("Subject: x\n\nж\n", false, "application/octet-stream", "base64")]
    [InlineData("Subject: x\n\n\0\n", true, "application/octet-stream", "base64")]
    [InlineData("Subject: x\n\na\rb\n", true, "application/octet-stream", "base64")]
    public async Task A_letter_is_attached_as_a_letter_where_it_survives_that(string original, bool allowEightBit, string type, string encoding)
    {
        var letter = Letters.With(allowEightBit, OutgoingFile.FromBytes("message/rfc822", "original.eml", Encoding.UTF8.GetBytes(original)));

        var raw = await letter.RawAsync();

        Assert.Contains($"Content-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n", raw, StringComparison.Ordinal);
        Assert.Equal(encoding == "8bit", (await letter.MeasureAsync()).EightBit);
    }

    [Theory]
    [InlineData("luca@sportello.example", true)]
    [InlineData("\"odd one\"@sportello.example", true)]
    [InlineData("лука@sportello.example", true)]
    [InlineData("luca@[192.0.2.1]", true)]
    [InlineData("luca@[IPv6:2001:db8::1]", true)]
    [InlineData("luca", false)]
    [InlineData("@sportello.example", false)]
    [InlineData("luca@", false)]
    [InlineData("luca@sportello.example.", false)]
    [InlineData("luca@spor tello.example", false)]
    [InlineData("lu ca@sportello.example", false)]
    [InlineData("luca@sportello.example>\r\nRCPT TO:<x", false)]
    [InlineData("lu\u0000ca@sportello.example", false)]
    [InlineData("a..b@sportello.example", false)]
    [InlineData("\"\r\n\"@sportello.example", false)]
    [InlineData("\"a\\\"@sportello.example", false)]
    [InlineData("luca@[x]", false)]
    public void What_is_an_address(string text, bool expected) => Assert.Equal(expected, Mailbox.IsAddress(text));

    [Fact]
    public async Task A_domain_beyond_ascii_is_written_in_ascii_and_only_a_local_part_beyond_it_needs_smtputf8()
    {
        Assert.Equal("luca@xn--e1afmkfd.example", new Mailbox("luca@пример.example").Address);
        Assert.False(new Mailbox("luca@пример.example").NeedsSmtpUtf8);
        var letter = new OutgoingLetter { From = new Mailbox("лука@пример.example", "Лука"), Date = Letters.Then, MessageId = "1@a.example" };
        Assert.True((await letter.MeasureAsync()).SmtpUtf8);
        Assert.Contains("<лука@xn--e1afmkfd.example>", await letter.RawAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Ticket", "12345\r\nBcc: x@evil.example")]
    [InlineData("X-Ticket", "12345\nBcc: x@evil.example")]
    [InlineData("X-Ticket", "12345\u0085")]
    [InlineData("X-Ticket: 1\r\nBcc", "x@evil.example")]
    [InlineData("Bcc", "x@evil.example")]
    [InlineData("Content-Type", "text/html")]
    [InlineData("subject", "again")]
    [InlineData("", "x")]
    public void A_header_that_would_make_another_is_refused(string name, string value) =>
        Assert.Throws<FormatException>(() => Letters.Plain("x").Add(name, value));

    [Theory]
    [InlineData("a@b>\r\nBcc: <x@evil.example")]
    [InlineData("a b@c")]
    [InlineData("")]
    public void A_message_id_that_cannot_be_written_is_refused(string id) => Assert.Throws<FormatException>(
        () => new OutgoingLetter { From = new Mailbox("a@b.example"), Date = Letters.Then, MessageId = id });

    private sealed class Zeros(long left) : MemoryStream
    {
        private long _left = left;

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => CopySlowlyAsync(destination, cancellationToken);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, _left);
            _left -= count;
            return ValueTask.FromResult(count);
        }

        private async Task CopySlowlyAsync(Stream destination, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = await ReadAsync(buffer, cancellationToken)) > 0;)
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
