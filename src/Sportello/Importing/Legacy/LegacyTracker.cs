using System.Text.Json.Nodes;
using Sportello.Directory;
using Sportello.Portable.Reading;
using Sportello.Words;

namespace Sportello.Importing.Legacy;

/// <summary>Reads the legacy tracker: its users, tickets and tasks with what was said about them. Its regions are our customers and their projects, its topics the projects of work items.</summary>
internal sealed partial class LegacyTracker
{
    private const string OwnStaff = "1";

    private readonly Intake _intake;
    private readonly LegacyTables _tables;
    private readonly ForeignPlaces _places;
    private readonly ForeignPeople _people;
    private readonly ForeignTime _time;
    private readonly Language _language;
    private readonly string _owner;
    private readonly HashSet<string> _userIds;
    private readonly HashSet<string> _ownStaff = new(StringComparer.Ordinal);

    private LegacyTracker(Intake intake, LegacyTables tables)
    {
        (_intake, _tables) = (intake, tables);
        (_places, _people, _time) = (new(intake), new(intake), new(intake.Zone));
        _language = Language.In(intake.Desk.House.Settings.Work.Language);
        _userIds = tables.Users.Rows.Select(r => r["id"]).ToHashSet(StringComparer.Ordinal);
        _owner = _places.Owner(intake.Data.Map.GetValueOrDefault("owner"));
    }

    public static async Task Read(Intake intake, string path, CancellationToken stop)
    {
        var tracker = new LegacyTracker(intake, await LegacyTables.Of(path, intake.Draft, stop));
        tracker.TakePeople();
        await tracker.TakeWork(stop);
    }

    private void TakePeople()
    {
        var people = new List<ForeignPerson>();
        foreach (var row in WithIds(_tables.Users, "id"))
        {
            var own = string.Equals(row["UserTypeId"], OwnStaff, StringComparison.Ordinal);
            if (own)
            {
                _ownStaff.Add(row["id"]);
            }

            var address = row["email"].Contains('@', StringComparison.Ordinal) ? row["email"] : "";
            people.Add(new(row["id"], row.At, row["name"].Length > 0 ? row["name"] : address, own ? _owner : Customer(row["RegionTypeId"], row.At), Keep: true)
            {
                Addresses = address.Length > 0 ? [address] : [],
                Username = own && address.Length > 0 ? address[..address.IndexOf('@', StringComparison.Ordinal)].ToLowerInvariant() : null,
            });
        }

        // Who asked and is no user has only a name.
        foreach (var row in _tables.Tickets.Rows.Where(r => r["Fio"].Length > 0 && !IsUser(r.Id("ObrUserId"))).DistinctBy(Asker))
        {
            people.Add(new(Asker(row), row.At, row["Fio"], Customer(row["RegionId"], row.At)));
        }

        _people.Take(people);
    }

    private static string Asker(ForeignRow ticket) => $"{ticket["RegionId"]}/{ticket["Fio"]}";

    private bool IsUser(string? id) => id is not null && _userIds.Contains(id);

    private string Customer(string region, Spot at) => _places.Organization(
        $"region {region}", at, _intake.Data.Map.GetValueOrDefault($"region:{region}") ?? _language.Say("importing.region", ("n", region)), OrganizationCategory.Customer);

    private async Task TakeWork(CancellationToken stop)
    {
        var (tickets, tasks) = (WithIds(_tables.Tickets, "Id").ToList(), WithIds(_tables.Tasks, "id").ToList());
        var numbers = await Numbering.Of(_intake, PortableTypes.Ticket, stop);
        numbers.Give(tickets.Select(t => t["Id"]), keep: true);
        var jobs = await Numbering.Of(_intake, PortableTypes.WorkItem, stop);
        jobs.Give(tasks.Select(t => t["id"]), keep: true);
        Suites();
        await Items(tasks, jobs, stop);
        await Tickets(tickets, numbers, jobs, stop);
    }

    private void Suites()
    {
        foreach (var row in WithIds(_tables.Tests, "id"))
        {
            var suite = new JsonObject { ["name"] = SuiteName(row["id"]) };
            if (_people[row.Id("userID")] is { } owner)
            {
                suite["owner"] = owner;
            }

            _intake.Draft.Add(PortableTypes.TestSuite, row.At, suite);
        }
    }

    private string SuiteName(string id) => _intake.Data.Map.GetValueOrDefault($"suite:{id}") ?? _language.Say("importing.suite", ("n", id));

    private IEnumerable<ForeignRow> WithIds(ForeignTable table, string column)
    {
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            if (row.Id(column) is not { } id)
            {
                _intake.Draft.Fault(row.At, column, "is needed: the number of the row.");
            }
            else if (!met.Add(id))
            {
                _intake.Draft.Fault(row.At, column, $"the number {id} stands in this table already.");
            }
            else
            {
                yield return row;
            }
        }
    }

    private void Person(JsonObject json, string member, ForeignRow row, string column)
    {
        if (row.Id(column) is not { } id)
        {
            return;
        }

        if (_people[id] is { } contact)
        {
            json[member] = contact;
        }
        else
        {
            _intake.Draft.Fault(row.At, column, $"there is no user {id}; the rest of the row was taken.");
        }
    }

    private JsonArray Comments(IEnumerable<ForeignRow> rows, string author, bool work)
    {
        var comments = new JsonArray();
        foreach (var row in rows.OrderBy(r => _time.Moment(r["dt"])))
        {
            if (_time.Moment(row["dt"]) is not { } at)
            {
                _intake.Draft.Fault(row.At, "dt", $"“{row["dt"]}” is not a time.");
                continue;
            }

            var comment = new JsonObject { ["at"] = Portable.Times.Write(at), ["body"] = row["comment"] };
            if (_people[row.Id(author)] is { } contact)
            {
                comment["author"] = contact;
            }
            else
            {
                comment["author_name"] = _language.Say("importing.user", ("n", row[author].Length > 0 ? row[author] : "?"));
                if (!work)
                {
                    comment["by_staff"] = false;
                }
            }

            comments.Add((JsonNode)comment);
        }

        return comments;
    }

    private static string? Choice<T>(int? number)
        where T : struct, Enum => number is { } known && Enum.IsDefined(typeof(T), known) ? Name.Of((Enum)Enum.ToObject(typeof(T), known)) : null;
}
