using System.Text;
using Sportello.Wire.Mime.Writing;
using Sportello.Wire.Sasl;
using Sportello.Wire.Smtp;
using Sportello.Wire.Tests.Mime.Writing;
using Sportello.Wire.Tests.Transport;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Smtp;

/// <summary>Conversations as written down, the ugly ones included.</summary>
public sealed class ConversingTests
{
    private const string Hello = """
        S: 220 mx.sportello.example ESMTP
        C: EHLO desk.sportello.example

        """;

    private const string Simple = Hello + """
        S: 250 mx.sportello.example

        """;

    private static readonly SmtpEnvelope ToLuca = new("help@sportello.example", "luca@customer.example");
    private static readonly SmtpEnvelope ToThree = new("help@sportello.example", "luca@customer.example", "sandro@customer.example", "daniele@customer.example");

    [Fact]
    public async Task A_letter_is_sent_and_the_queue_answer_comes_back()
    {
        var (result, replay) = await Send(Simple + """
            C: MAIL FROM:<help@sportello.example>
            S: 250 2.1.0 Ok
            C: RCPT TO:<luca@customer.example>
            S: 250 2.1.5 Ok
            C: DATA
            S: 354 go
            C: Subject: x
            C: 
            C: ..dot
            C: end
            C: .
            S: 250 2.0.0 Ok: queued as 4F2A
            C: QUIT
            S: 221 bye
            """, ToLuca, "Subject: x\n\n.dot\r\nend");

        replay.AssertPlayed();
        Assert.True(result.IsAccepted);
        Assert.Equal((250, new EnhancedStatus(2, 0, 0), "Ok: queued as 4F2A"), (result.Answer!.Code, result.Answer.Enhanced!.Value, result.Answer.Text));
    }

    [Fact]
    public async Task Pipelined_recipients_are_named_in_one_go_and_each_is_told_apart()
    {
        var (result, replay) = await Send(Hello + """
            S: 250-mx.sportello.example
            S: 250-PIPELINING
            S: 250-SIZE 1000
            S: 250 8BITMIME
            C: MAIL FROM:<help@sportello.example> SIZE=1
            C: RCPT TO:<luca@customer.example>
            C: RCPT TO:<sandro@customer.example>
            C: RCPT TO:<daniele@customer.example>
            S: 250 Ok
            S: 450-4.2.1 come back later,
            S: 450 4.2.1 when he is back
            S: 550 5.1.1 nobody of that name
            S: 250 Ok
            C: DATA
            S: 354 go
            C: x
            C: .
            S: 250 taken
            C: QUIT
            S: 221 bye
            """, ToThree, "x");

        replay.AssertPlayed();
        Assert.Equal([SmtpOutcome.Temporary, SmtpOutcome.Permanent, SmtpOutcome.Accepted], Outcomes(result));
        Assert.Equal("come back later,\nwhen he is back", result.Recipients[0].Reply?.Text);
        Assert.Equal("4.2.1", result.Recipients[0].Reply?.Enhanced?.ToString());
    }

    [Fact]
    public async Task A_refused_sender_decides_for_all_and_the_next_letter_begins_anew()
    {
        var (result, replay) = await Send(Hello + """
            S: 250-mx.sportello.example
            S: 250 PIPELINING
            C: MAIL FROM:<help@sportello.example>
            C: RCPT TO:<luca@customer.example>
            C: RCPT TO:<sandro@customer.example>
            C: RCPT TO:<daniele@customer.example>
            S: 451 4.7.1 greylisted
            S: 503 5.5.1 who from?
            S: 503 5.5.1 who from?
            S: 503 5.5.1 who from?
            C: QUIT
            S: 221 bye
            """, ToThree, "x");

        replay.AssertPlayed();
        Assert.All(result.Recipients, recipient => Assert.Equal((SmtpOutcome.Temporary, 451), (recipient.Outcome, recipient.Reply?.Code)));
    }

    [Fact]
    public async Task After_a_letter_nobody_could_get_the_transaction_is_reset()
    {
        var replay = new ReplayStream(Transcript.Parse(Simple + """
            C: MAIL FROM:<help@sportello.example>
            S: 250 Ok
            C: RCPT TO:<luca@customer.example>
            S: 550 no
            C: RSET
            S: 250 Ok
            C: MAIL FROM:<>
            S: 250 Ok
            C: RCPT TO:<luca@customer.example>
            S: 250 Ok
            C: DATA
            S: 554 5.7.1 not from you
            """));
        await using var client = await Greet(replay);

        var first = await client.SendAsync(ToLuca, Letter("x"));
        var second = await client.SendAsync(new SmtpEnvelope(null, "luca@customer.example"), Letter("x"));

        replay.AssertPlayed();
        Assert.Equal([SmtpOutcome.Permanent, SmtpOutcome.Permanent], [.. Outcomes(first), .. Outcomes(second)]);
        Assert.Equal(554, second.Recipients[0].Reply?.Code);
    }

