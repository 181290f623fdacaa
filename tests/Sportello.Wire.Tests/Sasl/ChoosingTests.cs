using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Sasl;

public sealed class ChoosingTests
{
    private static readonly SaslCredentials Password = SaslCredentials.Password("marco", "segreto");

    [Theory]
    [InlineData("LOGIN PLAIN SCRAM-SHA-1 SCRAM-SHA-256", "SCRAM-SHA-256")]
    [InlineData("plain scram-sha-1", "SCRAM-SHA-1")]
    [InlineData("LOGIN PLAIN XOAUTH2", "PLAIN")]
    [InlineData("LOGIN GSSAPI", "LOGIN")]
    public void The_strongest_common_mechanism_is_taken(string offered, string chosen) =>
        Assert.Equal(chosen, SaslChoice.Strongest(offered.Split(' '), Password, mayRevealSecret: true).Name);

    [Fact]
    public void A_token_goes_by_XOAuth2_only()
    {
        var token = SaslCredentials.AccessToken("marco", "t");

        Assert.Equal("XOAUTH2", SaslChoice.Strongest(["PLAIN", "XOAUTH2"], token, mayRevealSecret: true).Name);
        Assert.Throws<AuthenticationFailedException>(() => SaslChoice.Strongest(["PLAIN"], token, mayRevealSecret: true));
    }

    [Fact]
    public void The_password_is_never_shown_to_listeners()
    {
        var refused = Assert.Throws<AuthenticationFailedException>(() => SaslChoice.Strongest(["PLAIN", "LOGIN"], Password, mayRevealSecret: false));

        Assert.Contains("not encrypted", refused.Message, StringComparison.Ordinal);
        Assert.Equal("SCRAM-SHA-1", SaslChoice.Strongest(["PLAIN", "SCRAM-SHA-1"], Password, mayRevealSecret: false).Name);
    }

    [Fact]
    public void A_name_never_brings_its_secret_into_a_text() =>
        Assert.Equal("marco", $"{Password}");
}
