using System.Text;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Sasl;

public sealed class ExchangingTests
{
    private static readonly SaslCredentials Pencil = SaslCredentials.Password("user", "pencil");

    [Fact]
    public void Plain_sends_name_and_password_at_once()
    {
        var plain = SaslMechanism.Plain(SaslCredentials.Password("sandro", "пароль"));

        Assert.Equal("\0sandro\0пароль", Text(plain.InitialResponse()));
        Assert.True(plain.IsComplete);
    }

    [Fact]
    public void Plain_refuses_a_password_that_would_end_early() =>
        Assert.Throws<AuthenticationFailedException>(() => SaslMechanism.Plain(SaslCredentials.Password("sandro", "a\0b")).InitialResponse());

    [Fact]
    public void Login_answers_name_and_then_password()
    {
        var login = SaslMechanism.Login(Pencil);

        Assert.Null(login.InitialResponse());
        Assert.Equal("user", Text(login.Respond("Username:"u8)));
        Assert.Equal("pencil", Text(login.Respond("Password:"u8)));
        Assert.Throws<AuthenticationFailedException>(() => login.Respond("And your mother's name?"u8));
    }

    [Fact]
    public void XOAuth2_sends_the_token_and_answers_a_refusal_with_nothing()
    {
        var bearer = SaslMechanism.XOAuth2(SaslCredentials.AccessToken("luca@post.example", "ya29.token"));

        Assert.Equal("user=luca@post.example\u0001auth=Bearer ya29.token\u0001\u0001", Text(bearer.InitialResponse()));
        Assert.Empty(bearer.Respond("{\"status\":\"400\"}"u8));
    }

    // The exchanges of RFC 5802 section 5 and RFC 7677 section 3.
    [Theory]
    [InlineData("SCRAM-SHA-1", "fyko+d2lbbFgONRv9qkxdawL",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")]
    [InlineData("SCRAM-SHA-256", "rOprNGfwEbeRWgbNEkqO",
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    public void Scram_goes_as_in_the_example_of_its_rfc(string name, string nonce, string challenge, string answer, string signature)
    {
        var scram = Scram(name, nonce);

        Assert.Equal($"n,,n=user,r={nonce}", Text(scram.InitialResponse()));
        Assert.Equal(answer, Text(scram.Respond(Encoding.UTF8.GetBytes(challenge))));
        Assert.False(scram.IsComplete);
        Assert.Empty(scram.Respond(Encoding.UTF8.GetBytes(signature)));
        Assert.True(scram.IsComplete);
        scram.EnsureComplete();
    }

    [Theory]
    [InlineData("v=smF9pqV8S7suAoZWja4dJRkFsKQ=")]
    [InlineData("v=")]
    [InlineData("v=not base64")]
    [InlineData("")]
    [InlineData("e=other-error")]
    public void Scram_does_not_believe_a_server_that_cannot_prove_itself(string final)
    {
        var scram = Scram("SCRAM-SHA-1", "fyko+d2lbbFgONRv9qkxdawL");
        scram.InitialResponse();
        scram.Respond("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"u8);

        Assert.Throws<AuthenticationFailedException>(() => scram.Respond(Encoding.UTF8.GetBytes(final)));
        Assert.Throws<AuthenticationFailedException>(scram.EnsureComplete);
    }

    [Theory]
    [InlineData("r=other,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData("r=abc,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData("r=abcdef,s=QSXCR+Q6sek8bf92,i=1")]
    [InlineData("r=abcdef,s=QSXCR+Q6sek8bf92,i=2000000000")]
    [InlineData("r=abcdef,s=QSXCR+Q6sek8bf92,i=-4096")]
    [InlineData("r=abcdef,s=,i=4096")]
    [InlineData("r=abcdef")]
    [InlineData("m=extension,r=abcdef,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData("")]
    public void Scram_refuses_a_challenge_that_is_wrong_weak_or_endless(string challenge)
    {
        var scram = Scram("SCRAM-SHA-1", "abc");
        scram.InitialResponse();

        Assert.Throws<AuthenticationFailedException>(() => scram.Respond(Encoding.UTF8.GetBytes(challenge)));
    }

    [Fact]
    public void Scram_escapes_what_would_part_the_name() =>
        Assert.Equal("n,,n=a=2Cb=3Dc,r=n", Text(new ScramMechanism(SaslCredentials.Password("a,b=c", "x"), ScramHash.Sha1, "n").InitialResponse()));

    [Theory]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("a\u00A0b", "a b")]
    public void Names_are_prepared_as_in_the_examples_of_rfc_4013(string text, string prepared) =>
        Assert.Equal(prepared, SaslPrep.Prepare(text));

    [Theory]
    [InlineData("\u0007\u00E9")]
    [InlineData("\uD800")]
    [InlineData("\uE000")]
    public void Names_with_forbidden_characters_are_refused(string text) =>
        Assert.Throws<AuthenticationFailedException>(() => SaslPrep.Prepare(text));

    private static ScramMechanism Scram(string name, string nonce) =>
        new(Pencil, name == "SCRAM-SHA-1" ? ScramHash.Sha1 : ScramHash.Sha256, nonce);

    private static string Text(byte[]? octets) => Encoding.UTF8.GetString(octets!);
}
