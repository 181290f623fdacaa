using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sportello.Directory;
using Sportello.Importing.Servers;
using Sportello.Words;

namespace Sportello.Importing.RequestTracker;

/// <summary>Reads Request Tracker 5 through its REST 2.0 API: queues, people, and tickets with their conversation and files.</summary>
internal sealed partial class RequestTrackerData : IDisposable
{
    private const int PageSize = 100;
    private const string Api = "REST/2.0/";

    private readonly Intake _intake;
    private readonly ForeignServer _server;
    private readonly ForeignPlaces _places;
    private readonly ForeignPeople _people;
    private readonly ForeignTime _time = new(TimeZoneInfo.Utc);
    private readonly ForeignWords _words;

    /// <summary>By their ids, as RT gives them.</summary>
    private readonly Dictionary<string, JsonElement> _queues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _users = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _projects = new(StringComparer.Ordinal);

    private RequestTrackerData(Intake intake, ForeignServer server)
    {
        (_intake, _server, _places, _people) = (intake, server, new(intake), new(intake));
        _words = new(intake.Data.Map, ("status:under-review", "open"), ("status:returned", "stalled"), ("status:closed", "resolved|rejected|deleted"));
    }

    public static async Task Read(Intake intake, string address, CancellationToken stop)
    {
        var basic = intake.Key.Contains(':', StringComparison.Ordinal);
        var header = basic ? "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(intake.Key)) : "token " + intake.Key;
        using var data = new RequestTrackerData(intake, new ForeignServer(intake, address, "Authorization", header));
        if ((await data._server.Get(Api + "rt", stop))?.At("Version") is null)
        {
            throw Refusal.Invalid("file", $"{address} is no Request Tracker with its REST 2.0 API; version 5 has it.");
        }

        var tickets = await data.Tickets(stop);
        await data.Queues(tickets, stop);
        await data.Users(tickets, stop);
        data.People(tickets);
        data.Projects(tickets);
        await data.Take(tickets, stop);
    }

    public void Dispose() => _server.Dispose();

    /// <summary>All pages of a list that cannot move while it is read.</summary>
    private async Task<List<JsonElement>> All(string path, CancellationToken stop, string? keep = null)
    {
        var found = new List<JsonElement>();
        for (var page = 1; ; page++)
        {
            var answer = await _server.Get(
                string.Create(CultureInfo.InvariantCulture, $"{Api}{path}&per_page={PageSize}&page={page}"), stop, keep is null ? null : string.Create(CultureInfo.InvariantCulture, $"{keep}-{page}"));
            var items = answer?.Each("items").ToList() ?? [];
            found.AddRange(items);
            if (items.Count < PageSize)
            {
                return found;
            }
        }
    }

    private async Task Queues(List<RtTicket> tickets, CancellationToken stop)
    {
        foreach (var id in tickets.Select(t => t.Queue).Distinct(StringComparer.Ordinal))
        {
            if (await _server.Get($"{Api}queue/{id}", stop) is { } queue)
            {
                _queues[id] = queue;
            }
        }
    }

    private async Task Users(List<RtTicket> tickets, CancellationToken stop)
    {
        foreach (var name in tickets.SelectMany(t => t.People).Distinct(StringComparer.Ordinal))
        {
            if (await _server.Get($"{Api}user/{Uri.EscapeDataString(name)}", stop) is { } user)
            {
                _users[name] = user;
            }
        }
    }

    /// <summary>Privileged users are our own side and get an account; whoever only wrote belongs to the customer of the queue they first wrote to.</summary>
    private void People(List<RtTicket> tickets)
    {
        var homes = tickets.SelectMany(t => t.People.Select(p => (Person: p, t.Queue))).DistinctBy(h => h.Person).ToDictionary(h => h.Person, h => h.Queue, StringComparer.Ordinal);
        _people.Take([.. homes.Where(h => _queues.ContainsKey(h.Value)).Select(h => Person(h.Key, h.Value))]);
    }

    private ForeignPerson Person(string name, string queue)
    {
        var user = _users.GetValueOrDefault(name);
        var ours = IsOurs(name);
        var employer = OneLine.Of(user.Text("Organization"));
        var organization = ours ? _places.Owner(_intake.Data.Map.GetValueOrDefault("owner"))
            : employer.Length > 0 ? _places.Organization($"organization {employer}", new($"user {name}", 0), employer, OrganizationCategory.Customer)
            : OrganizationOf(queue);
        var address = user.Text("EmailAddress") is { Length: > 0 } mail ? mail : name.Contains('@', StringComparison.Ordinal) ? name : "";
        return new(name, new($"user {name}", 0), OneLine.Of(user.Text("RealName")) is { Length: > 0 } real ? real : name, organization)
        {
            Addresses = address.Length > 0 ? [address] : [],
            Username = ours ? name : null,
            Active = !user.Flag("Disabled"),
        };
    }

    private bool IsOurs(string name) => _users.GetValueOrDefault(name).Flag("Privileged");

    /// <summary>The customer a queue is for: as it was mapped, else named like the queue.</summary>
    private string OrganizationOf(string queue)
    {
        var name = _queues[queue].Text("Name");
        var organization = OneLine.Of(_intake.Data.Map.GetValueOrDefault($"organization:{name}") ?? _intake.Data.Map.GetValueOrDefault("organization") ?? name);
        return _places.Organization($"organization {organization}", new($"queue {queue}", 0), organization, OrganizationCategory.Customer);
    }

    private void Projects(List<RtTicket> tickets)
    {
        foreach (var queue in tickets.GroupBy(t => t.Queue, StringComparer.Ordinal).Where(q => _queues.ContainsKey(q.Key)))
        {
            if (_intake.Data.Project is not null)
            {
                _projects[queue.Key] = _intake.Project;
                continue;
            }

            var name = OneLine.Of(_queues[queue.Key].Text("Name"));
            var people = queue.SelectMany(t => t.People).Distinct(StringComparer.Ordinal).ToLookup(IsOurs, p => _people[p]);
            _projects[queue.Key] = _places.Project(queue.Key, new($"queue {queue.Key}", 0), _intake.Data.Map.GetValueOrDefault($"project:{name}") ?? name, () => new JsonObject
            {
                ["organization"] = OrganizationOf(queue.Key),
                ["active"] = !_queues[queue.Key].Flag("Disabled"),
                ["staff"] = ForeignPlaces.People(people[true]),
                ["customers"] = ForeignPlaces.People(people[false]),
            });
        }
    }
}
