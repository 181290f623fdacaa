using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Settings;

namespace Sportello.Directory.Vouching;

/// <summary>Somebody whom another system vouches for.</summary>
/// <param name="Name">The user name there.</param>
/// <param name="Addresses">Mail addresses that the other system has made sure of.</param>
internal sealed record Vouched(string Name, IReadOnlyList<string> Addresses)
{
    /// <summary>The account of that name; none where there is none.</summary>
    public async Task<User?> Account(Desk desk, CancellationToken stop)
    {
        var small = Name.ToLowerInvariant();
        return await desk.Db.Users.SingleOrDefaultAsync(u => u.Username == Name, stop) ?? await desk.Db.Users.SingleOrDefaultAsync(u => u.Username == small, stop);
    }

    /// <summary>
    /// An account for whoever has none, if the settings let them come. It is a contact's only where the contact has none: nobody comes by an address
    /// to an account that is there.
    /// </summary>
    /// <returns>None where they may not come.</returns>
    public async Task<User?> Come(Desk desk, Newcomers who, CancellationToken stop)
    {
        if (who == Newcomers.None)
        {
            return null;
        }

        var contacts = await Contacts(desk, stop);
        var contact = contacts is [var (id, taken, _, active)] && !taken && active ? id : (long?)null;
        if (contact is null && (who == Newcomers.Contacts || contacts.Count > 0))
        {
            return null;
        }

        try
        {
            var added = await new AddUser(desk).Run(
                new(Name.ToLowerInvariant(), null, Superuser: false, Staff: contact is not null && contacts[0].Owner, null, null) { ContactKey = contact }, stop);
            return await desk.Db.Users.SingleAsync(u => u.Id == added, stop);
        }
        catch (Exception e) when (e is Refusal { Reason: RefusalReason.Conflict or RefusalReason.Invalid } or DbUpdateException)
        {
            // The name is no name here or somebody else's, or they came twice at once; the second time they are known.
            await desk.Undo();
            return null;
        }
    }

    private async Task<List<(long Id, bool Taken, bool Owner, bool Active)>> Contacts(Desk desk, CancellationToken stop)
    {
        var found = new List<(long, bool, bool, bool)>();
        foreach (var address in Addresses.Select(ContactEmail.Normalize).Distinct(StringComparer.Ordinal))
        {
            found.AddRange(await desk.Sql.List(
                """
                select c.id, c.user_id, o.category, c.active, o.active from contact_email e join contact c on c.id = e.contact_id join organization o on o.id = c.organization_id
                where e.address = @address order by c.id
                """,
                r => (r.GetInt64(0), !r.IsDBNull(1), (OrganizationCategory)r.GetInt32(2) == OrganizationCategory.Owner, r.GetBoolean(3) && r.GetBoolean(4)),
                stop,
                ("@address", address)));
        }

        return [.. found.Distinct()];
    }
}
