using FsCheck;
using FsCheck.Fluent;
using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Projects;

namespace Sportello.Tests.Access;

/// <summary>What is shown before a change of the access rules is saved is what then happens, to everybody, in random worlds.</summary>
public sealed class WeighingTests
{
    private const int Worlds = 15;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_a_change_is_said_to_open_and_close_is_what_then_happens_and_nothing_else(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        var seed = 0;
        var property = Prop.ForAll(DrawnWorld.Any, world => Task.Run(() => Holds(test.House, world, seed++)).GetAwaiter().GetResult());
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Worlds), property));
        Assert.True(seed >= Worlds);
    }

    private static async Task Holds(House house, DrawnWorld drawn, int seed)
    {
        var world = await SettledWorld.Settle(house, drawn);
        var chance = new Random(seed);
        for (var round = 0; round < 6; round++)
        {
            var change = await AnyChange(house, chance);
            if (change is null)
            {
                continue;
            }

            var (what, weigh) = change.Value;
            var before = await Sights(house);
            var (found, refusal) = await Try(house, weigh, null);
            if (found is null)
            {
                Assert.Equal(before, await Sights(house));
                Assert.NotNull(refusal);
                continue;
            }

            if (!found.Saved)
            {
                Assert.True(before.Count == (await Sights(house)).Count && before.All((await Sights(house)).Contains), $"{what}: only looked at, and yet something changed");
                Assert.Equal(found.Seen, (await Try(house, weigh, "another mark")).Found!.Seen);
                Assert.True((await Try(house, weigh, found.Seen)).Found!.Saved, $"{what} was seen, and is not saved");
            }

            Compare(what, world, found, before, await Sights(house));
        }
    }

    /// <summary>Each person: what was said of them, and what is now true.</summary>
    private static void Compare(string what, SettledWorld world, Consequences found, Dictionary<(bool, long), Seen> before, Dictionary<(bool, long), Seen> after)
    {
        foreach (var (whose, was) in before)
        {
            var now = after[whose];
            var said = found.People.SingleOrDefault(p => p.Whose == whose);

            // A person with an account is spoken of once, as account or as contact.
            said ??= found.People.SingleOrDefault(p => was.Same is { } same && p.Whose == same);
            Assert.True(said is null == was.Equals(now), $"{what}: {whose} {(said is null ? "is not named and changes" : "is named and does not change")}: {was} to {now}");
            if (said is null)
            {
                continue;
            }

            Assert.Equal((what, Tickets(world, now.Tickets.Except(was.Tickets))), (what, Tickets(world, said.Opened.Keys)));
            Assert.Equal((what, Tickets(world, was.Tickets.Except(now.Tickets))), (what, Tickets(world, said.Closed.Keys)));
            Assert.Equal(now.Tickets.Except(was.Tickets).Sum(p => world.Tickets.Count(t => t.Project == p)), said.Opened.Tickets);
            Assert.Equal(was.Tickets.Except(now.Tickets).Sum(p => world.Tickets.Count(t => t.Project == p)), said.Closed.Tickets);
            Assert.Equal(now.Notes.Except(was.Notes).Sum(p => world.Tickets.Count(t => t.Project == p)), said.NotesOpened.Tickets);
            Assert.Equal(was.Notes.Except(now.Notes).Sum(p => world.Tickets.Count(t => t.Project == p)), said.NotesClosed.Tickets);
            Assert.Equal(now.Permissions.Except(was.Permissions).Order(StringComparer.Ordinal), said.Gained);
            Assert.Equal(was.Permissions.Except(now.Permissions).Order(StringComparer.Ordinal), said.Lost);
        }
    }

    private static string Tickets(SettledWorld world, IEnumerable<long> projects) =>
        string.Join(' ', world.Tickets.Where(t => projects.Contains(t.Project)).Select(t => t.Number).Order());

    /// <summary>
    /// What everybody sees, asked of the law for every project there is and not of the kept sights. What somebody without account and roles would be
    /// permitted opens nothing to them.
    /// </summary>
    private static async Task<Dictionary<(bool, long), Seen>> Sights(House house)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        var projects = await desk.Sql.List("select id from project order by id", r => r.GetInt64(0), default);
        var seen = new Dictionary<(bool, long), Seen>();
        foreach (var (user, contact) in await desk.Sql.List(
            "select u.id, c.id from user_account u left join contact c on c.user_id = u.id union select u.id, c.id from contact c left join user_account u on u.id = c.user_id",
            r => (r.Key(0), r.Key(1)),
            default))
        {
            foreach (var (isUser, id, other) in new[] { (true, user, contact), (false, contact, user) }.Where(k => k.Item2 is not null))
            {
                var actor = isUser ? await house.Actors.OfUser(desk.Sql, id!.Value, Door.Web, default) : await house.Actors.OfContact(desk.Sql, id!.Value, Door.Web, default);
                seen[(isUser, id.Value)] = new(
                    [.. projects.Where(p => Law.Allows(actor!, Right.See, new(p)))],
                    [.. projects.Where(p => Law.Allows(actor!, Right.SeeNotes, new(p)))],
                    [.. Permission.All.Where(p => actor!.Holds(p) && (user is not null || actor.Explicit.Count > 0 || actor.General != Roles.None)).Order(StringComparer.Ordinal)],
                    other is null ? null : (!isUser, other.Value));
            }
        }

        return seen;
    }

    private static async Task<(Consequences? Found, Refusal? Refusal)> Try(House house, Func<Desk, string?, Task<Consequences>> weigh, string? seen)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        try
        {
            return (await weigh(desk, seen), null);
        }
        catch (Refusal refusal)
        {
            return (null, refusal);
        }
    }

    private static async Task<(string What, Func<Desk, string?, Task<Consequences>> Weigh)?> AnyChange(House house, Random chance)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        var groups = await desk.Sql.List("select id, version, name from access_group order by id", r => (Id: r.GetInt64(0), Version: r.GetInt32(1), Name: r.GetString(2)), default);
        var users = await desk.Sql.List("select id, version from user_account order by id", r => (Id: r.GetInt64(0), Version: r.GetInt32(1)), default);
        var contacts = await desk.Sql.List("select id from contact order by id", r => r.GetInt64(0), default);
        var projects = await desk.Sql.List("select name from project order by id", r => r.GetString(0), default);
        var role = (Roles)(1 << chance.Next(3));
        switch (chance.Next(6))
        {
            case 0 when groups.Count > 0:
                var group = groups[chance.Next(groups.Count)];
                string[] granted = [.. Permission.All.Where(p => chance.Next(3) > 0 || (p == Permission.TicketView && chance.Next(4) > 0))];
                return ($"the permissions of {group.Name}", (d, seen) => new ChangeGroup(d).Weigh(group.Id, group.Version, new(group.Name, granted), seen, default));
            case 1 when groups.Count > 1:
                var doomed = groups[chance.Next(groups.Count)];
                return ($"the end of {doomed.Name}", (d, seen) => new DeleteGroup(d).Weigh(doomed.Id, seen, default));
            case 2 when users.Count > 0:
                var user = users[chance.Next(users.Count)];
                var fields = new UserFields(chance.Next(4) > 0, false, chance.Next(4) == 0, [.. groups.Where(_ => chance.Next(2) == 0).Select(g => g.Id)]);
                return ($"the account {user.Id}", (d, seen) => new ChangeUser(d).Weigh(user.Id, user.Version, fields, seen, default));
            case 3 when contacts.Count > 0:
                var general = contacts[chance.Next(contacts.Count)];
                return chance.Next(2) == 0
                    ? ($"{role} of all for {general}", (d, seen) => new GiveGeneralPermission(d).Weigh(role, $"{general}", seen, default))
                    : ($"no {role} of all for {general}", (d, seen) => new TakeGeneralPermission(d).Weigh(role, general, seen, default));
            case 4 when contacts.Count > 0:
                var joining = contacts[chance.Next(contacts.Count)];
                var joined = projects[chance.Next(projects.Count)];
                return ($"{role} of {joined} for {joining}", (d, seen) => new AddMember(d).Weigh(joined, role, $"{joining}", seen, default));
            case 5 when contacts.Count > 0:
                var leaving = contacts[chance.Next(contacts.Count)];
                var left = projects[chance.Next(projects.Count)];
                return ($"no {role} of {left} for {leaving}", (d, seen) => new RemoveMember(d).Weigh(left, role, leaving, seen, default));
            default:
                return null;
        }
    }

    /// <summary>The projects whose tickets and notes somebody sees, what they hold, and the other key of the same person.</summary>
    private sealed record Seen(IReadOnlyList<long> Tickets, IReadOnlyList<long> Notes, IReadOnlyList<string> Permissions, (bool, long)? Same)
    {
        public bool Equals(Seen? other) => other is not null && Tickets.SequenceEqual(other.Tickets) && Notes.SequenceEqual(other.Notes) && Permissions.SequenceEqual(other.Permissions);

        public override int GetHashCode() => Tickets.Count;

        public override string ToString() => $"tickets of {string.Join(' ', Tickets)}, notes of {string.Join(' ', Notes)}, {Permissions.Count} permissions";
    }
}
