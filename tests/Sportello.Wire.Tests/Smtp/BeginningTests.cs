using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Sasl;
using Sportello.Wire.Smtp;
using Sportello.Wire.Tests.Transport;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Smtp;

/// <summary>Greeting, securing, signing in, and servers that are none.</summary>
public sealed class BeginningTests
{
    private static readonly SaslCredentials Luca = SaslCredentials.Password("luca", "parola");

    [Fact]
    public async Task A_server_without_extensions_is_greeted_the_old_way()
    {
        var replay = Play("""
            S: 220-welcome
            S: 220 to an old machine
            C: EHLO desk.sportello.example
            S: 502 5.5.1 what?
            C: HELO desk.sportello.example
            S: 250 hello
            C: NOOP
            S: 250 Ok
            C: QUIT
            S: 221 bye
            """);
        await using var client = await ConversingTests.Greet(replay);

        await client.NoopAsync();
        await client.QuitAsync();

        replay.AssertPlayed();
        Assert.False(client.Offers.Has("PIPELINING"));
    }

    [Theory]
    [InlineData("554 5.7.1 not you", false)]
    [InlineData("421 4.3.2 too many", true)]
    public async Task A_server_that_turns_us_away_says_whether_for_now_or_for_good(string greeting, bool temporary)
    {
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => ConversingTests.Greet(Play($"S: {greeting}")));

