using System.Security.Cryptography;
using System.Text;
using Sportello.Data;
using Sportello.History;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Directory.SecondFactors;

/// <summary>What somebody shows besides the password: codes of an app, whose key is kept closed, and codes for when it is lost.</summary>
/// <param name="User">Whose.</param>
/// <param name="Closed">The key, closed.</param>
/// <param name="Since">Since when it is asked for; none = it is being set up.</param>
internal sealed record SecondFactor(long User, string Closed, DateTime? Since)
{
    public const int RecoveryCodes = 10;

    private const string Issuer = "Sportello";
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static Task<SecondFactor?> Of(Sql sql, long user, CancellationToken stop) => sql.First(
        "select user_id, secret, confirmed_at from second_factor where user_id = @user",
        r => new SecondFactor(r.GetInt64(0), r.GetString(1), r.TimeOrNone(2)),
        stop,
        ("@user", user));

    /// <summary>Whether the settings ask it of this account.</summary>
    public static bool Demanded(House house, bool staff, bool superuser) => house.Settings.SignIn.SecondFactor switch
    {
        WhoShowsTwo.All => true,
        WhoShowsTwo.Staff => staff || superuser,
        _ => false,
    };

    /// <summary>Within a transaction: a new key, which counts once a code of it was shown.</summary>
    public static async Task<SecondFactor> Make(Desk desk, long user, CancellationToken stop)
    {
        var seal = desk.House.Settings.Seal ?? throw Refusal.Conflict(Said.Of("second.no-seal"));
        var closed = seal.Close(Convert.ToBase64String(RandomNumberGenerator.GetBytes(TimeCode.KeyBytes)));
        await desk.Sql.Run("delete from second_factor where user_id = @user and confirmed_at is null", stop, ("@user", user));
        await desk.Sql.Run(
            "insert into second_factor (user_id, secret, made_at, last_step) values (@user, @secret, @now, 0)",
            stop,
            ("@user", user), ("@secret", closed), ("@now", desk.Now));
        return new(user, closed, null);
    }

    public KeyView Show(House house, string username)
    {
        var key = TimeCode.Write(Key(house));
        return new(key, $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(username)}?secret={key}&issuer={Issuer}");
    }

    /// <summary>Within a transaction: whether it is a code of now that was not taken yet, or one of those for when the app is lost.</summary>
    public async Task<bool> Takes(Desk desk, string code, CancellationToken stop)
    {
        var clean = Clean(code);
        if (clean.Length == TimeCode.Digits && clean.All(char.IsAsciiDigit))
        {
            return TimeCode.StepOf(Key(desk.House), clean, desk.Now) is { } step && await desk.Sql.Run(
                "update second_factor set last_step = @step where user_id = @user and last_step < @step", stop, ("@step", step), ("@user", User)) == 1;
        }

        if (Since is null || await desk.Sql.Run("delete from recovery_code where user_id = @user and hash = @hash", stop, ("@user", User), ("@hash", TokenSignIn.HashOf(clean))) == 0)
        {
            return false;
        }

        var left = await desk.Sql.First("select count(*) from recovery_code where user_id = @user", r => r.GetInt64(0), stop, ("@user", User));
        await desk.Remember(Subject.User, User, "recovery-code", null, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{left}"), stop);
        return true;
    }

    /// <summary>Within a transaction: from now on it is asked for.</summary>
    public async Task<IReadOnlyList<string>> Confirm(Desk desk, CancellationToken stop)
    {
        await desk.Sql.Run("update second_factor set confirmed_at = @now where user_id = @user", stop, ("@now", desk.Now), ("@user", User));
        await desk.Remember(Subject.User, User, "second-factor", "no", "yes", stop);
        return await NewCodes(desk, stop);
    }

    /// <summary>Within a transaction: new codes in place of all that were there. Only their hashes are kept.</summary>
    public async Task<IReadOnlyList<string>> NewCodes(Desk desk, CancellationToken stop)
    {
        await desk.Sql.Run("delete from recovery_code where user_id = @user", stop, ("@user", User));
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString(Letters, 16)).ToList();
        foreach (var code in codes)
        {
            await desk.Sql.Run("insert into recovery_code (user_id, hash) values (@user, @hash)", stop, ("@user", User), ("@hash", TokenSignIn.HashOf(code)));
        }

        return [.. codes.Select(c => string.Join('-', c.Chunk(4).Select(p => new string(p))))];
    }

    /// <summary>Within a transaction: nothing but the password is asked for any more.</summary>
    public static async Task<bool> End(Desk desk, long user, CancellationToken stop)
    {
        await desk.Sql.Run("delete from recovery_code where user_id = @user", stop, ("@user", user));
        var ended = await desk.Sql.Run("delete from second_factor where user_id = @user and confirmed_at is not null", stop, ("@user", user)) == 1;
        if (ended)
        {
            await desk.Remember(Subject.User, user, "second-factor", "yes", "no", stop);
        }

        return ended;
    }

    private byte[] Key(House house) => Convert.FromBase64String(
        (house.Settings.Seal ?? throw Refusal.Conflict(Said.Of("second.no-seal"))).Open(Closed) ?? throw Refusal.Conflict(Said.Of("second.key-lost")));

    private static string Clean(string code) => new StringBuilder().AppendJoin("", code.Where(char.IsAsciiLetterOrDigit)).ToString().ToLowerInvariant();
}

/// <summary>The key of an app's codes, as it is typed, and as it stands in the picture.</summary>
public sealed record KeyView(string Key, string Address);
