using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Projects;
using Sportello.Words;

namespace Sportello.Directory;

/// <param name="Wrong">What a mail server said about it, when nothing arrives there.</param>
public sealed record AddressView(string Address, DateTime? WrongSince, string? Wrong);

/// <param name="Project">None for a permission over all projects.</param>
public sealed record RoleView(string? Project, Roles Role);

/// <param name="InFile">config.ini says something of this person too, and wins.</param>
public sealed record ContactView(long Id, int Version, ContactFields Is, long OrganizationId, OrganizationCategory Category, bool InFile)
{
    public string? Username { get; init; }

    /// <summary>Who this turned out to be.</summary>
    public long? MergedInto { get; init; }

    /// <summary>Contacts of administrators are changed by administrators only.</summary>
    public bool MayChange { get; init; }

    public bool AccountActive { get; init; }

    public IReadOnlyList<AddressView> Addresses { get; init; } = [];

    /// <summary>Roles in the projects that the reader may see, and over all projects.</summary>
    public IReadOnlyList<RoleView> Roles { get; init; } = [];

    public IReadOnlyList<HistoryView> History { get; init; } = [];
}

/// <summary>One contact, for whoever holds contact.view.</summary>
public sealed class ContactPage(Desk desk)
{
    /// <param name="called">Its number, its user's name, or its own.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<ContactView> Run(string called, CancellationToken stop) => await Run(await desk.PersonKey(called, stop), stop);

    public async Task<ContactView> Run(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.view");
        var addresses = await desk.Sql.List(
            "select address, undeliverable_at, undeliverable_why from contact_email where contact_id = @id order by place",
            r => new AddressView(r.GetString(0), r.TimeOrNone(1), r.Text(2)),
            stop,
            ("@id", id));
        var found = await desk.Sql.First(
            """
            select c.version, c.name, o.name, c.active, c.language, c.slack, c.jabber, c.stat, c.correct, c.imap_folder, c.opens_kind, o.id, o.category, u.username, u.active, u.superuser, c.merged_into_id
            from contact c join organization o on o.id = c.organization_id left join user_account u on u.id = c.user_id where c.id = @id
            """,
            r => new ContactView(
                id,
                r.GetInt32(0),
                new ContactFields
                {
                    Name = r.GetString(1), Organization = r.GetString(2), Active = r.GetBoolean(3), Language = r.Text(4), Slack = r.Text(5), Jabber = r.Text(6),
                    Stat = r.GetBoolean(7), Correct = r.GetBoolean(8), ImapFolder = r.Text(9), OpensKind = r.IsDBNull(10) ? null : (Tickets.TicketKind)r.GetInt32(10),
                    Addresses = [.. addresses.Select(a => a.Address)],
                },
                r.GetInt64(11),
                (OrganizationCategory)r.GetInt32(12),
                InFile(id, r.Text(13)))
            {
                Username = r.Text(13),
                MergedInto = r.Key(16),
                AccountActive = !r.IsDBNull(14) && r.GetBoolean(14),
                MayChange = desk.Actor.Holds("contact.change") && (desk.Actor.Superuser || r.IsDBNull(15) || !r.GetBoolean(15)),
            },
            stop,
            ("@id", id)) ?? throw Refusal.NotFound(Said.Of("refusal.contact.number", ("id", id)));
        return found with { Addresses = addresses, Roles = await RolesOf(desk, id, stop), History = await HistoryOf.Latest(desk.Sql, Subject.Contact, id, OrganizationPage.MostHistory, stop) };
    }

    private bool InFile(long id, string? username) => desk.House.Settings.People.Any(p =>
        string.Equals(p.Id, id.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) || string.Equals(p.Id, username, StringComparison.Ordinal));

    internal static async Task<IReadOnlyList<RoleView>> RolesOf(Desk desk, long id, CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var roles = await desk.Sql.List(
            """
            select null, role, 0 from general_permission where contact_id = @id
            union all select p.name, m.role, p.id from project_member m join project p on p.id = m.project_id where m.contact_id = @id
            order by 1, 2
            """,
            r => (Role: new RoleView(r.Text(0), (Roles)r.GetInt32(1)), Project: r.GetInt64(2)),
            stop,
            ("@id", id));
        return [.. roles.Where(r => r.Project == 0 || sight.Includes(r.Project)).Select(r => r.Role)];
    }
}
