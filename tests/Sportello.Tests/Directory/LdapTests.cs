using Microsoft.EntityFrameworkCore;
using Sportello.Checkup;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tests.Access;

namespace Sportello.Tests.Directory;

/// <summary>Sign-in by the organization's directory, against a real slapd.</summary>
public sealed class LdapTests(LdapTests.Server server) : IClassFixture<LdapTests.Server>
{
    private const string Own = "a good sentence";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Whoever_has_an_account_comes_in_by_the_directorys_password_and_by_no_other(DatabaseProvider provider)
    {
        await using var test = await Open(provider, server.Searching());
        var luca = await Account(test, "luca");
        foreach (var name in new[] { "luca", "LUCA", " luca " })
        {
            Assert.Equal(luca, (await SignIn(test, name, Slapd.Password)).UserId);
        }

        foreach (var (name, password) in new[] { ("luca", "sbagliata"), ("luca", ""), ("l*", Slapd.Password), ("luca)(uid=*", Slapd.Password), ("luca\0", Slapd.Password), ("", Slapd.Password) })
        {
            Assert.Contains("do not fit", await Refused(test, name, password), StringComparison.Ordinal);
            await Awake(test);
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task By_default_nobody_becomes_a_user_and_an_inactive_one_stays_out(DatabaseProvider provider)
    {
        await using var test = await Open(provider, server.Searching());
        Assert.Contains("no account", await Refused(test, "sandro", Slapd.Password), StringComparison.Ordinal);
        await Account(test, "luca");
        await using (var desk = await test.House.DeskOfProgram("test", default))
        {
            await new DisableUser(desk).Run("luca", default);
        }

        Assert.Contains("do not fit", await Refused(test, "luca", Slapd.Password), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_contact_without_an_account_gets_one_by_its_address_and_one_that_has_an_account_is_nobody_elses(DatabaseProvider provider)
    {
        await using var test = await Open(provider, server.Searching() with { NewUsers = Newcomers.Contacts });
        await Contact(test, "Sandro", "sandro@ours.example");
        var sandro = await SignIn(test, "Sandro", Slapd.Password);
        Assert.Equal(sandro.UserId, (await SignIn(test, "sandro", Slapd.Password)).UserId);
        await using var desk = await test.House.DeskOfProgram("test", default);
        var account = await desk.Db.Users.Include(u => u.Groups).SingleAsync(u => u.Id == sandro.UserId);
        Assert.Equal(("sandro", "", true, false), (account.Username, account.PasswordHash, account.Staff, account.Superuser));
        Assert.Equal("ticket user", Assert.Single(account.Groups).Name);
        Assert.Equal(sandro.UserId, (await desk.Db.Contacts.SingleAsync(c => c.Name == "Sandro")).UserId);
        Assert.Contains((await new AuditLog(desk).Run(new(), default)).Items, e => e is { Who: "ldap", What: "added", About: "sandro" });

        // “thief” has written the administrator's address into the directory; it leads to no account.
        Assert.Contains("no account", await Refused(test, "thief", Slapd.Password), StringComparison.Ordinal);
        Assert.Contains("no account", await Refused(test, "stranger", Slapd.Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_all_a_stranger_gets_an_account_without_roles_and_still_nobody_takes_a_contact_that_is_taken()
    {
        await using var test = await Open(DatabaseProvider.Sqlite, server.Searching() with { NewUsers = Newcomers.All });
        var stranger = await SignIn(test, "stranger", Slapd.Password);
        await using var desk = await test.House.DeskOfProgram("test", default);
        Assert.Null(await desk.Db.Contacts.SingleOrDefaultAsync(c => c.UserId == stranger.UserId));
        Assert.Contains("no account", await Refused(test, "thief", Slapd.Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_several_entries_bear_signs_nobody_in()
    {
        await using var test = await Open(DatabaseProvider.Sqlite, server.Searching());
        await Account(test, "twin");
        Assert.Contains("do not fit", await Refused(test, "twin", Slapd.Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_a_pattern_of_names_nobody_is_looked_for_and_a_comma_leads_nowhere_else()
    {
        await using var test = await Open(DatabaseProvider.Sqlite, server.Searching() with { Top = null, User = null, Password = null, NameOf = "uid={name},ou=people," + Slapd.Top });
        var luca = await Account(test, "luca");
        Assert.Equal(luca, (await SignIn(test, "luca", Slapd.Password)).UserId);
        Assert.Contains("do not fit", await Refused(test, "luca", "sbagliata"), StringComparison.Ordinal);
        Assert.Contains("do not fit", await Refused(test, "twin,ou=others", Slapd.Password), StringComparison.Ordinal);
        Assert.Contains("do not fit", await Refused(test, "nobody", Slapd.Password), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Wrong_passwords_lay_the_account_to_rest_and_the_right_one_does_not_wake_it(DatabaseProvider provider)
    {
        await using var test = await Open(provider, server.Searching());
        await Account(test, "luca");
        for (var i = 0; i < 5; i++)
        {
            // The directory takes a name in any case, so the account counts it in any.
            await Refused(test, i % 2 == 0 ? "LUCA" : "luca", "sbagliata");
        }

        Assert.Contains("Too many", await Refused(test, "LUCA", "sbagliata"), StringComparison.Ordinal);
        Assert.Contains("Too many", await Refused(test, "luca", Slapd.Password), StringComparison.Ordinal);
        Assert.Contains("Too many", await Refused(test, "LUCA", Slapd.Password), StringComparison.Ordinal);
        await Awake(test);
        Assert.NotNull((await SignIn(test, "luca", Slapd.Password)).Session);
    }

    [Fact]
    public async Task The_second_step_is_asked_for_all_the_same()
    {
        await using var test = await Open(DatabaseProvider.Sqlite, server.Searching(), WhoShowsTwo.All);
        await Account(test, "luca");
        var who = await SignIn(test, "luca", Slapd.Password);
        Assert.Null(who.Session);
        Assert.NotNull(who.Half);
    }

    [Fact]
    public async Task While_the_directory_is_silent_a_password_of_the_house_opens_and_others_are_told_why_not()
    {
        using var own = Slapd.Start(Slapd.Person("luca", "Luca", "luca@ours.example"));
        await using var test = await Open(DatabaseProvider.Sqlite, Server.Of(own));
        await Account(test, "luca");
        own.Stop();
        Assert.NotNull((await SignIn(test, "admin", Own)).Session);
        Assert.Contains("does not answer", await Refused(test, "luca", Slapd.Password), StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            await Refused(test, "luca", Slapd.Password);
            await Refused(test, "admin", "sbagliata");
        }

        // The administrator's own password was tried, luca's could not be.
        Assert.Contains("Too many", await Refused(test, "admin", Own), StringComparison.Ordinal);
        own.Run();
        Assert.NotNull((await SignIn(test, "luca", Slapd.Password)).Session);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_waited_for_no_longer_than_the_settings_say()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var ldap = server.Searching() with { Port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port, Security = LineSecurity.StartTls, Patience = TimeSpan.FromMilliseconds(200) };
        await using var test = await Open(DatabaseProvider.Sqlite, ldap);
        Assert.Contains("does not answer", await Refused(test, "luca", Slapd.Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_says_what_is_wrong_with_the_directory()
    {
        var searching = server.Searching();
        (LdapSettings, Health, string)[] cases =
        [
            (searching, Health.Good, "can be asked"),
            (searching with { Security = LineSecurity.Tls, Port = server.Slapd.TlsPort }, Health.Good, "can be asked"),
            (searching with { Authorities = null }, Health.Bad, "not trusted"),
            (searching with { Authorities = null, CheckCertificate = false }, Health.Doubtful, "not trusted"),
            (searching with { Password = "sbagliata" }, Health.Bad, "did not accept"),
            (searching with { Top = "ou=nowhere," + Slapd.Top }, Health.Bad, "is not there"),
            (searching with { User = null, Password = null }, Health.Bad, "refused the search"),
            (searching with { Port = ServerProcess.FreePort() }, Health.Bad, "cannot be reached"),
        ];
        foreach (var (ldap, state, what) in cases)
        {
            await using var test = await Open(DatabaseProvider.Sqlite, ldap);
            var finding = (await new Examine(test.House.Settings, test.Clock).Run(default)).Single(f => f.Name == "directory");
            Assert.Equal((state, what), (finding.State, finding.Text.Contains(what, StringComparison.Ordinal) ? what : finding.Text));
        }
    }

    [Theory]
    [InlineData("host = h\nbase = dc=x\nfilter = (uid=luca)", "filter", "{name}")]
    [InlineData("host = h\nbase = dc=x\nfilter = (uid={name}", "filter", "ends too early")]
    [InlineData("host = h", "base", "either base")]
    [InlineData("host = h\nbase = dc=x\nbind = uid={name},dc=x", "bind", "either base")]
    [InlineData("host = h\nbind = {name}@corp.example", "bind", "distinguished name")]
    [InlineData("host = h\nbase = dc=x\nuser = cn=reader", "password", "go together")]
    [InlineData("base = dc=x", "host", "directory server")]
    [InlineData("host = h\nbase = dc=x\ncaFile = none.pem", "caFile", "cannot be read")]
    [InlineData("host = h\nbase = dc=x\nnewUsers = some", "newUsers", "none, contacts, all")]
    public void Each_fault_of_the_settings_is_named(string lines, string key, string what)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["config.ini"], "[ldap]\n" + lines);
        var faults = Assert.Throws<ConfigurationFaults>(() => SettingsReader.Read(folder["config.ini"], folder.Path, new Dictionary<string, string>(StringComparer.Ordinal))).Faults;
        Assert.Contains(faults, f => f.Key == key && f.What.Contains(what, StringComparison.Ordinal));
    }

    private static async Task<TestHouse> Open(DatabaseProvider provider, LdapSettings ldap, WhoShowsTwo second = WhoShowsTwo.Off)
    {
        var test = await TestHouse.Open(provider, s => s with { Ldap = ldap, SignIn = new() { SecondFactor = second } });
        await new FirstStart(test.House).Run(new("ours", "admin", "luisa", "luisa@ours.example", Own), default);
        return test;
    }

    private static Task<SignedIn> SignIn(TestHouse test, string name, string password) => new SignIn(test.House).Run(name, password, default);

    private static async Task<string> Refused(TestHouse test, string name, string password)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(() => SignIn(test, name, password));
        Assert.Equal(RefusalReason.Denied, refusal.Reason);
        return refusal.Message;
    }

    private static async Task Awake(TestHouse test)
    {
        await using var desk = await test.House.DeskOfProgram("test", default);
        await desk.Begin(default);
        await desk.Sql.Run("update user_account set failed_sign_ins = 0, locked_until = null", default);
        await desk.Save(default);
    }

    private static async Task<long> Account(TestHouse test, string name)
    {
        await using var desk = await test.House.DeskOfProgram("test", default);
        return await new AddUser(desk).Run(new(name, null, Superuser: false, Staff: true, Contact: null, null), default);
    }

    private static async Task Contact(TestHouse test, string name, string address)
    {
        await using var desk = await test.House.DeskOfProgram("test", default);
        var contact = new Contact(name, await desk.Db.Organizations.SingleAsync());
        contact.ReachableAt([address]);
        desk.Db.Add(contact);
        await desk.Save(default);
    }

    public sealed class Server : IDisposable
    {
        private const string Others = "ou=others," + Slapd.Top;

        public Slapd Slapd { get; } = Slapd.Start(
            Slapd.Person("luca", "Luca", "luca@ours.example") + Slapd.Person("sandro", "Sandro", "Sandro@ours.example") + Slapd.Person("stranger", "Stranger", "stranger@elsewhere.example")
            + Slapd.Person("thief", "Thief", "luisa@ours.example") + Slapd.Person("twin", "Twin", "twin@ours.example")
            + $"\ndn: {Others}\nobjectClass: organizationalUnit\nou: others\n" + Slapd.Person("twin", "Twin", "other@ours.example", Others));

        public LdapSettings Searching() => Of(Slapd);

        public static LdapSettings Of(Slapd slapd) => new()
        {
            Host = "localhost", Port = slapd.Port, Security = LineSecurity.StartTls, Authorities = slapd.CertificateFile, Top = Slapd.Top, User = Slapd.Reader, Password = Slapd.Password,
        };

        public void Dispose() => Slapd.Dispose();
    }
}
