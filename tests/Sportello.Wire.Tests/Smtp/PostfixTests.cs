using System.Text;
using Sportello.Testing;
using Sportello.Wire.Mime;
using Sportello.Wire.Mime.Writing;
using Sportello.Wire.Sasl;
using Sportello.Wire.Smtp;
using Sportello.Wire.Tests.Mime.Writing;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Smtp;

/// <summary>The client against a real Postfix.</summary>
public sealed class PostfixTests(PostfixTests.Server server) : IClassFixture<PostfixTests.Server>
{
    [Theory]
    [InlineData(ConnectionSecurity.None)]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.Tls)]
    public async Task A_letter_arrives_over_every_kind_of_connection(ConnectionSecurity security)
    {
        await using var client = await server.Connect(security);
        Assert.True(client.Offers.Has("PIPELINING") && client.Offers.Has("CHUNKING") && client.Offers.Has("SMTPUTF8"));

        var result = await client.SendAsync(new SmtpEnvelope("help@sportello.example", "luca@sportello.example"), Letters.Plain("Всё работает.", "Печать работает"));

        Assert.True(result.IsAccepted, result.Answer?.ToString());
        Assert.Contains("queued as", result.Answer?.Text, StringComparison.Ordinal);
        var letter = await server.TakeAsync("luca");
        Assert.Equal("Печать работает", letter.Subject);
        Assert.Equal("Всё работает.", letter.Text.Trim());
        await client.QuitAsync();
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256")]
    public async Task Every_mechanism_signs_in_and_none_shows_the_password_in_the_log(string name)
    {
        var log = new StringWriter();
        await using var client = await server.Connect(ConnectionSecurity.StartTls, log);

        await client.SignInAsync(SaslChoice.Strongest([name], SaslCredentials.Password("luca", Dovecot.Password), mayRevealSecret: true));

        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0luca\0{Dovecot.Password}")), log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Dovecot.Password)), log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using var client = await server.Connect(ConnectionSecurity.Tls);

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.SignInAsync(SaslCredentials.Password("luca", "sbagliata")));
    }

    [Fact]
    public async Task Each_recipient_has_an_outcome_of_its_own_and_the_others_get_the_letter()
    {
        await using var client = await server.Connect(ConnectionSecurity.None);

        var result = await client.SendAsync(
            new SmtpEnvelope("help@sportello.example", "luca@sportello.example", "nobody@sportello.example", "paolo@elsewhere.example", "martina@sportello.example"),
            Letters.Plain("to whom it may concern", "four recipients"));

        Assert.Equal([SmtpOutcome.Accepted, SmtpOutcome.Permanent, SmtpOutcome.Permanent, SmtpOutcome.Accepted], result.Recipients.Select(recipient => recipient.Outcome));
        Assert.Equal(new EnhancedStatus(5, 1, 1), result.Recipients[1].Reply?.Enhanced);
        Assert.Equal("four recipients", (await server.TakeAsync("luca")).Subject);
        Assert.Equal("four recipients", (await server.TakeAsync("martina")).Subject);
    }

    [Fact]
    public async Task Several_letters_follow_each_other_over_one_connection_also_after_a_refused_one()
    {
        await using var client = await server.Connect(ConnectionSecurity.StartTls);
        var good = new SmtpEnvelope("help@sportello.example", "sandro@sportello.example");

        var first = await client.SendAsync(good, Letters.Plain("1", "first"));
        var refused = await client.SendAsync(new SmtpEnvelope(null, "nobody@sportello.example"), Letters.Plain("2", "second"));
        var tooLarge = await client.SendAsync(good, Letters.Plain(new string('x', 1_500_000), "too large"));
        var last = await client.SendAsync(good, Letters.Plain("3", "third"));

        Assert.True(first.IsAccepted && last.IsAccepted);
        Assert.Equal(SmtpOutcome.Permanent, refused.Recipients[0].Outcome);
        Assert.Equal((SmtpOutcome.Permanent, 552), (tooLarge.Recipients[0].Outcome, tooLarge.Recipients[0].Reply?.Code));
        var subjects = new[] { (await server.TakeAsync("sandro")).Subject, (await server.TakeAsync("sandro")).Subject };
        Assert.Equal(["first", "third"], subjects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dots_bare_line_feeds_and_long_letters_arrive_as_they_were_sent(bool chunking)
    {
        await using var client = await server.Connect(ConnectionSecurity.None, useChunking: chunking);
        var lines = string.Concat(Enumerable.Range(0, 9000).Select(i => $".{i}\n..\n.\nFrom you\n"));
        var message = Encoding.UTF8.GetBytes($"Subject: dots\nMessage-ID: <dots@sportello.example>\n\n{lines}привет");

        var result = await client.SendAsync(new SmtpEnvelope("help@sportello.example", "martina@sportello.example"), SmtpLetter.FromBytes(message));

        Assert.True(result.IsAccepted, result.Answer?.ToString());
        Assert.EndsWith($"\n\n{lines}привет\n", Encoding.UTF8.GetString(await server.TakeBytesAsync("martina")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_beyond_ascii_gets_its_letter()
    {
        await using var client = await server.Connect(ConnectionSecurity.None);
        var letter = new OutgoingLetter
        {
            From = new Mailbox("лука@sportello.example", "Лука"),
            To = [new Mailbox("лука@sportello.example")],
            Date = Letters.Then,
            MessageId = "utf8@sportello.example",
            Subject = "себе",
            Text = "привет",
        };

        var result = await client.SendAsync(new SmtpEnvelope("лука@sportello.example", "лука@sportello.example"), letter);

        Assert.True(result.IsAccepted, result.Answer?.ToString() + result.Recipients[0].Reply);
        var read = await server.TakeAsync("лука");
        Assert.Equal("лука@sportello.example", read.From?.Address);
    }

    public sealed class Server : IDisposable
    {
        private readonly Postfix _postfix = Postfix.Start();

        public async Task<SmtpClient> Connect(ConnectionSecurity security, TextWriter? log = null, bool useChunking = true)
        {
            var port = security == ConnectionSecurity.Tls ? _postfix.TlsPort : _postfix.Port;
            var endpoint = new WireEndpoint("localhost", port, security, CertificatePolicy.Trusting(_postfix.Certificate));
            var limits = SmtpLimits.Default with { UseChunking = useChunking };
            return await SmtpClient.ConnectAsync(endpoint, "desk.sportello.example", log is null ? null : new TextWireLog(log), limits);
        }

        public Task<byte[]> TakeBytesAsync(string user) => _postfix.TakeAsync(user);

        public async Task<Letter> TakeAsync(string user) => await Letter.ReadAsync(new MemoryStream(await _postfix.TakeAsync(user)));

        public void Dispose() => _postfix.Dispose();
    }
}
