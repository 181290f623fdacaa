using System.Text;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.SecondFactors;
using Sportello.History;
using Sportello.Settings;

namespace Sportello.Tests.Directory;

/// <summary>One-time codes: the vectors of RFC 6238, and what a code opens and what it does not.</summary>
public sealed class SecondFactorTests
{
    private const string Password = "a good sentence";
    private static readonly NewHouse Barilla = new("barilla", "admin", "luisa", "luisa@barilla.example", Password);

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, TimeCode.At(Encoding.ASCII.GetBytes("12345678901234567890"), TimeCode.StepOf(DateTime.UnixEpoch.AddSeconds(seconds)), 8));

    [Fact]
    public void A_key_is_written_as_apps_read_it() => Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", TimeCode.Write(Encoding.ASCII.GetBytes("12345678901234567890")));

    [Fact]
    public void A_code_holds_half_a_minute_before_and_after()
    {
        var key = Encoding.ASCII.GetBytes("12345678901234567890");
        var now = new DateTime(2013, 6, 30, 9, 0, 15, DateTimeKind.Utc);
        var step = TimeCode.StepOf(now);
        Assert.Equal([null, step - 1, step, step + 1, null], Enumerable.Range(-2, 5).Select(d => TimeCode.StepOf(key, TimeCode.At(key, step + d), now)));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task From_its_first_code_on_the_password_alone_opens_nothing(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        await using var desk = await Admin(test);
        await new OwnSecondFactor(desk).Begin(default);
        var key = (await new OwnSecondFactor(desk).Look(default)).SetUp!.Key;
        Assert.NotNull((await new SignIn(test.House).Run("admin", Password, default)).Session);
        await Assert.ThrowsAsync<Refusal>(() => new OwnSecondFactor(desk).Confirm("000000", default));
        var codes = await new OwnSecondFactor(desk).Confirm(Code(test, key), default);
        Assert.Equal(10, codes.Distinct().Count());

        var half = await new SignIn(test.House).Run("admin", Password, default);
        Assert.Null(half.Session);
        Assert.Equal(new("admin", null), await new SecondStep(test.House).Look(half.Half, default));
        var again = await Assert.ThrowsAsync<Refusal>(() => new SecondStep(test.House).Run(half.Half, Code(test, key), null, default));
        Assert.Equal("code", again.Field);
        test.Clock.Now = test.Clock.Now.AddSeconds(30);
        var (who, made) = await new SecondStep(test.House).Run(half.Half, Code(test, key), null, default);
        Assert.NotNull(who.Session);
        Assert.Null(made);
        await Assert.ThrowsAsync<Refusal>(() => new SecondStep(test.House).Run(half.Half, Code(test, key), null, default));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_recovery_code_opens_once_and_neither_it_nor_the_key_lies_open_in_the_database(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        var (key, codes) = await SetUp(test);
        var half = await new SignIn(test.House).Run("admin", Password, default);
        Assert.NotNull((await new SecondStep(test.House).Run(half.Half, codes[3].ToUpperInvariant(), null, default)).Who.Session);
        await Assert.ThrowsAsync<Refusal>(() => new SecondStep(test.House).Run(half.Half, codes[3], null, default));
        await using var desk = await Admin(test);
        Assert.Equal(9, (await new OwnSecondFactor(desk).Look(default)).Left);
        var kept = await desk.Sql.List("select hash from recovery_code union all select secret from second_factor", r => r.GetString(0), default);
        Assert.DoesNotContain(kept, k => codes.Any(c => k.Contains(c, StringComparison.Ordinal) || k.Contains(c.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal)) || k.Contains(key, StringComparison.Ordinal));
        Assert.Contains((await new AuditLog(desk).Run(new(), default)).Items, e => e.What == "recovery-code" && e.To == "9");
        Assert.Contains((await new AuditLog(desk).Run(new(), default)).Items, e => e.What == "second-factor" && e.To == "yes");
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Wrong_codes_lay_the_account_to_rest_even_when_they_come_at_once(DatabaseProvider provider)
    {
        await using var test = await Open(provider);
        var (key, _) = await SetUp(test);
        var half = await new SignIn(test.House).Run("admin", Password, default);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => await Assert.ThrowsAsync<Refusal>(() => new SecondStep(test.House).Run(half.Half, "000000", null, default))));
        test.Clock.Now = test.Clock.Now.AddSeconds(30);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new SecondStep(test.House).Run(half.Half, Code(test, key), null, default))).Reason);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new SignIn(test.House).Run("admin", Password, default))).Reason);
        test.Clock.Now = test.Clock.Now.AddMinutes(2);
        Assert.NotNull((await new SecondStep(test.House).Run(half.Half, Code(test, key), null, default)).Who.Session);
    }

    [Fact]
    public async Task What_the_first_step_gave_is_nobody_elses_ends_and_goes_with_the_password()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        var (_, codes) = await SetUp(test);
        var half = (await new SignIn(test.House).Run("admin", Password, default)).Half!;
        foreach (var forged in new[] { null, "", "1", half[..^1] + (half[^1] == '0' ? '1' : '0'), "2" + half[1..], half.Replace("-", "-9", StringComparison.Ordinal) })
        {
            Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new SecondStep(test.House).Run(forged, codes[0], null, default))).Reason);
        }

        await using (var desk = await Admin(test))
        {
            await new SetPassword(desk).Run("admin", "another good sentence", default);
        }

        await Assert.ThrowsAsync<Refusal>(() => new SecondStep(test.House).Run(half, codes[0], null, default));
        half = (await new SignIn(test.House).Run("admin", "another good sentence", default)).Half!;
        test.Clock.Now = test.Clock.Now.AddMinutes(Entrance.Minutes);
        await Assert.ThrowsAsync<Refusal>(() => new SecondStep(test.House).Run(half, codes[0], null, default));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Where_it_is_demanded_it_is_set_up_on_the_way_in_and_cannot_be_ended_by_oneself(DatabaseProvider provider)
    {
        await using var test = await Open(provider, WhoShowsTwo.Staff);
        var half = await new SignIn(test.House).Run("admin", Password, default);
        Assert.Null(half.Session);
        var key = (await new SecondStep(test.House).Look(half.Half, default)).SetUp!.Key;
        Assert.Equal(key, (await new SecondStep(test.House).Look(half.Half, default)).SetUp!.Key);
        var (who, codes) = await new SecondStep(test.House).Run(half.Half, Code(test, key), null, default);
        Assert.NotNull(who.Session);
        Assert.Equal(10, codes!.Count);
        await using (var desk = await Admin(test))
        {
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new OwnSecondFactor(desk).End(codes[0], default))).Reason);
            Assert.Equal(10, (await new OwnSecondFactor(desk).Look(default)).Left);
            await new AddUser(desk).Run(new("francesca", Password, Superuser: false, Staff: false, null, []), default);
        }

        Assert.NotNull((await new SignIn(test.House).Run("francesca", Password, default)).Session);
    }

    [Fact]
    public async Task An_administrator_ends_it_and_the_log_says_so()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        await SetUp(test);
        await using var desk = await Admin(test);
        await new EndSecondFactor(desk).Run(1, default);
        Assert.NotNull((await new SignIn(test.House).Run("admin", Password, default)).Session);
        Assert.Contains((await new AuditLog(desk).Run(new(), default)).Items, e => e.What == "second-factor" && e.To == "no");
    }

    [Fact]
    public async Task With_its_keys_lost_a_recovery_code_still_opens()
    {
        await using var test = await Open(DatabaseProvider.Sqlite);
        var (key, codes) = await SetUp(test);
        test.House.Take(test.House.Settings with { Seal = new ReversedSeal { Lost = true } });
        var half = await new SignIn(test.House).Run("admin", Password, default);
        Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new SecondStep(test.House).Run(half.Half, Code(test, key), null, default))).Reason);
        Assert.NotNull((await new SecondStep(test.House).Run(half.Half, codes[0], null, default)).Who.Session);
    }

    private static async Task<(string Key, IReadOnlyList<string> Codes)> SetUp(TestHouse test)
    {
        await using var desk = await Admin(test);
        await new OwnSecondFactor(desk).Begin(default);
        var key = (await new OwnSecondFactor(desk).Look(default)).SetUp!.Key;
        return (key, await new OwnSecondFactor(desk).Confirm(Code(test, key), default));
    }

    private static string Code(TestHouse test, string key) => TimeCode.At(Read(key), TimeCode.StepOf(test.Clock.Now));

    private static byte[] Read(string key)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];
    }

    private static async Task<Desk> Admin(TestHouse test) => (await test.House.DeskOfUser(1, Door.Web, default))!;

    private static async Task<TestHouse> Open(DatabaseProvider provider, WhoShowsTwo who = WhoShowsTwo.Off)
    {
        var test = await TestHouse.Open(provider, s => s with { Seal = new ReversedSeal(), SignIn = new() { SecondFactor = who } });
        await new FirstStart(test.House).Run(Barilla, default);
        return test;
    }
}
