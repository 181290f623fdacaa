using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.Guarding;
using Sportello.Directory.OpenId;
using Sportello.Directory.Passkeys;
using Sportello.History;
using Sportello.Settings;

namespace Sportello.Tests.Directory;

/// <summary>Passkeys, made and used by a holder that is programmed here byte by byte; and every way to use them wrongly.</summary>
public sealed class PasskeyTests
{
    private const string Password = "a good sentence";
    private static readonly Site Here = new("https://help.ours.example", "help.ours.example");

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, false)]
    [InlineData(DatabaseProvider.PostgreSql, false)]
    [InlineData(DatabaseProvider.Sqlite, true)]
    public async Task A_key_signs_in_by_itself_past_the_second_step_until_it_is_removed(DatabaseProvider provider, bool rsa)
    {
        await using var test = await Open(provider, WhoShowsTwo.All);
        await using var desk = await Admin(test);
        using Holder phone = new(rsa), laptop = new(!rsa);
        await phone.Register(desk, "Phone");
        await laptop.Register(desk, "Laptop");

        var who = await phone.SignIn(test.House);
        Assert.NotNull(who.Session);
        Assert.NotNull((await laptop.SignIn(test.House)).Session);
        Assert.NotNull((await phone.SignIn(test.House)).Session);
        Assert.Null((await new SignIn(test.House).Run("admin", Password, default)).Session);

        var keys = (await new OwnPasskeys(desk).Look(default)).Keys;
        Assert.Equal(["Phone", "Laptop"], keys.Select(k => k.Name));
        Assert.All(keys, k => Assert.Equal(test.Clock.Now, k.UsedAt));
        await new OwnPasskeys(desk).Remove(keys[0].Id, default);
        await Wrong(() => phone.SignIn(test.House));
        Assert.NotNull((await laptop.SignIn(test.House)).Session);
        await new EndPasskeys(desk).Run(who.UserId, default);
        await Wrong(() => laptop.SignIn(test.House));
        Assert.Equal(
            [(null, "Phone"), (null, "Laptop"), ("Phone", null), ("Laptop", null)],
            (await new AuditLog(desk).Run(new(), default)).Items.Where(e => e.What == "passkey").Select(e => (e.From, e.To)).Reverse());
    }

    public static TheoryData<string> Misuses => ["another challenge", "of making", "another site", "another port", "in a frame", "another host's hash", "nobody there", "nobody known", "changed data", "another key's signature", "no signature", "count stands still", "count goes back", "another's handle", "unknown key", "not base64", "no json", "twice in json"];

    [Theory, MemberData(nameof(Misuses))]
    public async Task A_word_that_is_not_quite_right_opens_nothing(string misuse)
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        await using var desk = await Admin(test);
        using Holder phone = new(), other = new();
        await phone.Register(desk, "Phone");
        await phone.SignIn(test.House);
        await Wrong(() => phone.SignIn(test.House, misuse, other));
        phone.Count = 10;
        Assert.NotNull((await phone.SignIn(test.House)).Session);
    }

    [Fact]
    public async Task A_challenge_is_good_once_for_what_it_was_made_for_and_not_for_long()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        await using var desk = await Admin(test);
        using var phone = new Holder();
        await phone.Register(desk, "Phone");
        var verb = new PasskeySignIn(test.House);
        var challenge = verb.Begin();
        var word = phone.Use(challenge.Random);
        Assert.NotNull((await verb.Run(word, challenge.Ticket, Here, null, default)).Session);
        await Late(() => verb.Run(phone.Use(challenge.Random), challenge.Ticket, Here, null, default));
        await Late(() => verb.Run(phone.Use(challenge.Random), null, Here, null, default));
        await Late(() => verb.Run(phone.Use(challenge.Random), challenge.Ticket + "x", Here, null, default));
        await Late(() => verb.Run(phone.Use(challenge.Random), Carried.Close(test.House, SignInTicket.New("/", test.House.Now)), Here, null, default));
        var making = new OwnPasskeys(desk).Begin();
        await Late(() => verb.Run(phone.Use(making.Random), making.Ticket, Here, null, default));
        challenge = verb.Begin();
        await Late(() => new OwnPasskeys(desk).Add(new Holder().Make(challenge.Random), challenge.Ticket, "Key", Password, Here, default));
        challenge = verb.Begin();
        test.Clock.Now = test.Clock.Now.AddMinutes(Challenge.Minutes);
        await Late(() => verb.Run(phone.Use(challenge.Random), challenge.Ticket, Here, null, default));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_new_key_asks_for_the_password_has_a_name_and_is_one_persons(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        await using var desk = await Admin(test);
        using var phone = new Holder();
        foreach (var (name, proof, field) in new[] { ("", Password, "name"), (new string('x', 61), Password, "name"), ("Phone", "sbagliata", "proof"), ("Phone", null, "proof") })
        {
            Assert.Equal(field, (await Assert.ThrowsAsync<Refusal>(() => phone.Register(desk, name, proof))).Field);
        }

        await phone.Register(desk, "Phone");
        Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => phone.Register(desk, "Again"))).Reason);
        foreach (var wrong in new Func<MadePasskey, MadePasskey>[]
        {
            m => m with { Algorithm = -8 }, m => m with { PublicKey = "AAAA" }, m => m with { Id = "AAAA" }, m => m with { AuthenticatorData = m.AuthenticatorData![..40] }, m => m with { Algorithm = -257 },
        })
        {
            using var other = new Holder();
            var challenge = new OwnPasskeys(desk).Begin();
            await Wrong(() => new OwnPasskeys(desk).Add(wrong(other.Make(challenge.Random)), challenge.Ticket, "Other", Password, Here, default));
        }

        Assert.Single((await new OwnPasskeys(desk).Look(default)).Keys);
        Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new OwnPasskeys(desk).Remove(999, default))).Reason);
    }

    [Fact]
    public async Task Whose_account_is_inactive_stays_out()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        await using var desk = await Admin(test);
        using var phone = new Holder();
        await phone.Register(desk, "Phone");
        await using var program = await test.House.DeskOfProgram("test", default);
        await program.Begin(default);
        await program.Sql.Run("update user_account set active = (1 = 0)", default);
        await program.Save(default);
        await Wrong(() => phone.SignIn(test.House));
    }

    [Theory]
    [InlineData(null, "https", "help.ours.example", "https://help.ours.example", "help.ours.example")]
    [InlineData(null, "http", "localhost:5080", "http://localhost:5080", "localhost")]
    [InlineData(null, "http", "help.ours.example", null, null)]
    [InlineData(null, "http", "127.0.0.1:5080", null, null)]
    [InlineData(null, "https", "192.0.2.1", null, null)]
    [InlineData("https://help.ours.example", "http", "inside:5080", "https://help.ours.example", "help.ours.example")]
    [InlineData("http://help.ours.example", "https", "localhost", null, null)]
    public void A_site_has_passkeys_with_tls_or_on_this_machine(string? url, string scheme, string host, string? origin, string? bound)
    {
        var settings = new HouseSettings { DataFolder = "", Database = new(DatabaseProvider.Sqlite, "", ""), Work = new() { Url = url } };
        Assert.Equal((origin, bound), (Site.Of(settings, scheme, host)?.Origin, Site.Of(settings, scheme, host)?.Host));
    }

    private static async Task<TestHouse> Open(DatabaseProvider provider, WhoShowsTwo second = WhoShowsTwo.Off)
    {
        var test = await TestHouse.Open(provider, s => s with { Seal = new ReversedSeal(), SignIn = new() { SecondFactor = second } });
        await new FirstStart(test.House).Run(new("ours", "admin", "luisa", "luisa@ours.example", Password), default);
        return test;
    }

    private static async Task<Desk> Admin(TestHouse test)
    {
        await using var program = await test.House.DeskOfProgram("test", default);
        return (await test.House.DeskOfUser((await program.Sql.First("select id from user_account", r => (long?)r.GetInt64(0), default))!.Value, Door.Web, default))!;
    }

    private static async Task Wrong(Func<Task> what) => Assert.Contains("passkey", (await Assert.ThrowsAsync<Refusal>(what)).Message, StringComparison.Ordinal);

    private static async Task Late(Func<Task> what) => Assert.Contains("minutes", (await Assert.ThrowsAsync<Refusal>(what)).Message, StringComparison.Ordinal);

    /// <summary>What holds a key: a phone, a stick. It is asked by a browser, which is here too.</summary>
    private sealed class Holder(bool rsa = false) : IDisposable
    {
        private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly RSA _rsa = RSA.Create(2048);
        private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
        private string _handle = "";

        public uint Count { get; set; }

        public async Task Register(Desk desk, string name, string? proof = Password)
        {
            var verb = new OwnPasskeys(desk);
            _handle = (await verb.Look(default)).Handle;
            var challenge = verb.Begin();
            await verb.Add(Make(challenge.Random), challenge.Ticket, name, proof, Here, default);
        }

        public MadePasskey Make(string challenge) => new(
            Text(_id),
            Text(Client("webauthn.create", challenge, Here.Origin)),
            Text([.. Data(Here.Host, 0x45), .. new byte[16], 0, (byte)_id.Length, .. _id, 0xA0]),
            Text(rsa ? _rsa.ExportSubjectPublicKeyInfo() : _curve.ExportSubjectPublicKeyInfo()),
            rsa ? -257 : -7);

        public Task<SignedIn> SignIn(House house, string? misuse = null, Holder? other = null)
        {
            var challenge = new PasskeySignIn(house).Begin();
            return new PasskeySignIn(house).Run(Use(challenge.Random, misuse, other), challenge.Ticket, Here, null, default);
        }

        public UsedPasskey Use(string challenge, string? misuse = null, Holder? other = null)
        {
            Count = misuse switch { "count stands still" => Count, "count goes back" => Count - 1, _ => Count + 1 };
            var client = misuse switch
            {
                "another challenge" => Client("webauthn.get", Text(RandomNumberGenerator.GetBytes(32)), Here.Origin),
                "of making" => Client("webauthn.create", challenge, Here.Origin),
                "another site" => Client("webauthn.get", challenge, "https://help.ours.example.elsewhere.example"),
                "another port" => Client("webauthn.get", challenge, Here.Origin + ":8443"),
                "in a frame" => Client("webauthn.get", challenge, Here.Origin, frame: true),
                "no json" => "no json"u8.ToArray(),
                "twice in json" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Client("webauthn.get", challenge, Here.Origin)).Replace("{", "{\"type\":\"webauthn.get\",", StringComparison.Ordinal)),
                _ => Client("webauthn.get", challenge, Here.Origin),
            };
            var data = Data(misuse == "another host's hash" ? "elsewhere.example" : Here.Host, misuse switch { "nobody there" => 0x04, "nobody known" => 0x01, _ => 0x05 });
            byte[] signed = [.. data, .. SHA256.HashData(client)];
            var signature = misuse == "another key's signature" ? other!.Sign(signed) : Sign(signed);
            if (misuse == "changed data")
            {
                data[^1]++;
            }

            return new(
                misuse switch { "unknown key" => Text(RandomNumberGenerator.GetBytes(32)), "not base64" => "%%%", _ => Text(_id) },
                Text(client),
                Text(data),
                misuse == "no signature" ? "" : Text(signature),
                misuse == "another's handle" ? Text("999"u8.ToArray()) : _handle);
        }

        public void Dispose()
        {
            _curve.Dispose();
            _rsa.Dispose();
        }

        private static string Text(byte[] octets) => Base64Url.EncodeToString(octets);

        private static byte[] Client(string kind, string challenge, string origin, bool frame = false) => JsonSerializer.SerializeToUtf8Bytes(new { type = kind, challenge, origin, crossOrigin = frame });

        private byte[] Sign(byte[] what) => rsa ? _rsa.SignData(what, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : _curve.SignData(what, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        private byte[] Data(string host, byte flags)
        {
            var data = new byte[37];
            SHA256.HashData(Encoding.UTF8.GetBytes(host)).CopyTo(data, 0);
            data[32] = flags;
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), Count);
            return data;
        }
    }
}