    [Fact]
    public async Task A_goodbye_in_the_middle_is_temporary_for_those_accepted_and_not_yet_named()
    {
        var (result, _) = await Send(Simple + """
            C: MAIL FROM:<help@sportello.example>
            S: 250 Ok
            C: RCPT TO:<luca@customer.example>
            S: 250 Ok
            C: RCPT TO:<sandro@customer.example>
            S: 421 4.3.2 closing for the night
            """, ToThree, "x", expectOpen: false);

        Assert.All(result.Recipients, recipient => Assert.Equal((SmtpOutcome.Temporary, 421), (recipient.Outcome, recipient.Reply?.Code)));
    }

    [Theory]
    [InlineData("421 4.3.0 disk full", SmtpOutcome.Temporary)]
    [InlineData("452 4.3.1 disk full", SmtpOutcome.Temporary)]
    [InlineData("554 5.6.0 spam", SmtpOutcome.Permanent)]
    public async Task A_refusal_after_the_letters_end_counts_for_all_accepted_so_far(string answer, SmtpOutcome expected)
    {
        var (result, _) = await Send(AfterData($"S: {answer}"), ToLuca, "x", expectOpen: !answer.StartsWith("421", StringComparison.Ordinal), quit: false);

        Assert.Equal([expected], Outcomes(result));
        Assert.Equal(answer, result.Answer?.ToString());
    }

    [Theory]
    [InlineData("# the line drops")]
    [InlineData("S. 250 Ok: que")]
    [InlineData("S: what?")]
    [InlineData("S: 250-half an answer")]
    [InlineData("S: 354 go on")]
    [InlineData("-- silence")]
    public async Task A_line_dropped_after_the_letters_end_is_neither_yes_nor_no(string ending)
    {
        var (result, _) = await Send(AfterData(ending), ToLuca, "x", expectOpen: false, quit: false);

        var recipient = Assert.Single(result.Recipients);
        Assert.Equal((SmtpOutcome.Unknown, null), (recipient.Outcome, recipient.Reply));
        Assert.Null(result.Answer);
    }

    [Theory]
    [InlineData("# the line drops")]
    [InlineData("S. 35")]
    [InlineData("S: garbage")]
    [InlineData("S: 250 out of step")]
    [InlineData("-- silence")]
    public async Task A_line_dropped_before_the_letters_end_is_an_exception_since_nothing_was_taken(string ending)
    {
        var replay = new ReplayStream(Transcript.Parse(Simple + $"""
            C: MAIL FROM:<help@sportello.example>
            S: 250 Ok
            C: RCPT TO:<luca@customer.example>
            S: 250 Ok
            C: DATA
            {ending}
            """));
        await using var client = await Greet(replay);

        await Assert.ThrowsAsync<ConversationBrokenException>(() => client.SendAsync(ToLuca, Letter("x")));

        Assert.False(client.IsOpen);
        await Assert.ThrowsAsync<ConversationBrokenException>(() => client.SendAsync(ToLuca, Letter("x")));
    }

    [Fact]
    public async Task A_letter_that_cannot_be_read_to_its_end_is_never_ended()
    {
        var replay = new ReplayStream(Transcript.Parse(AfterData("C: never")));
        await using var client = await Greet(replay);
        var torn = new SmtpLetter(async (stream, off) =>
        {
            await stream.WriteAsync("x\r\n"u8.ToArray(), off);
            throw new IOException("the disk is gone");
        });

        await Assert.ThrowsAsync<IOException>(() => client.SendAsync(ToLuca, torn));

        Assert.False(client.IsOpen);
    }

    [Fact]
    public async Task With_chunking_the_letter_goes_in_pieces_without_dots_doubled()
    {
        var limits = SmtpLimits.Default with { ChunkOctets = 8 };
        var replay = new ReplayStream(Transcript.Parse(Hello + """
            S: 250-mx.sportello.example
            S: 250 CHUNKING
            C: MAIL FROM:<help@sportello.example>
            S: 250 Ok
            C: RCPT TO:<luca@customer.example>
            S: 250 Ok
            C: BDAT 8
            C: [8 octets]
            S: 250 8 octets
            C: BDAT 7 LAST
            C: [7 octets]
            S: 250 2.6.0 queued as 1
            """));
        await using var client = await Greet(replay, limits: limits);

        var result = await client.SendAsync(ToLuca, Letter(".dot\nx\n.end"));

        replay.AssertPlayed();
        Assert.True(result.IsAccepted);
    }

    [Fact]
    public async Task A_refused_chunk_ends_the_letter()
    {
        var limits = SmtpLimits.Default with { ChunkOctets = 8 };
        var replay = new ReplayStream(Transcript.Parse(Hello + """
            S: 250-mx.sportello.example
            S: 250 CHUNKING
            C: MAIL FROM:<help@sportello.example>
            S: 250 Ok
            C: RCPT TO:<luca@customer.example>
            S: 250 Ok
            C: BDAT 8
            C: [8 octets]
            S: 452 4.3.1 full
            C: RSET
            S: 451 4.3.1 full indeed
            """));
        await using var client = await Greet(replay, limits: limits);

        var result = await client.SendAsync(ToLuca, Letter(new string('x', 100)));

        Assert.Equal([SmtpOutcome.Temporary], Outcomes(result));
        await Assert.ThrowsAsync<SmtpRefusedException>(() => client.SendAsync(ToLuca, Letter("x")));
        replay.AssertPlayed();
    }

