using Sportello.Data;
using Sportello.Projects;

namespace Sportello.Access;

/// <summary>One condition of the law, whether it holds, and why, in words a manager understands.</summary>
public sealed record Condition(string Name, bool Holds, string Because);

/// <summary>The answer to "why can I see this": the conditions, and what follows for every right.</summary>
public sealed record Explanation(string User, string Subject, bool Allowed, IReadOnlyList<Condition> Conditions, IReadOnlyList<string> Rights);

internal static class Explain
{
    /// <summary>Why a right is missing, for the person who wanted to use it.</summary>
    public static string Missing(Actor actor, Right right)
    {
        var rule = Law.Rules[right];
        var what = Words.Name.Of(right).Replace('-', ' ');
        return actor.Holds(rule.Permission)
            ? $"You may not {what} here: that needs the role {RoleNames(rule.Roles)} in the project{(rule.OwnOnly == Roles.None ? "" : ", or the ticket must be your own")}."
            : $"You may not {what}: none of your groups has the permission {rule.Permission}.";
    }

    public static Explanation Of(Actor actor, string user, string subject, Place place, string projectName)
    {
        var conditions = new List<Condition>();
        if (actor.Superuser)
        {
            conditions.Add(new("superuser", true, $"{user} is a superuser and passes both conditions"));
        }
        else
        {
            conditions.Add(OfPermission(actor, user));
            conditions.Add(OfReach(actor, user, place, projectName));
        }

        var rights = Enum.GetValues<Right>().Where(r => Law.Allows(actor, r, place)).Select(r => Words.Name.Of(r)).ToList();
        return new(user, subject, Law.Allows(actor, Right.See, place), conditions, rights);
    }

    private static Condition OfPermission(Actor actor, string user) => actor.Permissions.TryGetValue(Permission.TicketView, out var groups)
        ? new("model permission", true, $"{Permission.TicketView} comes from the group {groups}")
        : new("model permission", false, $"no group of {user} has {Permission.TicketView}; adding {user} to the group “{Permission.TicketUsers}” would grant it");

    private static Condition OfReach(Actor actor, string user, Place place, string projectName)
    {
        if (actor.Barred is { } barred)
        {
            return new("reach", false, $"{barred}, so no role counts");
        }

        var roles = actor.Explicit.GetValueOrDefault(place.ProjectId);
        var chains = new List<string>();
        if (roles != Roles.None)
        {
            chains.Add($"{actor.Name} is {RoleNames(roles, " and ")} of the project “{projectName}”");
        }

        if (actor.General != Roles.None)
        {
            chains.Add($"{actor.Name} has the general permission {RoleNames(actor.General, " and ")} for all projects (no mail from this one by that alone)");
        }

        return chains.Count > 0
            ? new("reach", true, string.Join("; ", chains))
            : new("reach", false, $"{actor.Name} has no role in the project “{projectName}” and no general permission; making {user} manager, staff or customer of it would open it");
    }

    private static string RoleNames(Roles roles, string separator = " or ") => string.Join(
        separator, new[] { Roles.Manager, Roles.Staff, Roles.Customer }.Where(r => roles.HasFlag(r)).Select(r => Words.Name.Of(r)));
}

/// <summary>Explains, for any user and any ticket or project, which condition let them in or kept them out.</summary>
public sealed class ExplainAccess(Desk desk)
{
    /// <param name="username">Whom to explain; none = whoever asks.</param>
    public async Task<Explanation> ToTicket(string? username, int number, CancellationToken stop)
    {
        var actor = await Find(username, stop);
        username ??= actor.Name;
        var ticket = await desk.Sql.First(
            "select t.project_id, t.requester_id, p.name from ticket t join project p on p.id = t.project_id where t.number = @number",
            r => new { Place = new Place(r.GetInt64(0), r.Key(1)), Project = r.GetString(2) },
            stop,
            ("@number", number)) ?? throw Refusal.NotFound($"There is no ticket {number}.");
        MayAsk(actor, ticket.Place, $"There is no ticket {number}, or it is out of your reach.");
        return Explain.Of(actor, username, $"ticket {number}", ticket.Place, ticket.Project);
    }

    public async Task<Explanation> ToProject(string name, string username, CancellationToken stop)
    {
        var actor = await Find(username, stop);
        var id = await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name))
            ?? throw Refusal.NotFound($"There is no project “{name}”.");
        MayAsk(actor, new Place(id), $"There is no project “{name}”, or it is out of your reach.");
        return Explain.Of(actor, username, $"project {name}", new Place(id), name);
    }

    private async Task<Actor> Find(string? username, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(username))
        {
            return desk.Actor;
        }

        var id = await desk.Sql.First("select id from user_account where username = @name", r => (long?)r.GetInt64(0), stop, ("@name", username))
            ?? throw Refusal.NotFound($"There is no user “{username}”.");
        return await desk.House.Actors.OfUser(desk.Sql, id, History.Door.Web, stop) ?? throw Refusal.NotFound($"There is no user “{username}”.");
    }

    /// <summary>Everybody may ask about themselves; about others only who sees the place and works there.</summary>
    private void MayAsk(Actor about, Place place, string otherwise)
    {
        if (!Law.Allows(desk.Actor, Right.See, place))
        {
            throw Refusal.NotFound(otherwise);
        }

        if (about.UserId != desk.Actor.UserId && !Law.Allows(desk.Actor, Right.SeeNotes, place))
        {
            throw Refusal.Denied("You may ask this about yourself; about others, managers and staff of the project may.");
        }
    }
}
