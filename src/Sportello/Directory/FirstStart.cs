using Microsoft.EntityFrameworkCore;
using Sportello.Directory.Guarding;

namespace Sportello.Directory;

public sealed record NewHouse(string Organization, string Username, string Name, string Email, string Password);

/// <summary>With an empty database: the owner organization and the administrator. Possible once.</summary>
public sealed class FirstStart(House house)
{
    public async Task<bool> IsNeeded(CancellationToken stop)
    {
        await using var desk = await house.DeskOfNobody(stop);
        return await desk.Sql.First("select 1 from user_account limit 1", _ => (int?)1, stop) is null;
    }

    public async Task<SignedIn> Run(NewHouse what, CancellationToken stop, Caller? from = null)
    {
        await using var desk = await house.DeskOfProgram("first start", stop);
        await desk.Begin(stop);
        if (await desk.Db.Users.AnyAsync(stop))
        {
            throw Refusal.Conflict("Sportello has been set up already; sign in instead.");
        }

        var user = new User(Needed(what.Username, "username", "A user name to sign in with is needed."));
        var organization = new Organization(Needed(what.Organization, "organization", "The name of your company is needed."), OrganizationCategory.Owner);
        var contact = new Contact(Needed(what.Name, "name", "Your name is needed, as colleagues know you."), organization) { User = user };
        contact.ReachableAt([Address(what.Email)]);
        user.Superuser = user.Staff = true;
        user.SetPassword(house.Passwords.Hash(PasswordRules.Demand(what.Password, what.Username, what.Email, what.Organization)));
        desk.Db.Add(contact);
        await desk.Flush(stop);
        var session = await Sessions.Begin(desk, user.Id, from, stop);
        await desk.Save(stop);
        return new(user.Id, user.SecurityStamp) { Session = session };
    }

    private static string Needed(string text, string field, string sentence) =>
        string.IsNullOrWhiteSpace(text) ? throw Refusal.Invalid(field, sentence) : text.Trim();

    private static string Address(string text) =>
        text.Trim() is var address && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Length - 1
            ? address
            : throw Refusal.Invalid("email", "A mail address is needed, such as name@example.com.");
}
