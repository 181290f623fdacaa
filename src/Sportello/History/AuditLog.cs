using Sportello.Data;
using Sportello.Directory;

namespace Sportello.History;

/// <summary>What an entry of the log of access is about.</summary>
public enum AuditKind
{
    /// <summary>Accounts: flags, groups, passwords, tokens, sessions.</summary>
    Users,

    Groups,

    /// <summary>Roles in projects.</summary>
    Roles,

    /// <summary>Permissions over all projects.</summary>
    General,

    /// <summary>Sign-ins that failed so often that the account rests.</summary>
    SignIns,

    /// <summary>Settings of the mail boxes.</summary>
    Settings,
}

/// <param name="Who">Only what that person did: the name as it stands in the log.</param>
/// <param name="Kind">Only of that kind.</param>
/// <param name="From">Only since then (UTC).</param>
/// <param name="Until">Only before then (UTC).</param>
/// <param name="After">The mark of the page before.</param>
public sealed record AuditFilter(string? Who = null, AuditKind? Kind = null, DateTime? From = null, DateTime? Until = null, string? After = null, int Limit = 50);

/// <summary>One change of who may do what.</summary>
/// <param name="About">Whom or what it is about: a user, a group, a project, a contact; none for settings.</param>
/// <param name="AboutId">Its key.</param>
public sealed record AuditRow(long Id, DateTime At, string Who, Door Door, AuditKind Kind, string? About, long AboutId, string What, string? From, string? To);

/// <summary>Who changed what of users, groups, permissions, roles, tokens and mail settings: out of the one history, newest first. Nothing edits it.</summary>
public sealed class AuditLog(Desk desk)
{
    /// <summary>The rows of history that belong here. An index holds exactly these, by this very condition: it changes only with a migration.</summary>
    internal const string Audited =
        "case subject when 3 then what in ('manager', 'staff', 'customer') when 5 then what = 'general permission' else subject in (6, 7, 8) end";

    public static bool IsFor(Access.Actor actor) => actor.Holds("settings.view");

    public async Task<Rows<AuditRow>> Run(AuditFilter filter, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        var (text, parameters) = Statement(filter);
        return Paging.Page(await desk.Sql.List(text, Read, stop, parameters), filter.Limit, r => Paging.Mark(r.Id));
    }

    internal static (string Text, (string, object?)[] Parameters) Statement(AuditFilter filter)
    {
        var parameters = new List<(string, object?)>();
        var conditions = new List<string> { Audited };
        void And(string condition, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add((name, value));
            }
        }

        And("who = @who", "@who", string.IsNullOrWhiteSpace(filter.Who) ? null : filter.Who.Trim());
        And("at >= @from", "@from", filter.From);
        And("at < @until", "@until", filter.Until);
        And("id < @after", "@after", Paging.Key(filter.After));
        if (filter.Kind is { } kind)
        {
            conditions.Add(Of(kind));
        }

        return (
            $"""
             select h.id, h.at, h.who, h.door, h.subject, h.subject_id, h.what, h.from_value, h.to_value,
                    case h.subject
                      when {(int)Subject.User} then (select u.username from user_account u where u.id = h.subject_id)
                      when {(int)Subject.Group} then coalesce(
                        (select g.name from access_group g where g.id = h.subject_id),
                        (select d.from_value from history d where d.subject = {(int)Subject.Group} and d.subject_id = h.subject_id and d.what = 'deleted' limit 1))
                      when {(int)Subject.Project} then (select p.name from project p where p.id = h.subject_id)
                      when {(int)Subject.Contact} then (select c.name from contact c where c.id = h.subject_id)
                    end
             from (select * from history{Paging.Where(conditions)} order by id desc limit {filter.Limit + 1}) h order by h.id desc
             """,
            [.. parameters]);
    }

    // The plus keeps to the index of these few rows.
    private static string Of(AuditKind kind) => kind switch
    {
        AuditKind.Users => $"+subject = {(int)Subject.User} and what <> 'locked'",
        AuditKind.Groups => $"+subject = {(int)Subject.Group}",
        AuditKind.Roles => $"+subject = {(int)Subject.Project}",
        AuditKind.General => $"+subject = {(int)Subject.Contact}",
        AuditKind.SignIns => $"+subject = {(int)Subject.User} and what = 'locked'",
        _ => $"+subject = {(int)Subject.Setting}",
    };

    private static AuditRow Read(System.Data.Common.DbDataReader r)
    {
        var what = r.GetString(6);
        var kind = (Subject)r.GetInt32(4) switch
        {
            Subject.User when what is "locked" => AuditKind.SignIns,
            Subject.User => AuditKind.Users,
            Subject.Group => AuditKind.Groups,
            Subject.Project => AuditKind.Roles,
            Subject.Contact => AuditKind.General,
            _ => AuditKind.Settings,
        };
        return new(r.GetInt64(0), r.Time(1), r.GetString(2), (Door)r.GetInt32(3), kind, r.Text(9), r.GetInt64(5), what, r.Text(7), r.Text(8));
    }
}