    [Fact]
    public async Task What_the_server_does_not_offer_is_refused_by_ourselves()
    {
        var replay = new ReplayStream(Transcript.Parse(Simple));
        await using var client = await Greet(replay);

        var address = await client.SendAsync(new SmtpEnvelope(null, "лука@customer.example"), Letter("x"));
        var body = await client.SendAsync(ToLuca, SmtpLetter.FromBytes("ж"u8.ToArray()));

        Assert.Equal((SmtpOutcome.Permanent, "5.6.7", true), (address.Recipients[0].Outcome, address.Recipients[0].Reply?.Enhanced.ToString(), address.Recipients[0].Reply?.IsOurs));
        Assert.Equal("5.6.3", body.Recipients[0].Reply?.Enhanced.ToString());
        Assert.True(client.IsOpen);
    }

    [Fact]
    public async Task Reports_and_the_needs_of_a_letter_are_told_with_the_addresses()
    {
        var replay = new ReplayStream(Transcript.Parse(Hello + """
            S: 250-mx.sportello.example
            S: 250-8BITMIME
            S: 250-SMTPUTF8
            S: 250 DSN
            C: MAIL FROM:<> BODY=8BITMIME SMTPUTF8 ENVID=a+3Db+20c
            S: 250 Ok
            C: RCPT TO:<лука@customer.example> NOTIFY=FAILURE,DELAY
            S: 550 no
            """));
        await using var client = await Greet(replay);
        var envelope = new SmtpEnvelope(null, "лука@customer.example") { Notify = SmtpNotify.Failure | SmtpNotify.Delay, EnvelopeId = "a=b c" };

        await client.SendAsync(envelope, SmtpLetter.FromBytes("ж"u8.ToArray()));

        replay.AssertPlayed();
    }

    [Fact]
    public async Task An_attached_letter_beyond_ascii_becomes_a_file_for_a_server_without_8bitmime()
    {
        var letter = Letters.With(true, OutgoingFile.FromBytes("message/rfc822", "original.eml", "Subject: x\r\n\r\nж\r\n"u8.ToArray()));
        var replay = new ReplayStream(Transcript.Parse(Simple + $"""
            C: MAIL FROM:<help@sportello.example>
            S: 250 Ok
            C: RCPT TO:<luca@customer.example>
            S: 250 Ok
            C: DATA
            S: 354 go
            C: [{(await letter.WriteAsync(Stream.Null, allowEightBit: false, default)).Octets} octets]
            C: .
            S: 250 Ok
            """));
        await using var client = await Greet(replay);

        Assert.True((await client.SendAsync(ToLuca, letter)).IsAccepted);
        replay.AssertPlayed();
    }

    [Theory]
    [InlineData("a@b.example>\r\nDATA")]
    [InlineData("a b@c.example")]
    [InlineData("")]
    public void An_envelope_takes_only_addresses(string address)
    {
        Assert.Throws<FormatException>(() => new SmtpEnvelope(address, "luca@customer.example"));
        Assert.Throws<FormatException>(() => new SmtpEnvelope(null, address));
    }

    [Fact]
    public void An_envelope_needs_a_recipient() => Assert.Throws<FormatException>(() => new SmtpEnvelope(null));

    internal static async Task<SmtpClient> Greet(
        ReplayStream replay, ConnectionSecurity security = ConnectionSecurity.None, SmtpLimits? limits = null, TextWriter? log = null)
    {
        limits ??= SmtpLimits.Default;
        limits = limits with { Wire = limits.Wire with { ReadTimeout = TimeSpan.FromMilliseconds(300) }, FinalAnswer = TimeSpan.FromMilliseconds(300) };
        var endpoint = new WireEndpoint("mx.sportello.example", 25, security);
        var connection = new WireConnection(replay, endpoint, log is null ? null : new TextWireLog(log), limits.Wire);
        return await SmtpClient.GreetAsync(connection, "desk.sportello.example", limits);
    }

    private static async Task<(SmtpResult Result, ReplayStream Replay)> Send(
        string transcript, SmtpEnvelope envelope, string message, bool expectOpen = true, bool quit = true)
    {
        var replay = new ReplayStream(Transcript.Parse(transcript));
        await using var client = await Greet(replay);
        var result = await client.SendAsync(envelope, Letter(message));
        Assert.Equal(expectOpen, client.IsOpen);
        if (expectOpen && quit)
            await client.QuitAsync();
        return (result, replay);
    }

    private static string AfterData(string ending) => Simple + $"""
        C: MAIL FROM:<help@sportello.example>
        S: 250 Ok
        C: RCPT TO:<luca@customer.example>
        S: 250 Ok
        C: DATA
        S: 354 go
        C: x
        C: .
        {ending}
        """;

    private static SmtpLetter Letter(string message) => SmtpLetter.FromBytes(Encoding.UTF8.GetBytes(message));

    private static SmtpOutcome[] Outcomes(SmtpResult result) => [.. result.Recipients.Select(recipient => recipient.Outcome)];
}
