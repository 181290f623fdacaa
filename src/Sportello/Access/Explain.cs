using Sportello.Data;
using Sportello.Projects;
using Sportello.Words;

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
        var what = Name.Of(right).Replace('-', ' ');
        return rule.Sight.Append(rule.Permission).FirstOrDefault(p => !actor.Holds(p)) is { } missing
            ? $"You may not {what}: none of your groups has the permission {missing}."
            : $"You may not {what} here: that needs the role {RoleNames(rule.Roles)} in the project{(rule.OwnOnly == Roles.None ? "" : ", or the ticket must be your own")}.";
    }

    public static Explanation Of(Actor actor, string user, string subject, Place place, string projectName, Language language)
    {
        Condition[] conditions = actor.Superuser
            ? [new(language.Say("law.superuser"), true, language.Say("law.superuser.yes", ("user", user)))]
            : [OfPermission(actor, user, Permission.TicketView, language), OfReach(actor, user, place, projectName, language)];
        var rights = Enum.GetValues<Right>().Where(r => Law.Allows(actor, r, place)).Select(r => Name.Of(r)).ToList();
        return new(user, subject, Law.Allows(actor, Right.See, place), conditions, rights);
    }

    /// <summary>One right of one person in a project, and what decides it: the first condition that fails, or all that hold.</summary>
    public static AccessCell Cell(Actor actor, string user, Right right, long project, string projectName, Language language)
    {
        var extent = Law.Allows(actor, right, new Place(project)) ? Extent.All
            : actor.ContactId is { } self && Law.Allows(actor, right, new Place(project, self)) ? Extent.Own
            : Extent.None;
        return new(right, extent, actor.Superuser ? language.Say("law.superuser.yes", ("user", user)) : Why(actor, user, Law.Rules[right], extent, project, projectName, language));
    }

    private static string Why(Actor actor, string user, Rule rule, Extent extent, long project, string projectName, Language language)
    {
        var reach = OfReach(actor, user, new Place(project), projectName, language);
        if (!reach.Holds)
        {
            return reach.Because;
        }

        if (rule.Sight.Append(rule.Permission).FirstOrDefault(p => !actor.Holds(p)) is { } missing)
        {
            return OfPermission(actor, user, missing, language).Because;
        }

        return extent switch
        {
            Extent.None => $"{reach.Because}; {language.Say("law.needs-role", ("roles", Spoken(rule.Roles, language, "law.or")))}",
            Extent.Own => $"{OfPermission(actor, user, rule.Permission, language).Because}; {reach.Because}; {language.Say("law.own-only")}",
            _ => $"{OfPermission(actor, user, rule.Permission, language).Because}; {reach.Because}",
        };
    }

    private static Condition OfPermission(Actor actor, string user, string permission, Language language) => actor.Permissions.TryGetValue(permission, out var groups)
        ? new(language.Say("law.permission"), true, language.Say("law.permission.yes", ("permission", permission), ("groups", groups)))
        : new(language.Say("law.permission"), false, language.Say("law.permission.no", ("user", user), ("permission", permission), ("group", Permission.TicketUsers)));

    private static Condition OfReach(Actor actor, string user, Place place, string projectName, Language language)
    {
        var reach = language.Say("law.reach");
        if (actor.Barred is { } barred)
        {
            return new(reach, false, language.Say("law.reach.barred", ("why", barred.In(language))));
        }

        var chains = new List<string>();
        if (actor.Explicit.GetValueOrDefault(place.ProjectId) is var roles && roles != Roles.None)
        {
            chains.Add(language.Say("law.reach.role", ("name", actor.Name), ("roles", Spoken(roles, language)), ("project", projectName)));
        }

        if (actor.General != Roles.None)
        {
            chains.Add(language.Say("law.reach.general", ("name", actor.Name), ("roles", Spoken(actor.General, language))));
        }

        return chains.Count > 0
            ? new(reach, true, string.Join("; ", chains))
            : new(reach, false, language.Say("law.reach.no", ("name", actor.Name), ("user", user), ("project", projectName)));
    }

    private static string Spoken(Roles roles, Language language, string joint = "law.and") => string.Join(
        language.Say(joint), new[] { Roles.Manager, Roles.Staff, Roles.Customer }.Where(r => roles.HasFlag(r)).Select(r => language.Say("law.role", r)));

    private static string RoleNames(Roles roles) => string.Join(
        " or ", new[] { Roles.Manager, Roles.Staff, Roles.Customer }.Where(r => roles.HasFlag(r)).Select(r => Name.Of(r)));
}

/// <summary>Explains, for any user and any ticket or project, which condition let them in or kept them out.</summary>
public sealed class ExplainAccess(Desk desk)
{
    /// <summary>The language of the answer.</summary>
    public Language Language { get; init; } = Language.In("en");

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
        return Explain.Of(actor, username, $"ticket {number}", ticket.Place, ticket.Project, Language);
    }

    public async Task<Explanation> ToProject(string name, string username, CancellationToken stop)
    {
        var actor = await Find(username, stop);
        var id = await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name))
            ?? throw Refusal.NotFound($"There is no project “{name}”.");
        MayAsk(actor, new Place(id), $"There is no project “{name}”, or it is out of your reach.");
        return Explain.Of(actor, username, $"project {name}", new Place(id), name, Language);
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
