using Sportello.Testing;
using Sportello.Wire.Ldap;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Ldap;

/// <summary>The client against a real slapd.</summary>
public sealed class SlapdTests(SlapdTests.Server server) : IClassFixture<SlapdTests.Server>
{
    private const string Luca = "uid=luca,ou=people," + Slapd.Top;

    [Theory]
    [InlineData(ConnectionSecurity.None)]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.Tls)]
    public async Task Signs_in_and_finds_over_every_kind_of_connection_and_shows_no_password_in_the_log(ConnectionSecurity security)
    {
        var log = new StringWriter();
        await using var client = await server.Connect(security, log);
        await client.BindAsync(Slapd.Reader, Slapd.Password);

        var found = await client.SearchAsync(Slapd.Top, LdapScope.Tree, LdapFilter.Parse("(&(objectClass=person)(|(uid=LUCA)(cn=л*ка)))"), ["uid", "mail", "cn"], 10);

        Assert.True(found.IsWhole);
        Assert.Equal([Luca, "uid=л,ou=people," + Slapd.Top], found.Entries.Select(e => e.Name));
        Assert.Equal(["luca@ours.example"], found.Entries[0].Texts("MAIL"));
        Assert.Equal(["лука"], found.Entries[1].Texts("cn"));
        Assert.Empty(found.Entries[0].Texts("userPassword"));
        Assert.DoesNotContain(Slapd.Password, log.ToString(), StringComparison.Ordinal);
        Assert.Contains("***", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_the_conversation_goes_on()
    {
        await using var client = await server.Connect(ConnectionSecurity.Tls);
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.BindAsync(Luca, "sbagliata"));
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.BindAsync("uid=nobody,ou=people," + Slapd.Top, Slapd.Password));
        Assert.Equal(34, (await Assert.ThrowsAsync<LdapRefusedException>(() => client.BindAsync("no name at all", Slapd.Password))).Code);
        await client.BindAsync(Luca, Slapd.Password);
    }

    [Fact]
    public async Task An_empty_password_is_never_sent_since_the_server_would_say_yes()
    {
        await using var client = await server.Connect(ConnectionSecurity.Tls);
        await Assert.ThrowsAsync<ArgumentException>(() => client.BindAsync(Luca, ""));
        await Assert.ThrowsAsync<ArgumentException>(() => client.BindAsync("", Slapd.Password));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_the_conversation_before_any_password()
    {
        foreach (var (security, port) in new[] { (ConnectionSecurity.StartTls, server.Slapd.Port), (ConnectionSecurity.Tls, server.Slapd.TlsPort) })
        {
            await Assert.ThrowsAsync<CertificateNotTrustedException>(() => LdapClient.ConnectAsync(new WireEndpoint("localhost", port, security)));
        }
    }

    [Fact]
    public async Task More_than_was_asked_for_is_said_and_what_may_not_be_searched_is_refused()
    {
        await using var client = await server.Connect(ConnectionSecurity.StartTls);
        await client.BindAsync(Slapd.Reader, Slapd.Password);
        var one = await client.SearchAsync(Slapd.Top, LdapScope.Tree, LdapFilter.Parse("(uid=*)"), [], 1);
        Assert.Equal((1, false), (one.Entries.Count, one.IsWhole));
        Assert.Empty(one.Entries[0].Attributes);
        Assert.Empty((await client.SearchAsync("ou=people," + Slapd.Top, LdapScope.Entry, LdapFilter.Parse("(uid=*)"), ["uid"], 5)).Entries);
        var none = await Assert.ThrowsAsync<LdapRefusedException>(() => client.SearchAsync("dc=elsewhere,dc=example", LdapScope.Tree, LdapFilter.Parse("(uid=*)"), ["uid"], 5));
        Assert.Equal(LdapCode.NoSuchObject, none.Code);
    }

    public sealed class Server : IDisposable
    {
        public Slapd Slapd { get; } = Slapd.Start(Slapd.Person("luca", "Luca", "luca@ours.example") + Slapd.Person("л", "лука", "l@ours.example"));

        public Task<LdapClient> Connect(ConnectionSecurity security, TextWriter? log = null) => LdapClient.ConnectAsync(
            new WireEndpoint("localhost", security == ConnectionSecurity.Tls ? Slapd.TlsPort : Slapd.Port, security, CertificatePolicy.Trusting(Slapd.Certificate)),
            log is null ? null : new TextWireLog(log));

        public void Dispose() => Slapd.Dispose();
    }
}
