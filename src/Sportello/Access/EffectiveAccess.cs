using System.Globalization;
using Sportello.Data;
using Sportello.History;
using Sportello.Projects;
using Sportello.Words;

namespace Sportello.Access;

/// <summary>How far a right goes: not at all, over one's own tickets, or over all.</summary>
public enum Extent
{
    None,
    Own,
    All,
}

/// <summary>One person and one right, and why.</summary>
public sealed record AccessCell(Right Right, Extent Extent, string Because);

/// <summary>Somebody who reaches the project, by a role, a general permission, or as superuser; and what they may do there.</summary>
/// <param name="Name">The contact's name, or the username where there is no contact.</param>
/// <param name="Username">None = no account: such a person writes by mail only.</param>
/// <param name="Organization">Who employs them.</param>
/// <param name="Explicit">The roles in this project.</param>
/// <param name="General">The roles in all projects.</param>
/// <param name="Superuser">Whether they pass all conditions.</param>
/// <param name="Barred">Why none of it counts, when it does not.</param>
/// <param name="Cells">A cell for each of <see cref="EffectiveAccess.Columns"/>.</param>
public sealed record AccessRow(
    string Name, string? Username, string? Organization, Roles Explicit, Roles General, bool Superuser, string? Barred, IReadOnlyList<AccessCell> Cells);

public sealed record AccessTable(string Project, IReadOnlyList<AccessRow> People, string? Next);

/// <summary>
/// Who may do what in a project, and why: the law asked for each person, with everything it needs to know read for a whole page at once.
/// </summary>
public sealed class EffectiveAccess(Desk desk)
{
    public const int MostRows = 50;

    /// <summary>The rights that stand side by side; the others go with one of them.</summary>
    public static IReadOnlyList<Right> Columns { get; } =
    [
        Right.See, Right.Open, Right.Reply, Right.Close, Right.AddNote, Right.ChangeStatus, Right.AssignSelf, Right.Assign, Right.SeeWork, Right.EditWork, Right.EditProject, Right.Merge,
    ];

    /// <summary>The language of the reasons.</summary>
    public Language Language { get; init; } = Language.In("en");

    public async Task<AccessTable> Run(string project, string? after, CancellationToken stop)
    {
        var id = await Asked(project, stop);
        var people = await People(id, after, stop);
        var page = people.Take(MostRows).ToList();
        var contacts = await desk.House.Actors.OfContacts(desk.Sql, [.. page.Where(p => !p.User).Select(p => p.Id)], Door.Web, stop);
        var users = await desk.House.Actors.OfUsers(desk.Sql, [.. page.Where(p => p.User).Select(p => p.Id)], Door.Web, stop);
        return new(
            project,
            [.. page.Select(p => Row(p, (p.User ? users : contacts)[p.Id], id, project))],
            people.Count > MostRows ? string.Create(CultureInfo.InvariantCulture, $"{(page[^1].User ? 1 : 0)}.{page[^1].Id}") : null);
    }

    private async Task<long> Asked(string project, CancellationToken stop)
    {
        var id = await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", project));
        if (id is null || !Law.Allows(desk.Actor, Right.See, new Place(id.Value)))
        {
            throw Refusal.NotFound(Said.Of("refusal.project", ("name", project)));
        }

        return Law.Allows(desk.Actor, Right.SeeNotes, new Place(id.Value))
            ? id.Value
            : throw Refusal.Denied(Said.Of("refusal.access"));
    }

    private async Task<List<Found>> People(long project, string? after, CancellationToken stop)
    {
        var (user, id) = Mark(after);
        var name = after is null ? null : await desk.Sql.First(
            user ? "select username from user_account where id = @id" : "select name from contact where id = @id", r => r.GetString(0), stop, ("@id", id));
        return await desk.Sql.List(
            $"""
             select name, is_user, id, username, organization from (
               select c.name as name, 0 as is_user, c.id as id, u.username as username, o.name as organization
               from (select contact_id as id from project_member where project_id = @project
                     union select contact_id from general_permission
                     union select s.id from contact s join user_account a on a.id = s.user_id where a.superuser) reach
               join contact c on c.id = reach.id join organization o on o.id = c.organization_id left join user_account u on u.id = c.user_id
               union all
               select u.username, 1, u.id, u.username, null from user_account u where u.superuser and not exists (select 1 from contact c where c.user_id = u.id)
             ) people{(name is null ? "" : " where (name, is_user, id) > (@name, @user, @id)")}
             order by name, is_user, id limit {MostRows + 1}
             """,
            r => new Found(r.GetString(0), r.GetInt32(1) == 1, r.GetInt64(2), r.Text(3), r.Text(4)),
            stop,
            [("@project", project), .. name is null ? Array.Empty<(string, object?)>() : [("@name", name), ("@user", user ? 1 : 0), ("@id", id)]]);
    }

    private static (bool User, long Id) Mark(string? after) => after?.Split('.') switch
    {
        null => default,
        [var user, var id] when long.TryParse(id, CultureInfo.InvariantCulture, out var key) => (user is "1", key),
        _ => throw Refusal.Invalid("after", Said.Of("refusal.after")),
    };

    private AccessRow Row(Found person, Actor actor, long project, string name) => new(
        person.Name,
        person.Username,
        person.Organization,
        actor.Explicit.GetValueOrDefault(project),
        actor.General,
        actor.Superuser,
        actor is { Barred: { } barred, Superuser: false } ? barred.In(Language) : null,
        [.. Columns.Select(right => Explain.Cell(actor, person.Username ?? person.Name, right, project, name, Language))]);

    private sealed record Found(string Name, bool User, long Id, string? Username, string? Organization);
}
