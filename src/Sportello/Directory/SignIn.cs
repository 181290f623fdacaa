using Microsoft.EntityFrameworkCore;

namespace Sportello.Directory;

public sealed record SignedIn(long UserId, string SecurityStamp);

/// <summary>A username, or an address of its contact, and a password. All that a stranger learns is that the two do not fit.</summary>
public sealed class SignIn(House house)
{
    private const string DoesNotFit = "User name and password do not fit together. Check both, or ask for a new password.";

    public async Task<SignedIn> Run(string name, string password, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("sign-in", stop);
        var user = await Find(desk, name.Trim(), stop);
        if (user is { LockedUntil: { } until } && until > house.Now)
        {
            throw Refusal.Denied($"Too many wrong passwords. Try again in {Math.Max(1, (int)Math.Ceiling((until - house.Now).TotalMinutes))} min.");
        }

        var fits = Passwords.Matches(user?.PasswordHash ?? "", password);
        if (user is null || !fits || !user.Active)
        {
            user?.FailedToSignIn(house.Now);
            await desk.Save(stop);
            throw Refusal.Denied(DoesNotFit);
        }

        user.SignedIn(house.Now);
        await desk.Save(stop);
        return new(user.Id, user.SecurityStamp);
    }

    private static async Task<User?> Find(Desk desk, string name, CancellationToken stop)
    {
        var id = await desk.Sql.First(
            """
            select u.id from user_account u where u.username = @name
            union all
            select c.user_id from contact_email e join contact c on c.id = e.contact_id where e.address = @address and c.user_id is not null
            limit 1
            """,
            r => (long?)r.GetInt64(0),
            stop,
            ("@name", name),
            ("@address", ContactEmail.Normalize(name)));
        return id is null ? null : await desk.Db.Users.SingleAsync(u => u.Id == id, stop);
    }
}
