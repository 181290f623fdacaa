using Sportello.Data;
using Sportello.History;

namespace Sportello.Directory;

/// <param name="Search">Beginnings of words of the user name, or of the contact's name or addresses.</param>
/// <param name="Group">The key of the only group wanted.</param>
/// <param name="After">The mark of the page before.</param>
public sealed record UserFilter(string? Search = null, long? Group = null, bool Inactive = false, string? After = null, int Limit = 50);

/// <param name="Contact">Whose account it is, if it has a contact.</param>
/// <param name="Groups">The names of its groups.</param>
public sealed record UserRow(long Id, string Username, string? Contact, string? Organization, bool Active, bool Staff, bool Superuser, DateTime? LastSignIn, IReadOnlyList<string> Groups);

/// <summary>Accounts by name, for whoever holds user.view.</summary>
public sealed class UserList(Desk desk)
{
    public const int MostRows = 200;

    public static bool IsFor(Access.Actor actor) => actor.Holds("user.view");

    public async Task<Rows<UserRow>> Run(UserFilter filter, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.view");
        var (text, parameters) = Statement(filter);
        var rows = await desk.Sql.List(
            text,
            r => new UserRow(r.GetInt64(0), r.GetString(1), r.Text(2), r.Text(3), r.GetBoolean(4), r.GetBoolean(5), r.GetBoolean(6), r.TimeOrNone(7), []),
            stop,
            parameters);
        var page = Paging.Page(rows, filter.Limit, r => Paging.Mark(r.Id));
        return page.Items.Count == 0 ? page : page with { Items = await WithGroups(page.Items, stop) };
    }

    internal static (string Text, (string, object?)[] Parameters) Statement(UserFilter filter)
    {
        var parameters = new List<(string, object?)> { ("@limit", filter.Limit + 1) };
        var conditions = new List<string>();
        var byName = DirectoryWords.Conditions(filter.Search, Subject.User, "u.id", parameters).ToList();
        var byContact = DirectoryWords.Conditions(filter.Search, Subject.Contact, "c.id", []).ToList();
        conditions.AddRange(byName.Zip(byContact, (name, contact) => $"({name} or {contact})"));
        if (filter.Group is { } group)
        {
            conditions.Add("u.id in (select m.user_id from group_member m where m.group_id = @group)");
            parameters.Add(("@group", group));
        }

        if (!filter.Inactive)
        {
            conditions.Add("u.active");
        }

        if (Paging.Key(filter.After) is { } after)
        {
            conditions.Add("u.username > (select username from user_account where id = @after)");
            parameters.Add(("@after", after));
        }

        return (
            $"""
             select u.id, u.username, c.name, o.name, u.active, u.staff, u.superuser, u.last_sign_in
             from user_account u left join contact c on c.user_id = u.id left join organization o on o.id = c.organization_id
             {Paging.Where(conditions)} order by u.username limit @limit
             """,
            [.. parameters]);
    }

    private async Task<IReadOnlyList<UserRow>> WithGroups(IReadOnlyList<UserRow> rows, CancellationToken stop)
    {
        IReadOnlyCollection<long> ids = [.. rows.Select(r => r.Id)];
        var groups = (await desk.Sql.List(
            $"select m.user_id, g.name from group_member m join access_group g on g.id = m.group_id where {desk.Sql.Dialect.Among("m.user_id", "@ids")} order by g.name",
            r => (User: r.GetInt64(0), Name: r.GetString(1)),
            stop,
            ("@ids", ids))).ToLookup(g => g.User, g => g.Name);
        return [.. rows.Select(r => r with { Groups = [.. groups[r.Id]] })];
    }
}
