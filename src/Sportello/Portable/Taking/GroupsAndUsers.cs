using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Directory;
using Sportello.History;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;

namespace Sportello.Portable.Taking;

internal static class GroupsAndUsers
{
    public static async Task Take(this ImportRun run, IReadOnlyList<GroupForm> forms, CancellationToken stop)
    {
        var db = run.Desk.Db;
        var names = forms.Select(f => f.Name).ToList();
        var known = await db.Groups.Include(g => g.Permissions).Where(g => names.Contains(g.Name)).ToDictionaryAsync(g => g.Name, StringComparer.Ordinal, stop);
        var taken = new List<Taken<Group>>();
        foreach (var form in forms.Where(f => run.Groups.Claim(f.At, f.Name)))
        {
            if (form.At.Faulty)
            {
                run.Groups.IsFaulty(form.Name);
                continue;
            }

            var added = !known.TryGetValue(form.Name, out var group);
            group ??= db.Add(new Group(form.Name)).Entity;
            var permissions = form.Permissions.Or([.. group.Permissions.Select(p => p.Permission)]);
            var changed = !permissions.ToHashSet(StringComparer.Ordinal).SetEquals(group.Permissions.Select(p => p.Permission));
            if (changed)
            {
                group.AllowOnly(permissions);
            }

            taken.Add(new(group, added, changed, "permissions"));
        }

        await run.Settle(PortableTypes.Group, Subject.Group, taken, g => (g.Id, 0), stop);
        taken.ForEach(t => run.Groups.Know(t.Thing.Name, t.Thing.Id));
    }

    public static async Task Take(this ImportRun run, IReadOnlyList<UserForm> forms, CancellationToken stop)
    {
        var db = run.Desk.Db;
        var names = forms.Select(f => f.Username).ToList();
        var known = await db.Users.Include(u => u.Groups).Where(u => names.Contains(u.Username)).ToDictionaryAsync(u => u.Username, StringComparer.Ordinal, stop);
        var groups = await db.Groups.ToDictionaryAsync(g => g.Name, StringComparer.Ordinal, stop);
        var taken = new List<Taken<User>>();
        foreach (var form in forms.Where(f => run.Users.Claim(f.At, f.Username)))
        {
            if (run.GroupsOf(form) is not { } wanted || form.At.Faulty)
            {
                run.Users.IsFaulty(form.Username);
                continue;
            }

            var added = !known.TryGetValue(form.Username, out var user);
            user ??= db.Add(new User(form.Username)).Entity;
            var changed = Describe(run, user, form, added);
            if ((added || form.Groups.Is) && !wanted.ToHashSet(StringComparer.Ordinal).SetEquals(user.Groups.Select(g => g.Name)))
            {
                changed.Add("groups");
                user.JoinOnly(wanted.Distinct(StringComparer.Ordinal).Select(name => groups[name]));
            }

            taken.Add(new(user, added, changed.Count > 0, string.Join(", ", changed)));
        }

        await run.Settle(PortableTypes.User, Subject.User, taken, u => (u.Id, 0), stop);
        taken.ForEach(t => run.Users.Know(t.Thing.Username, t.Thing.Id));
    }

    /// <summary>The groups a user is to be in; none when one of them does not exist.</summary>
    private static List<string>? GroupsOf(this ImportRun run, UserForm form)
    {
        if (form.Groups.Is)
        {
            return form.Groups.Value.Count(name => run.Groups.Find(form.At, "groups", name) is null) == 0 ? form.Groups.Value : null;
        }

        if (run.Users.Has(form.Username) || !run.Groups.Has(Permission.TicketUsers))
        {
            return [];
        }

        run.Findings.Notice($"Users that name no groups have joined “{Permission.TicketUsers}”; \"groups\": [] keeps a user out of all groups.");
        return [Permission.TicketUsers];
    }

    private static List<string> Describe(ImportRun run, User user, UserForm form, bool added)
    {
        var changed = new List<string>();
        void Set<T>(string what, T from, T to, Action<T> set)
        {
            if (!EqualityComparer<T>.Default.Equals(from, to))
            {
                changed.Add(what);
                set(to);
            }
        }

        Set("superuser", user.Superuser, form.Superuser.Or(user.Superuser), v => user.Superuser = v);
        Set("staff", user.Staff, form.Staff.Or(user.Staff), v => user.Staff = v);
        Set("active", user.Active, form.Active.Or(user.Active), user.SetActive);
        Set("language", user.Language, form.Language.Or(user.Language), v => user.Language = v);
        Set("timezone", user.TimeZone, form.TimeZone.Or(user.TimeZone), v => user.TimeZone = v);
        Set("theme", user.Theme, form.Theme.Or(user.Theme), v => user.Theme = v);
        if (!string.IsNullOrEmpty(form.Password) && (added || !run.Desk.House.Passwords.Matches(user.PasswordHash, form.Password)))
        {
            changed.Add("password");
            user.SetPassword(run.Desk.House.Passwords.Hash(form.Password));
        }

        return changed;
    }
}
