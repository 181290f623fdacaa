using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Directory.Guarding;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <param name="Username">The name to sign in with.</param>
/// <param name="Password">None = nobody signs in with one until it is set.</param>
/// <param name="Contact">The contact whose account this is: its name or number; none = an account without roles.</param>
/// <param name="Groups">None = the group of the start.</param>
public sealed record NewUser(string Username, string? Password, bool Superuser, bool Staff, string? Contact, IReadOnlyList<string>? Groups)
{
    /// <summary>The contact where its key is known.</summary>
    internal long? ContactKey { get; init; }
}

public sealed class AddUser(Desk desk)
{
    private const int LongestName = 100;

    /// <summary>The groups that the form offers: those that grant nothing which whoever gives it lacks.</summary>
    public async Task<IReadOnlyList<string>> Offers(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.add");
        return [.. (await GroupChoice.All(desk, stop)).Where(g => g.MayGive).Select(g => g.Name)];
    }

    /// <returns>Its key.</returns>
    public async Task<long> Run(NewUser what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.add");
        Accounts.DemandAsHigh(desk, what.Superuser);
        var name = OneLine.Of(what.Username);
        if (name.Length is 0 or > LongestName)
        {
            throw Refusal.Invalid("username", Said.Of("refusal.user.name", ("n", LongestName)));
        }

        await desk.Begin(stop);
        if (await desk.Db.Users.AnyAsync(u => u.Username == name, stop))
        {
            throw new Refusal(RefusalReason.Conflict, Said.Of("refusal.user.taken", ("name", name)), "username");
        }

        var groups = await Groups(what.Groups ?? [Permission.TicketUsers], stop);
        Accounts.DemandHolds(desk, groups.SelectMany(g => g.Granted));
        var user = new User(name) { Superuser = what.Superuser, Staff = what.Staff };
        user.JoinOnly(groups);
        var contact = what.ContactKey is { } known ? await Free(known, stop) : what.Contact is { } called ? await Free(await Called(called, stop), stop) : null;
        if (what.Password is not null)
        {
            user.SetPassword(desk.House.Passwords.Hash(PasswordRules.Demand(what.Password, [name, .. contact?.Emails.Select(e => e.Address) ?? []])));
        }

        desk.Db.Add(user);
        if (contact is not null)
        {
            contact.User = user;
        }

        await desk.Flush(stop);
        await desk.Remember(Subject.User, user.Id, "added", null, user.Username, stop);
        await desk.Save(stop);
        return user.Id;
    }

    private async Task<long> Called(string called, CancellationToken stop) =>
        await desk.FindContact(called, stop) ?? throw new Refusal(RefusalReason.NotFound, Said.Of("refusal.contact", ("name", called)), "contact");

    private async Task<Contact> Free(long key, CancellationToken stop)
    {
        var contact = await desk.Db.Contacts.Include(c => c.Emails).SingleAsync(c => c.Id == key, stop);
        if (contact.UserId is not null)
        {
            throw new Refusal(RefusalReason.Conflict, Said.Of("refusal.user.contact-taken", ("name", contact.Name)), "contact");
        }

        await GeneralPermissions.DemandHoldsOf(desk, key, stop);
        return contact;
    }

    private async Task<List<Group>> Groups(IReadOnlyList<string> names, CancellationToken stop)
    {
        var groups = new List<Group>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            groups.Add(await desk.Db.Groups.Include(g => g.Permissions).SingleOrDefaultAsync(g => g.Name == name, stop)
                ?? throw Refusal.NotFound(Said.Of("refusal.group.none", ("name", name), ("groups", string.Join(", ", await desk.Names("select name from access_group", stop))))));
        }

        return groups;
    }
}