        Assert.Equal(temporary, refused.Reply.IsTemporary);
        Assert.Equal(greeting, refused.Reply.ToString());
    }

    [Fact]
    public async Task Where_starttls_is_demanded_and_not_offered_nothing_else_is_said()
    {
        var replay = Play("""
            S: 220 hello
            C: EHLO desk.sportello.example
            S: 250-mx
            S: 250 AUTH PLAIN
            """);

        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => ConversingTests.Greet(replay, ConnectionSecurity.StartTls));

        Assert.Contains("STARTTLS", broken.Message, StringComparison.Ordinal);
        replay.AssertPlayed();
    }

    [Fact]
    public async Task Words_slipped_in_behind_starttls_break_the_conversation()
    {
        var replay = Play("""
            S: 220 hello
            C: EHLO desk.sportello.example
            S: 250-mx
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go{{0D0A}}250 AUTH PLAIN
            """);

        await Assert.ThrowsAsync<ConversationBrokenException>(() => ConversingTests.Greet(replay, ConnectionSecurity.StartTls));
    }

    [Fact]
    public async Task Without_encryption_the_password_is_not_shown()
    {
        await using var client = await ConversingTests.Greet(Play(Offering("PLAIN LOGIN", "")));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.SignInAsync(Luca));

        Assert.Contains("not encrypted", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_signs_in_with_one_command_and_the_log_does_not_show_it()
    {
        var log = new StringWriter();
        var replay = Play(Offering("PLAIN", """
            C: AUTH PLAIN AGx1Y2EAcGFyb2xh
            S: 235 2.7.0 come in
            """));
        await using var client = await ConversingTests.Greet(replay, log: log);

        await client.SignInAsync(Luca, allowInClear: true);

        replay.AssertPlayed();
        Assert.Contains("C: AUTH PLAIN ***\n", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_asks_twice()
    {
        var replay = Play(Offering("LOGIN", """
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: bHVjYQ==
            S: 334 UGFzc3dvcmQ6
            C: cGFyb2xh
            S: 235 come in
            """));
        await using var client = await ConversingTests.Greet(replay);

        await client.SignInAsync(Luca, allowInClear: true);

        replay.AssertPlayed();
    }

    [Fact]
    public async Task A_token_is_refused_after_the_servers_explanation_was_heard()
    {
        var replay = Play(Offering("XOAUTH2", """
            C: AUTH XOAUTH2 ***
            S: 334 eyJzdGF0dXMiOiI0MDAifQ==
            C: 
            S: 535 5.7.8 expired
            """));
        await using var client = await ConversingTests.Greet(replay);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(
            () => client.SignInAsync(SaslCredentials.AccessToken("luca", "token"), allowInClear: true));

        Assert.Contains("expired", failed.Message, StringComparison.Ordinal);
        Assert.True(client.IsOpen);
        replay.AssertPlayed();
    }

    [Theory]
    [InlineData("S: 454 4.7.0 the list is being sorted", typeof(SmtpRefusedException))]
    [InlineData("S: 535 5.7.8 no", typeof(AuthenticationFailedException))]
    [InlineData("S: 235 come in", typeof(AuthenticationFailedException))]
    [InlineData("S: 334 !!!\nC: *\nS: 501 as you like", typeof(AuthenticationFailedException))]
    [InlineData("S: 334 cj1ub3RtaW5l\nC: *\nS: 501 as you like", typeof(AuthenticationFailedException))]
    public async Task Scram_ends_only_with_a_server_that_proved_itself(string answer, Type expected)
    {
        var replay = Play(Offering("SCRAM-SHA-256 PLAIN", $"C: AUTH SCRAM-SHA-256 ***\n{answer}"));
        await using var client = await ConversingTests.Greet(replay);

        var problem = await Record.ExceptionAsync(() => client.SignInAsync(Luca));

        Assert.IsType(expected, problem);
        replay.AssertPlayed();
    }

    [Theory]
    [InlineData("mx example")]
    [InlineData("a\r\nMAIL FROM:<>")]
    [InlineData("")]
    [InlineData("[nonsense]")]
    public async Task Our_own_name_cannot_carry_a_command(string name) => await Assert.ThrowsAsync<FormatException>(
        () => SmtpClient.GreetAsync(new WireConnection(Play("S: 220 x"), new WireEndpoint("mx", 25, ConnectionSecurity.None)), name));

    [Fact]
    public void Whatever_a_server_says_there_is_a_result_or_one_of_the_two_exceptions_and_soon()
    {
        var scrap = Gen.Elements("220 ", "250 ", "250-", "354 ", "421 ", "450 ", "550 ", "334 ", "235 ", "\r\n", "\n", "\r\n", "PIPELINING", "CHUNKING", "AUTH PLAIN", "SIZE 99999999999999999999",
            "5.1.1 ", "9.9", "\0", "ж", "=", "-", "2", "250", "2500", "EHLO");
        var orderly = Gen.Elements("220 x\r\n", "250 x\r\n", "250-x\r\n250-PIPELINING\r\n250 CHUNKING\r\n", "354 x\r\n", "421 x\r\n", "450 x\r\n", "550 x\r\n");
        var script = from well in orderly.ListOf() from ill in scrap.ListOf() select "220 hello\r\n" + string.Concat(well) + string.Concat(ill);
        Prop.ForAll(script.ToArbitrary(), said => TryAll(said).WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static async Task TryAll(string said)
    {
        try
        {
            await using var client = await SmtpClient.GreetAsync(
                new WireConnection(new Babble(said), new WireEndpoint("mx", 25, ConnectionSecurity.None)), "desk.sportello.example");
            if (client.Offers.Mechanisms.Count > 0)
                await client.SignInAsync(Luca, allowInClear: true);
            var result = await client.SendAsync(new SmtpEnvelope(null, "luca@customer.example", "sandro@customer.example"), SmtpLetter.FromBytes("x"u8.ToArray()));
            Assert.Equal(2, result.Recipients.Count);
            Assert.All(result.Recipients, recipient => Assert.Equal(recipient.Reply is null, recipient.Outcome == SmtpOutcome.Unknown));
        }
        catch (Exception problem) when (problem is CommandRefusedException or ConversationBrokenException)
        {
            Assert.NotEmpty(problem.Message);
        }
    }

    private static string Offering(string mechanisms, string rest) => $"""
        S: 220 hello
        C: EHLO desk.sportello.example
        S: 250-mx
        S: 250 AUTH {mechanisms}
        {rest}
        """;

    private static ReplayStream Play(string transcript) => new(Transcript.Parse(transcript));
}
