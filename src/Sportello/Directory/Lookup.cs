using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>Finds things by the names people use for them.</summary>
public static class Lookup
{
    /// <summary>The number of the account of that name, or that number itself, for whoever may see accounts.</summary>
    public static async Task<long> UserKey(this Desk desk, string called, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.view");
        return await Named(desk, "select id from user_account where username = @called", called, stop) ?? throw Refusal.NotFound(Said.Of("refusal.user", ("name", called)));
    }

    /// <summary>The number of the group of that name, or that number itself, for whoever may see accounts.</summary>
    public static async Task<long> GroupKey(this Desk desk, string called, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.view");
        return await Named(desk, "select id from access_group where name = @called", called, stop)
            ?? throw Refusal.NotFound(Said.Of("refusal.group.none", ("name", called), ("groups", string.Join(", ", await desk.Names("select name from access_group", stop)))));
    }

    /// <summary>The number of the organization of that name, or that number itself, for whoever may see organizations.</summary>
    public static async Task<long> OrganizationKey(this Desk desk, string called, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "organization.view");
        return await Named(desk, "select id from organization where name = @called", called, stop) ?? throw Refusal.NotFound(Said.Of("refusal.organization.name", ("name", called)));
    }

    /// <summary>The number of a contact, for whoever may see contacts; one that was merged leads to the other.</summary>
    public static Task<long> PersonKey(this Desk desk, string called, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.view");
        return desk.ContactKey(called, stop);
    }

    internal static async Task<List<string>> Names(this Desk desk, string query, CancellationToken stop, params (string, object?)[] parameters)
    {
        var names = await desk.Sql.List(query, r => r.GetString(0), stop, parameters);
        names.Sort(StringComparer.OrdinalIgnoreCase);
        return names;
    }

    /// <summary>The key of the row of that name, in a table that has names.</summary>
    internal static async Task<long> Key(this Desk desk, string table, string name, CancellationToken stop) =>
        await desk.Sql.First($"select id from {table} where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name))
        ?? throw new Refusal(RefusalReason.NotFound, $"There is no {table} “{name}”.", table);

    /// <summary>A contact by its number, its user's name, or its own name; one that was merged leads to the other.</summary>
    internal static async Task<long> ContactKey(this Desk desk, string called, CancellationToken stop) =>
        await desk.FindContact(called, stop) ?? throw new Refusal(RefusalReason.NotFound, $"There is no contact “{called}”: give a number, a username or a name.", "contact");

    internal static Task<long?> FindContact(this Desk desk, string called, CancellationToken stop) => desk.Sql.First(
        """
        select coalesce(c.merged_into_id, c.id), case when u.username = @called then 0 when c.name = @called then 1 else 2 end as rank
        from contact c left join user_account u on u.id = c.user_id
        where u.username = @called or c.name = @called or c.id = @number
        order by rank, case when c.merged_into_id is null then 0 else 1 end, c.id limit 1
        """,
        r => (long?)r.GetInt64(0),
        stop,
        ("@called", called),
        ("@number", long.TryParse(called, CultureInfo.InvariantCulture, out var number) ? number : -1L));

    /// <summary>An organization by its name; one that was merged leads to the other.</summary>
    internal static async Task<Organization?> FindOrganization(this Desk desk, string name, CancellationToken stop)
    {
        var found = await desk.Db.Organizations.SingleOrDefaultAsync(o => o.Name == name, stop);
        return found?.MergedIntoId is { } other ? await desk.Db.Organizations.SingleAsync(o => o.Id == other, stop) : found;
    }

    internal static Task<long?> ContactByAddress(this Desk desk, string address, CancellationToken stop) => desk.Sql.First(
        "select e.contact_id from contact_email e join contact c on c.id = e.contact_id where e.address = @address order by c.active desc, e.contact_id limit 1",
        r => (long?)r.GetInt64(0),
        stop,
        ("@address", ContactEmail.Normalize(address)));

    private static async Task<long?> Named(Desk desk, string query, string called, CancellationToken stop) =>
        await desk.Sql.First(query, r => (long?)r.GetInt64(0), stop, ("@called", called)) ?? (long.TryParse(called, CultureInfo.InvariantCulture, out var number) ? number : null);
}
