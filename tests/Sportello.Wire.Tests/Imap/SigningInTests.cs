using Sportello.Wire.Imap;
using Sportello.Wire.Sasl;
using Sportello.Wire.Tests.Transport;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

public sealed class SigningInTests
{
    private static readonly SaslCredentials Sandro = SaslCredentials.Password("sandro", "segreto");

    [Fact]
    public async Task Plain_goes_in_one_line_where_the_server_allows_it()
    {
        await using var play = await Play.Begin("dovecot/authenticate-plain");

        await play.Client.SignInAsync(SaslMechanism.Plain(Sandro));

        Assert.True(play.Client.Capabilities.Has("move"));
        Assert.Equal(2, play.Client.RoundTrips);
        play.AssertPlayed();
    }

    [Fact]
    public async Task Plain_waits_for_the_empty_challenge_of_an_older_server()
    {
        await using var play = await Play.Begin("exchange/authenticate-plain");

        await play.Client.SignInAsync(Sandro, allowInClear: true);

        play.AssertPlayed();
    }

    [Fact]
    public async Task Scram_proves_both_sides()
    {
        await using var play = await Play.Begin("dovecot/authenticate-scram");

        await play.Client.SignInAsync(Scram());

        Assert.True(play.Client.IsSignedIn);
        play.AssertPlayed();
    }

    [Fact]
    public async Task An_impostor_is_refused_and_the_exchange_called_off()
    {
        await using var play = await Play.Begin("dovecot/authenticate-scram-impostor");

        var refused = await Assert.ThrowsAsync<AuthenticationFailedException>(() => play.Client.SignInAsync(Scram()));
        await play.Client.NoopAsync();

        Assert.Contains("could not prove", refused.Message, StringComparison.Ordinal);
        Assert.False(play.Client.IsSignedIn);
        play.AssertPlayed();
    }

    [Fact]
    public async Task Success_that_comes_before_the_proof_is_none()
    {
        await using var play = await Play.Begin("dovecot/authenticate-scram-too-early");

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => play.Client.SignInAsync(Scram()));

        Assert.False(play.Client.IsSignedIn);
    }

    [Fact]
    public async Task Login_carries_any_password_and_goes_on_after_a_refusal()
    {
        var log = new StringWriter();
        await using var play = await Play.Begin("dovecot/login-refused", log: new TextWireLog(log));

        var refused = await Assert.ThrowsAsync<AuthenticationFailedException>(() => play.Client.LoginAsync(SaslCredentials.Password("sandro", "a\"b\\c")));
        await play.Client.LoginAsync(SaslCredentials.Password("sandro", "пароль"));

        Assert.Contains("Authentication failed.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("C: A1 LOGIN \"sandro\" ***\n", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("пароль", log.ToString(), StringComparison.Ordinal);
        play.AssertPlayed();
    }

    [Fact]
    public async Task The_login_command_serves_where_no_mechanism_does()
    {
        await using var play = await Play.Begin("courier/login-only");

        await play.Client.SignInAsync(Sandro, allowInClear: true);

        play.AssertPlayed();
    }

    [Theory]
    [InlineData("exchange/authenticate-plain")]
    [InlineData("courier/login-only")]
    public async Task The_password_is_not_sent_readable_over_an_open_line(string name)
    {
        await using var play = await Play.Begin(name);

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => play.Client.SignInAsync(Sandro));
    }

    [Fact]
    public async Task A_refused_token_is_a_failed_sign_in()
    {
        await using var play = await Play.Begin("gmail/xoauth2-refused");

        await Assert.ThrowsAsync<AuthenticationFailedException>(
            () => play.Client.SignInAsync(SaslCredentials.AccessToken("luca@post.example", "expired"), allowInClear: true));

        play.AssertPlayed();
    }

    [Fact]
    public async Task A_server_that_asks_without_end_is_left()
    {
        await using var play = await Play.Begin("odd/endless-challenges");

        await Assert.ThrowsAsync<ConversationBrokenException>(() => play.Client.SignInAsync(SaslMechanism.Plain(Sandro)));
    }

    [Theory]
    [InlineData("dovecot/no-starttls", "does not offer STARTTLS")]
    [InlineData("odd/starttls-preauth", "somebody may be interfering")]
    public async Task A_server_that_would_leave_the_line_open_is_left(string name, string why)
    {
        var transcript = Transcript.Read($"Imap/Transcripts/{name}.txt");

        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => Play.Begin(transcript, security: ConnectionSecurity.StartTls));

        Assert.Contains(why, broken.Message, StringComparison.Ordinal);
    }

    private static ScramMechanism Scram() => new(SaslCredentials.Password("user", "pencil"), ScramHash.Sha1, "fyko+d2lbbFgONRv9qkxdawL");
}
