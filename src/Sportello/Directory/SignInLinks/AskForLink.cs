using Sportello.Data;
using Sportello.Directory.Guarding;
using Sportello.Wire.Mime.Writing;
using Sportello.Words;

namespace Sportello.Directory.SignInLinks;

/// <summary>
/// Somebody wants to sign in by a letter: forgot the password, or never had one. Whoever asks learns nothing of who has an account: the same rows
/// are written, and the same is answered, whether the address is anybody's or not.
/// </summary>
public sealed class AskForLink(House house)
{
    public const int Minutes = 15;

    /// <summary>More letters than these within the time of one link are not sent to an address.</summary>
    public const int MostPerAddress = 3;

    private const int MostPerHour = 1000;

    /// <summary>Without a mail server, or without knowing its own address, the house can send no links.</summary>
    public static bool Works(House house) => house.Settings is { Smtp: not null, Work.Url: not null };

    /// <param name="address">Where the letter is to go.</param>
    /// <param name="language">Of whoever asks; the letter is in the account's own where it has one.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="from">From where it is asked.</param>
    public async Task Run(string address, string language, CancellationToken stop, Caller? from = null)
    {
        house.Tries.Demand(Tried.Link, from?.Address);
        var clean = ContactEmail.Normalize(address);
        if (!Mailbox.IsAddress(clean))
        {
            throw Refusal.Invalid("address", Said.Of("refusal.address", ("address", clean)));
        }

        house.Tries.Count(Tried.Link, from?.Address);
        await using var desk = await house.DeskOfProgram("sign-in", stop);
        await desk.Begin(stop);
        await desk.Sql.Run("delete from sign_in_link where created_at < @old", stop, ("@old", desk.Now.AddDays(-1)));
        if (await TooMany(desk, clean, stop))
        {
            return;
        }

        var who = await desk.Sql.First(
            """
            select u.id, c.name, coalesce(u.language, c.language) from contact_email e join contact c on c.id = e.contact_id join user_account u on u.id = c.user_id
            where e.address = @address and u.active and c.active order by u.id limit 1
            """,
            r => new { User = r.GetInt64(0), Name = r.GetString(1), Language = r.Text(2) },
            stop,
            ("@address", clean));
        await desk.Sql.Run(
            "insert into sign_in_link (user_id, name, address, language, created_at, expires_at, state) values (@user, @name, @address, @language, @now, @expires, @state)",
            stop,
            ("@user", who?.User), ("@name", who?.Name ?? ""), ("@address", clean), ("@language", who?.Language ?? language), ("@now", desk.Now), ("@expires", desk.Now.AddMinutes(Minutes)),
            ("@state", who is null ? LinkState.Nobody : LinkState.Waiting));
        await desk.Save(stop);
        house.MailBell.Ring();
    }

    private static async Task<bool> TooMany(Desk desk, string address, CancellationToken stop) =>
        await desk.Sql.First("select count(*) from sign_in_link where address = @address and created_at > @since", r => r.GetInt64(0), stop, ("@address", address), ("@since", desk.Now.AddMinutes(-Minutes))) >= MostPerAddress
        || await desk.Sql.First("select count(*) from sign_in_link where created_at > @since", r => r.GetInt64(0), stop, ("@since", desk.Now.AddHours(-1))) >= MostPerHour;
}
