using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.History;

namespace Sportello.Directory;

/// <param name="Username">The name to sign in with.</param>
/// <param name="Password">None = nobody signs in with one until it is set.</param>
/// <param name="Contact">The contact whose account this is: its name or number; none = an account without roles.</param>
/// <param name="Groups">None = the group of the start.</param>
public sealed record NewUser(string Username, string? Password, bool Superuser, bool Staff, string? Contact, IReadOnlyList<string> Groups);

public sealed class AddUser(Desk desk)
{
    public async Task Run(NewUser what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.add");
        Accounts.DemandAsHigh(desk, what.Superuser);
        if (string.IsNullOrWhiteSpace(what.Username))
        {
            throw Refusal.Invalid("username", "A user name to sign in with is needed.");
        }

        await desk.Begin(stop);
        if (await desk.Db.Users.AnyAsync(u => u.Username == what.Username, stop))
        {
            throw Refusal.Conflict($"There is a user “{what.Username}” already.");
        }

        var user = new User(what.Username) { Superuser = what.Superuser, Staff = what.Staff };
        user.JoinOnly(await Groups(what.Groups, stop));
        if (what.Password is not null)
        {
            user.SetPassword(Passwords.Hash(Accounts.Strong(what.Password)));
        }

        desk.Db.Add(user);
        if (what.Contact is { } called)
        {
            var key = await desk.ContactKey(called, stop);
            var contact = await desk.Db.Contacts.SingleAsync(c => c.Id == key, stop);
            if (contact.UserId is not null)
            {
                throw Refusal.Conflict($"The contact {contact.Name} has an account already; an account has one contact, and a contact one account.");
            }

            contact.User = user;
        }

        await desk.Flush(stop);
        await desk.Remember(Subject.User, user.Id, "added", null, user.Username, stop);
        await desk.Save(stop);
    }

    private async Task<List<Group>> Groups(IReadOnlyList<string> names, CancellationToken stop)
    {
        var groups = new List<Group>();
        foreach (var name in names.Count > 0 ? names.Distinct(StringComparer.Ordinal) : [Permission.TicketUsers])
        {
            groups.Add(await desk.Db.Groups.SingleOrDefaultAsync(g => g.Name == name, stop)
                ?? throw Refusal.NotFound($"There is no group “{name}”; there are: {string.Join(", ", await desk.Names("select name from access_group", stop))}."));
        }

        return groups;
    }
}
