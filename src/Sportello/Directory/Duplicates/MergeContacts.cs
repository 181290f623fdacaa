using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Data;
using Sportello.Words;

namespace Sportello.Directory.Duplicates;

/// <param name="Moves">How many of what goes over.</param>
/// <param name="Why">Why it cannot be; none = it can.</param>
public sealed record MergeView(Twin Source, Twin Target, IReadOnlyList<(string What, int Count)> Moves, Said? Why);

/// <summary>
/// Two contacts are one person: tickets, words, roles, addresses, account and switches of the one go to the other, in one transaction. The one
/// stays as a pointer, so that every old link leads on.
/// </summary>
public sealed class MergeContacts(Desk desk)
{
    private static readonly (string What, string Query)[] Counted =
    [
        ("requested", "select count(*) from ticket where requester_id = @id"),
        ("assigned", "select count(*) from ticket where assignee_id = @id"),
        ("comments", "select count(*) from comment where author_id = @id"),
        ("watched", "select count(*) from ticket_watcher where contact_id = @id"),
        ("roles", "select (select count(*) from project_member where contact_id = @id) + (select count(*) from general_permission where contact_id = @id)"),
        ("work", "select count(*) from work_item where developer_id = @id or tester_id = @id"),
        ("addresses", "select count(*) from contact_email where contact_id = @id"),
    ];

    /// <summary>What would happen.</summary>
    public async Task<MergeView> Look(long source, long target, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.delete");
        var (one, other) = (await Load(source, stop), await Load(target, stop));
        var moves = new List<(string, int)>();
        foreach (var (what, query) in Counted)
        {
            moves.Add((what, await desk.Sql.First(query, r => (int)r.GetInt64(0), stop, ("@id", source))));
        }

        return new(Shown(one), Shown(other), moves, WhyNot(one, other));
    }

    public async Task Run(long source, long target, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.delete");
        await desk.Begin(stop);
        var (one, other) = (await Load(source, stop), await Load(target, stop));
        if (WhyNot(one, other) is { } why)
        {
            throw Refusal.Conflict(why);
        }

        await DemandHoldsRoles(source, target, stop);
        var account = one.User;
        other.TakeOver(one, desk.Stamp);
        one.MergeInto(other, desk.Stamp);
        if (account is not null)
        {
            // An account has one contact: it is let go before it is taken.
            (one.User, one.UserId) = (null, null);
            await desk.Flush(stop);
            other.User = account;
        }

        await desk.Flush(stop);
        await ContactTraces.Move(desk.Sql, source, target, stop);
        await desk.Save(stop);
    }

    /// <summary>Each comes by the roles of the other: nobody gives what they do not hold.</summary>
    private async Task DemandHoldsRoles(long source, long target, CancellationToken stop)
    {
        await GeneralPermissions.DemandHoldsOf(desk, source, stop);
        await GeneralPermissions.DemandHoldsOf(desk, target, stop);
        var projects = await desk.Sql.List("select distinct project_id from project_member where contact_id = @source or contact_id = @target", r => r.GetInt64(0), stop, ("@source", source), ("@target", target));
        if (projects.Exists(p => !Law.Allows(desk.Actor, Right.EditProject, new Place(p))))
        {
            throw Refusal.Denied(Said.Of("merging.roles.denied"));
        }
    }

    private async Task<Contact> Load(long id, CancellationToken stop) =>
        await desk.Db.Contacts.Include(c => c.Emails).Include(c => c.Organization).Include(c => c.User).SingleOrDefaultAsync(c => c.Id == id, stop)
        ?? throw Refusal.NotFound(Said.Of("refusal.contact.number", ("id", id)));

    private Said? WhyNot(Contact source, Contact target) => (source, target) switch
    {
        _ when source.Id == target.Id => Said.Of("merging.itself"),
        ({ MergedIntoId: not null }, _) => Said.Of("merging.already", ("name", source.Name)),
        (_, { MergedIntoId: not null }) => Said.Of("merging.already", ("name", target.Name)),
        ({ User: { } one }, { User: { } other }) => Said.Of("merging.accounts", ("one", one.Username), ("other", other.Username)),
        _ when source.Organization!.Category != target.Organization!.Category => Said.Of("merging.categories"),
        _ when (source.User?.Superuser == true || target.User?.Superuser == true) && !desk.Actor.Superuser => Said.Of("refusal.accounts.high"),
        _ => null,
    };

    private static Twin Shown(Contact contact) => new(
        contact.Id, contact.Name, contact.Organization!.Name, contact.Active, [.. contact.Emails.OrderBy(e => e.Place).Select(e => e.Address)], contact.User?.Username);
}
