using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.EntityFrameworkCore;
using Sportello.Checkup;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.OpenId;
using Sportello.History;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.Tests.Directory;

/// <summary>Sign-in by a provider that speaks and signs for real; and every way to forge its word.</summary>
public sealed class OpenIdTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Whoever_the_provider_knows_by_a_sure_address_comes_in_and_later_by_the_providers_name_for_them(DatabaseProvider database)
    {
        await using var world = await World.Open(database);
        var (who, then) = await world.SignIn("/tickets?view=mine");
        Assert.NotNull(who.Session);
        Assert.Equal("/tickets?view=mine", then);
        world.Provider.Person["email"] = "another@elsewhere.example";
        world.Provider.Person["email_verified"] = false;
        Assert.Equal(who.UserId, (await world.SignIn()).Who.UserId);
        await using var desk = await world.House.DeskOfProgram("test", default);
        Assert.Contains((await new AuditLog(desk).Run(new(), default)).Items, e => e is { Who: "openid", What: "identity", About: "admin", To: "Our office" });
        Assert.Equal(world.Provider.Issuer, Assert.Single((await new UserPage(desk).Run(who.UserId, default)).Identities).Issuer);

        await new EndIdentities(desk).Run(who.UserId, default);
        Assert.Contains("does not confirm", await world.Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RS256", false, false)]
    [InlineData("ES256", false, true)]
    [InlineData("RS256", true, true)]
    public async Task Signatures_of_both_kinds_secrets_of_both_ways_and_an_address_told_apart_are_understood(string algorithm, bool apart, bool inForm)
    {
        await using var world = await World.Open(DatabaseProvider.Sqlite);
        (world.Provider.Algorithm, world.Provider.TellsApart, world.Provider.SecretInForm) = (algorithm, apart, inForm);
        Assert.NotNull((await world.SignIn()).Who.Session);
    }

    [Fact]
    public async Task Keys_are_asked_for_again_when_the_provider_has_new_ones_and_not_before()
    {
        await using var world = await World.Open(DatabaseProvider.Sqlite);
        await world.SignIn();
        await world.SignIn();
        Assert.Equal(1, world.Provider.KeysAsked);
        world.Provider.Rotate();
        Assert.NotNull((await world.SignIn()).Who.Session);
        Assert.Equal(2, world.Provider.KeysAsked);
    }

    public static TheoryData<string> Forgeries => ["nonce", "no nonce", "aud", "aud with others", "azp", "iss", "exp", "no exp", "iat", "sub", "none", "none without signature", "HS256 by the public key", "other key", "changed after", "twice", "unknown key", "no token"];

    [Theory, MemberData(nameof(Forgeries))]
    public async Task A_forged_token_opens_nothing(string way)
    {
        await using var world = await World.Open(DatabaseProvider.Sqlite);
        var provider = world.Provider;
        var now = new DateTimeOffset(world.House.Now, TimeSpan.Zero).ToUnixTimeSeconds();
        provider.Bend = way switch
        {
            "nonce" => c => c["nonce"] = "another",
            "no nonce" => c => c.Remove("nonce"),
            "aud" => c => c["aud"] = "another",
            "aud with others" => c => c["aud"] = new[] { ProviderStandIn.Client, "another" },
            "azp" => c => c["azp"] = "another",
            "iss" => c => c["iss"] = "http://127.0.0.1/another",
            "exp" => c => c["exp"] = now - 61,
            "no exp" => c => c.Remove("exp"),
            "iat" => c => c["iat"] = now + 120,
            "sub" => c => c["sub"] = "",
            _ => null,
        };
        provider.Forge = way switch
        {
            "none" => t => $"{ProviderStandIn.Part(new { alg = "none" })}.{t.Split('.')[1]}.{t.Split('.')[2]}",
            "none without signature" => t => $"{ProviderStandIn.Part(new { alg = "none" })}.{t.Split('.')[1]}.",
            "HS256 by the public key" => t => Symmetric(t, provider.PublicKey),
            "other key" => provider.SignedByAnother,
            "changed after" => t => $"{t.Split('.')[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Body(t).Replace("248289761001", "248289761002", StringComparison.Ordinal)))}.{t.Split('.')[2]}",
            "twice" => t => $"{t.Split('.')[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Body(t).Replace("\"sub\":", "\"sub\":\"x\",\"sub\":", StringComparison.Ordinal)))}.{t.Split('.')[2]}",
            "unknown key" => t => $"{ProviderStandIn.Part(new { alg = "RS256", kid = "nobody's" })}.{t.Split('.')[1]}.{t.Split('.')[2]}",
            "no token" => _ => "",
            _ => null,
        };
        Assert.Contains("does not answer as it should", await world.Refused(), StringComparison.Ordinal);
        Assert.Empty(await world.Rows("select subject from identity_link"));
        (provider.Bend, provider.Forge) = (null, null);
        Assert.NotNull((await world.SignIn()).Who.Session);
    }

    [Fact]
    public async Task The_way_back_opens_once_in_the_browser_that_went_and_not_for_long()
    {
        await using var world = await World.Open(DatabaseProvider.Sqlite);
        var (ticket, back) = await world.Go();
        var (other, _) = await world.Go();
        var gone = new[] { (null, back["state"]), (ticket, null), (ticket, "guessed"), (other, back["state"]), (ticket + "x", back["state"]), (new Sportello.Directory.Passkeys.PasskeySignIn(world.Test.House).Begin().Ticket, back["state"]) };
        foreach (var (brought, state) in gone)
        {
            Assert.Contains("another browser", await Refused(() => world.Verb.Finish(brought, state, back["code"], null, null, default)), StringComparison.Ordinal);
        }

        Assert.Equal(0, world.Provider.Redeemed);
        Assert.NotNull((await world.Verb.Finish(ticket, back["state"], back["code"], null, null, default)).Who.Session);
        Assert.Contains("another browser", await Refused(() => world.Verb.Finish(ticket, back["state"], back["code"], null, null, default)), StringComparison.Ordinal);

        (ticket, back) = await world.Go();
        world.Test.Clock.Now = world.Test.Clock.Now.AddMinutes(10);
        Assert.Contains("another browser", await Refused(() => world.Verb.Finish(ticket, back["state"], back["code"], null, null, default)), StringComparison.Ordinal);
        Assert.Equal(1, world.Provider.Redeemed);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_address_that_is_not_sure_leads_to_nobody_and_who_is_inactive_stays_out(DatabaseProvider database)
    {
        await using var world = await World.Open(database, s => s with { NewUsers = Newcomers.All });
        foreach (var verified in new object?[] { false, "false", null, 1 })
        {
            world.Provider.Person["email_verified"] = verified;
            Assert.Contains("does not confirm", await world.Refused(), StringComparison.Ordinal);
        }

        Assert.Single(await world.Rows("select username from user_account"));
        await world.Run("update user_account set active = (1 = 0)");
        world.Provider.Person["email_verified"] = true;
        Assert.Contains("no active account", await world.Refused(), StringComparison.Ordinal);
        Assert.Empty(await world.Rows("select subject from identity_link"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Who_becomes_a_user_is_for_the_settings_to_say_and_a_taken_name_is_not_taken_again(DatabaseProvider database)
    {
        await using var world = await World.Open(database, s => s with { NewUsers = Newcomers.Contacts });
        (world.Provider.Person["sub"], world.Provider.Person["email"], world.Provider.Person["preferred_username"]) = ("2", "Sandro@ours.example", "Admin");
        Assert.Contains("no active account", await world.Refused(), StringComparison.Ordinal);
        await world.Contact("Sandro", "sandro@ours.example");
        var (sandro, _) = await world.SignIn();
        Assert.Equal([$"{sandro.UserId} sandro@ours.example"], await world.Rows("select u.id || ' ' || u.username from user_account u join contact c on c.user_id = u.id where c.name = 'Sandro'"));
        Assert.Equal(sandro.UserId, (await world.SignIn()).Who.UserId);
    }

    [Fact]
    public async Task A_refusal_of_the_provider_its_silence_and_a_strange_description_are_told_apart_from_ours()
    {
        await using var world = await World.Open(DatabaseProvider.Sqlite);
        Assert.Equal(Health.Good, (await world.Doctor()).State);
        world.Provider.Refuses = "access_denied";
        Assert.Contains("did not sign you in", await world.Refused(), StringComparison.Ordinal);
        world.Provider.Dispose();
        world.Test.Clock.Now = world.Test.Clock.Now.AddHours(2);
        Assert.Contains("does not answer", await Refused(() => world.Verb.Begin("/", default)), StringComparison.Ordinal);
        Assert.Equal(Health.Bad, (await world.Doctor()).State);
    }

    [Fact]
    public async Task The_second_step_is_asked_for_all_the_same()
    {
        await using var world = await World.Open(DatabaseProvider.Sqlite, second: WhoShowsTwo.All);
        Assert.NotNull((await world.SignIn()).Who.Half);
    }

    [Theory]
    [InlineData("issuer = http://login.example.com\nclientId = x", "issuer", "https://")]
    [InlineData("issuer = https://login.example.com", "clientId", "name is needed")]
    [InlineData("issuer = https://login.example.com\nclientId = x\nscopes = email", "scopes", "openid must")]
    [InlineData("issuer = https://login.example.com\nclientId = x", "url", "address of this house")]
    public void Each_fault_of_the_settings_is_named(string lines, string key, string what)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["config.ini"], "[openid]\n" + lines);
        var faults = Assert.Throws<ConfigurationFaults>(() => SettingsReader.Read(folder["config.ini"], folder.Path, new Dictionary<string, string>(StringComparer.Ordinal))).Faults;
        Assert.Contains(faults, f => f.Key == key && f.What.Contains(what, StringComparison.Ordinal));
    }

    private static string Body(string token) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1]));

    private static string Symmetric(string token, byte[] key)
    {
        var signed = $"{ProviderStandIn.Part(new { alg = "HS256" })}.{token.Split('.')[1]}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static async Task<string> Refused(Func<Task> what)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(what);
        Assert.Equal(RefusalReason.Denied, refusal.Reason);
        return refusal.Message;
    }

    private sealed class World(TestHouse test, ProviderStandIn provider) : IAsyncDisposable
    {
        private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

        public TestHouse Test => test;

        public House House => test.House;

        public ProviderStandIn Provider => provider;

        public OpenIdSignIn Verb => new(test.House);

        public static async Task<World> Open(DatabaseProvider database, Func<OpenIdSettings, OpenIdSettings>? change = null, WhoShowsTwo second = WhoShowsTwo.Off)
        {
            var clock = new StoppedClock(new DateTime(2013, 6, 30, 9, 0, 0, DateTimeKind.Utc));
            var provider = new ProviderStandIn(clock);
            var settings = new OpenIdSettings
            {
                Issuer = provider.Issuer, ClientId = ProviderStandIn.Client, ClientSecret = ProviderStandIn.Secret, Name = "Our office", ReturnTo = "https://help.ours.example/sign-in/openid/return",
            };
            var test = await TestHouse.Open(database, s => s with { OpenId = change?.Invoke(settings) ?? settings, Seal = new ReversedSeal(), SignIn = new() { SecondFactor = second } });
            await new FirstStart(test.House).Run(new("ours", "admin", "luisa", "luisa@ours.example", "a good sentence"), default);
            return new World(test, provider);
        }

        /// <summary>To the provider and back as far as our door.</summary>
        public async Task<(string Ticket, System.Collections.Specialized.NameValueCollection Back)> Go(string then = "/tickets")
        {
            var (address, ticket) = await Verb.Begin(then, default);
            var answer = await Http.GetAsync(address);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return (ticket, HttpUtility.ParseQueryString(answer.Headers.Location!.Query));
        }

        public async Task<(SignedIn Who, string Then)> SignIn(string then = "/tickets")
        {
            var (ticket, back) = await Go(then);
            return await Verb.Finish(ticket, back["state"], back["code"], back["error"], null, default);
        }

        public Task<string> Refused() => OpenIdTests.Refused(() => SignIn());

        public async Task<Finding> Doctor() => (await new Examine(House.Settings, test.Clock).Run(default)).Single(f => f.Name == "openid");

        public async Task Contact(string name, string address)
        {
            await using var desk = await House.DeskOfProgram("test", default);
            var contact = new Contact(name, await desk.Db.Organizations.SingleAsync());
            contact.ReachableAt([address]);
            desk.Db.Add(contact);
            await desk.Save(default);
        }

        public async Task<List<string>> Rows(string query)
        {
            await using var desk = await House.DeskOfProgram("test", default);
            return await desk.Sql.List(query, r => r.GetString(0), default);
        }

        public async Task Run(string statement)
        {
            await using var desk = await House.DeskOfProgram("test", default);
            await desk.Begin(default);
            await desk.Sql.Run(statement, default);
            await desk.Save(default);
        }

        public async ValueTask DisposeAsync()
        {
            provider.Dispose();
            await test.DisposeAsync();
        }
    }
}
