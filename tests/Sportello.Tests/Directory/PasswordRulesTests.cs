using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.Guarding;
using Sportello.Directory.SignInLinks;
using Sportello.Settings;

namespace Sportello.Tests.Directory;

/// <summary>Which passwords are taken, and how often somebody may try.</summary>
public sealed class PasswordRulesTests
{
    private static readonly NewHouse Barilla = new("barilla", "admin", "luisa", "luisa@barilla.example", "a good sentence");

    [Theory]
    [InlineData("password")]
    [InlineData("PassWord2013!")]
    [InlineData("P@ssw0rd")]
    [InlineData("Qwertyui")]
    [InlineData("12345678")]
    [InlineData("aaaaaaaa")]
    [InlineData("Juventus1897")]
    [InlineData("йцукенгш")]
    public void What_is_tried_first_is_refused(string password) => Assert.Equal("password", Assert.Throws<Refusal>(() => PasswordRules.Demand(password)).Field);

    [Theory]
    [InlineData("francesca")]
    [InlineData("Francesca86")]
    [InlineData("francesca@barilla.example")]
    [InlineData("f.barilla2013")]
    public void Ones_own_name_and_address_are_refused(string password) =>
        Assert.Contains("user name", Assert.Throws<Refusal>(() => PasswordRules.Demand(password, "francesca", "francesca@barilla.example", "F.Barilla@barilla.example", null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a good sentence")]
    [InlineData("password of the old lighthouse")]
    [InlineData("francesca sings at noon")]
    [InlineData("83920175")]
    [InlineData("!!??!!..")]
    public void Anything_else_that_is_long_enough_is_taken(string password) => Assert.Equal(password, PasswordRules.Demand(password, "francesca", "", "@"));

    [Fact]
    public async Task A_password_costs_what_settings_say_and_that_is_much_where_they_say_nothing()
    {
        Assert.Equal(600_000, new HouseSettings { DataFolder = "", Database = new(DatabaseProvider.Sqlite, "", "") }.PasswordRounds);
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite, s => s with { PasswordRounds = 1_234 });
        await new FirstStart(test.House).Run(Barilla, default);
        await using var desk = await test.House.DeskOfProgram("test", default);
        Assert.StartsWith("pbkdf2-sha256$1234$", (await desk.Db.Users.SingleAsync()).PasswordHash, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_is_as_it_is_compared()
    {
        var assembly = typeof(House).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream("passwords/common.txt")!);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 1000, 5000);
        Assert.All(lines, l => Assert.Equal(l, l.Trim().ToLowerInvariant()));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Every_way_to_set_a_password_asks_and_a_bad_one_changes_nothing(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await Assert.ThrowsAsync<Refusal>(() => new FirstStart(test.House).Run(Barilla with { Password = "Luisa@barilla.example" }, default));
        await Assert.ThrowsAsync<Refusal>(() => new FirstStart(test.House).Run(Barilla with { Password = "Barilla2013" }, default));
        await new FirstStart(test.House).Run(Barilla, default);
        await using var program = await test.House.DeskOfProgram("test", default);
        program.Actor = await Superuser(test);
        await Assert.ThrowsAsync<Refusal>(() => new AddUser(program).Run(new("sandro77", "Sandro2013", Superuser: false, Staff: false, null, null), default));
        await program.Undo();
        await Assert.ThrowsAsync<Refusal>(() => new SetPassword(program).Run("admin", "luisa@barilla.example", default));
        await program.Undo();
        Assert.NotEqual(0, (await new SignIn(test.House).Run("admin", "a good sentence", default)).UserId);
    }

    [Fact]
    public async Task Who_tries_many_accounts_from_one_address_waits_and_others_do_not()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await new FirstStart(test.House).Run(Barilla, default);
        var there = new Caller(null, "192.0.2.7");
        for (var i = 0; i < Tries.MostSignIns; i++)
        {
            test.House.Tries.Count(Tried.SignIn, there.Address);
        }

        var refusal = await Assert.ThrowsAsync<Refusal>(() => new SignIn(test.House).Run("admin", "a good sentence", there, default));
        Assert.Contains("15 minutes", refusal.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, (await new SignIn(test.House).Run("admin", "a good sentence", there with { Address = "192.0.2.8" }, default)).UserId);
        test.Clock.Now = test.Clock.Now.AddMinutes(Tries.Minutes);
        Assert.NotEqual(0, (await new SignIn(test.House).Run("admin", "a good sentence", there, default)).UserId);
    }

    [Fact]
    public async Task Only_wrong_tries_are_counted_and_letters_by_themselves()
    {
        await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
        await new FirstStart(test.House).Run(Barilla, default);
        var there = new Caller(null, "2001:db8:1:2::7");
        for (var i = 0; i < Tries.MostLinks; i++)
        {
            await new AskForLink(test.House).Run("nobody@else.example", "en", default, there);
        }

        await Assert.ThrowsAsync<Refusal>(() => new AskForLink(test.House).Run("nobody@else.example", "en", default, there with { Address = "2001:db8:1:2:ffff::1" }));
        for (var i = 1; i < Tries.MostSignIns; i++)
        {
            test.House.Tries.Count(Tried.SignIn, there.Address);
        }

        await new SignIn(test.House).Run("admin", "a good sentence", there, default);
        await Assert.ThrowsAsync<Refusal>(() => new SignIn(test.House).Run("nobody", "a good sentence", there, default));
        Assert.Contains("network address", (await Assert.ThrowsAsync<Refusal>(() => new SignIn(test.House).Run("admin", "a good sentence", there, default))).Message, StringComparison.Ordinal);
    }

    private static async Task<Actor> Superuser(TestHouse test)
    {
        await using var desk = await test.House.DeskOfUser(1, Sportello.History.Door.Web, default);
        return desk!.Actor;
    }
}
