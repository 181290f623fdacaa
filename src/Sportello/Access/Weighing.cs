using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sportello.Data;
using Sportello.History;

namespace Sportello.Access;

/// <summary>Whom a change may touch: accounts, and contacts without one or whose roles change.</summary>
internal sealed record Touched(IReadOnlyCollection<long> Users, IReadOnlyCollection<long> Contacts);

/// <summary>
/// Makes a change, asks the law before and after, and takes the change back unless what it does has been seen. It is the change itself
/// that is weighed, in its own transaction, so that what is shown is what happens; tickets are added up from the kept counts.
/// </summary>
internal static class Weighing
{
    private const int Portion = 500;
    private const int MostNamed = 5;

    public static async Task<Consequences> Weigh(this Desk desk, Touched whom, Func<Task> change, string? seen, CancellationToken stop)
    {
        await desk.Begin(stop);
        try
        {
            var projects = await Projects(desk.Sql, stop);
            var before = await Standings(desk, whom, stop);
            await change();
            await desk.Flush(stop);
            var after = await Standings(desk, whom, stop);
            var found = Compared(before, after, new(projects, Law.Sees(desk.Actor)));
            if (found.People.Count == 0 || string.Equals(found.Seen, seen, StringComparison.Ordinal))
            {
                await desk.Save(stop);
                return found with { Saved = true };
            }

            await desk.Undo();
            return found;
        }
        catch
        {
            // The page that says what is wrong is read from what is true.
            await desk.Undo();
            throw;
        }
    }

    private static Consequences Compared(Dictionary<(bool User, long Id), Standing> before, Dictionary<(bool User, long Id), Standing> after, Ground ground)
    {
        var people = before
            .Where(b => after.ContainsKey(b.Key))
            .Select(b => ground.Between(b.Key, b.Value, after[b.Key]))
            .Where(c => c.Opened.Projects + c.Closed.Projects + c.NotesOpened.Projects + c.NotesClosed.Projects + c.Gained.Count + c.Lost.Count > 0)
            .OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ThenBy(c => c.Whose.Id)
            .ToList();
        return new(people, ground.Sum(people.SelectMany(p => p.Opened.Keys)), ground.Sum(people.SelectMany(p => p.Closed.Keys)), Mark(people), Saved: false);
    }

    /// <summary>The same only for the same effect. Tickets that come meanwhile do not count: they are seen with their project.</summary>
    private static string Mark(List<Consequence> people)
    {
        var text = new StringBuilder();
        foreach (var person in people.OrderBy(p => p.Whose))
        {
            text.Append(CultureInfo.InvariantCulture, $"{person.Whose}");
            foreach (var stretch in new[] { person.Opened, person.Closed, person.NotesOpened, person.NotesClosed })
            {
                text.Append('|').AppendJoin(',', stretch.Keys);
            }

            text.Append('|').AppendJoin(',', person.Gained).Append('|').AppendJoin(',', person.Lost).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    /// <summary>Past the book of actors, which keeps only what was saved.</summary>
    private static async Task<Dictionary<(bool User, long Id), Standing>> Standings(Desk desk, Touched whom, CancellationToken stop)
    {
        var standings = new Dictionary<(bool, long), Standing>();
        foreach (var (isUser, ids) in new[] { (true, whom.Users), (false, whom.Contacts) })
        {
            foreach (var some in ids.Chunk(Portion))
            {
                var actors = isUser ? await desk.House.Actors.OfUsers(desk.Sql, some, Door.Web, stop) : await desk.House.Actors.OfContacts(desk.Sql, some, Door.Web, stop);
                foreach (var (id, actor) in actors)
                {
                    standings[(isUser, id)] = new(actor.Name, Law.Sees(actor), Law.Sees(actor, Right.SeeNotes), Held(actor));
                }
            }
        }

        return standings;
    }

    /// <summary>Without account and roles a permission opens nothing: it counts from the first role on.</summary>
    private static IReadOnlyCollection<string> Held(Actor actor) => actor.Superuser ? Permission.All
        : actor.UserId is null && actor.Explicit.Count == 0 && actor.General == Sportello.Projects.Roles.None ? []
        : actor.Permissions.Keys;

    // PostgreSQL adds whole numbers up to a decimal.
    private static async Task<SortedDictionary<long, (string Name, int Tickets)>> Projects(Sql sql, CancellationToken stop) => new((await sql.List(
        "select p.id, p.name, coalesce(sum(t.n), 0) from project p left join ticket_count t on t.project_id = p.id group by p.id, p.name",
        r => (Id: r.GetInt64(0), Name: r.GetString(1), Tickets: Convert.ToInt32(r.GetValue(2), CultureInfo.InvariantCulture)),
        stop)).ToDictionary(p => p.Id, p => (p.Name, p.Tickets)));

    private sealed record Standing(string Name, Sight Tickets, Sight Notes, IReadOnlyCollection<string> Permissions);

    /// <summary>All projects there are, and how much of them whoever asks may see by name.</summary>
    private sealed record Ground(SortedDictionary<long, (string Name, int Tickets)> Projects, Sight Reader)
    {
        public Consequence Between((bool User, long Id) whose, Standing before, Standing after) => new(
            after.Name,
            Beyond(after.Tickets, before.Tickets),
            Beyond(before.Tickets, after.Tickets),
            Beyond(after.Notes, before.Notes),
            Beyond(before.Notes, after.Notes),
            [.. after.Permissions.Except(before.Permissions, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. before.Permissions.Except(after.Permissions, StringComparer.Ordinal).Order(StringComparer.Ordinal)])
        {
            Whose = whose,
        };

        public int Sum(IEnumerable<long> projects) => projects.Distinct().Sum(p => Projects[p].Tickets);

        /// <summary>What one sight has more than another.</summary>
        private Stretch Beyond(Sight one, Sight other)
        {
            if (other.All || (!one.All && one.Projects.Count == 0))
            {
                return new(0, 0, []);
            }

            var known = other.Projects.ToHashSet();
            var keys = (one.All ? Projects.Keys : one.Projects.AsEnumerable()).Where(p => !known.Contains(p)).ToList();
            return new(Sum(keys), keys.Count, [.. keys.Where(Reader.Includes).Take(MostNamed).Select(p => Projects[p].Name)]) { Keys = keys };
        }
    }
}
