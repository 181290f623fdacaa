using System.Globalization;
using System.Text.Json.Nodes;
using Sportello.Mailroom.Spool;
using Sportello.Portable;
using Sportello.Portable.Reading;
using Sportello.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.Importing.DotProject;

internal sealed partial class DotProjectData
{
    /// <summary>What the help desk's lists say at first: 0 unassigned, 1 open, 2 closed, 3 on hold, 4 testing.</summary>
    private static readonly TicketStatus[] Statuses = [TicketStatus.New, TicketStatus.Accepted, TicketStatus.Closed, TicketStatus.Returned, TicketStatus.TasksIssued];

    /// <summary>0 not specified, 1 bug, 2 feature request, 3 complaint, 4 suggestion.</summary>
    private static readonly TicketKind[] Kinds = [TicketKind.Consultation, TicketKind.Bug, TicketKind.Enhancement, TicketKind.Consultation, TicketKind.Enhancement];

    /// <summary>0 not specified, 1 low, 2 medium, 3 high.</summary>
    private static readonly Priority[] Priorities = [Priority.Normal, Priority.Low, Priority.Normal, Priority.High];

    private async Task Work(CancellationToken stop)
    {
        var source = _intake.Data.Source ?? _intake.Data.Kind;
        var parents = _tables["tasks"].Rows.Where(t => !string.Equals(t["task_parent"], t["task_id"], StringComparison.Ordinal)).Select(t => t["task_parent"]).ToHashSet(StringComparer.Ordinal);
        var tasks = _tables["tasks"].Rows.Where(t => t.Id("task_id") is { } id && !parents.Contains(id)).DistinctBy(t => t["task_id"]).ToList();
        var items = _tables["helpdesk_items"].Rows.Where(r => r.Id("item_id") is not null).DistinctBy(r => r["item_id"]).ToList();
        var jobs = await Numbering.Of(_intake, PortableTypes.WorkItem, stop);
        jobs.Give(tasks.Select(t => t["task_id"]), keep: true);
        var numbers = await Numbering.Of(_intake, PortableTypes.Ticket, stop);
        numbers.Give(items.Select(t => t["item_id"]), keep: true);
        var logs = _tables["task_log"].Rows.ToLookup(l => l["task_log_task"]);
        var doers = _tables["user_tasks"].Rows.ToLookup(u => u["task_id"], u => u["user_id"]);
        var names = _tables["tasks"].Rows.DistinctBy(t => t["task_id"]).ToDictionary(t => t["task_id"], t => OneLine.Of(t["task_name"]), StringComparer.Ordinal);
        var touched = await TouchedHere.WorkItems(_intake.Desk, source, stop);
        foreach (var row in tasks)
        {
            var item = new JsonObject { ["number"] = jobs[row["task_id"]] };
            if (!touched.Contains(jobs[row["task_id"]]))
            {
                DescribeItem(item, row, doers[row["task_id"]], names.GetValueOrDefault(row["task_parent"]));
            }

            item["comments"] = Comments(logs[row["task_id"]].Where(l => l.Id("task_log_help_desk_id") is null), "task_log_date", "task_log_creator", Logged, null);
            _intake.Draft.Add(PortableTypes.WorkItem, row.At, item);
        }

        await Items(items, numbers, source, stop);
    }

    private async Task Items(List<ForeignRow> items, Numbering numbers, string source, CancellationToken stop)
    {
        var logs = _tables["task_log"].Rows.ToLookup(l => l["task_log_help_desk_id"]);
        var touched = await TouchedHere.Tickets(_intake.Desk, source, stop);
        foreach (var row in items)
        {
            var ticket = new JsonObject { ["number"] = numbers[row["item_id"]] };
            if (!touched.Contains(numbers[row["item_id"]]) && !DescribeTicket(ticket, row))
            {
                continue;
            }

            ticket["comments"] = Comments(logs[row["item_id"]], "task_log_date", "task_log_creator", Logged, Asked(row));
            _intake.Draft.Add(PortableTypes.Ticket, row.At, ticket);
        }
    }

    private void DescribeItem(JsonObject item, ForeignRow row, IEnumerable<string> doers, string? parent)
    {
        item["project"] = _projects.GetValueOrDefault(row["task_project"]) ?? row["task_project"];
        item["name"] = Storable.Cut(OneLine.Of(row["task_name"]), WorkItem.NameLength);
        var own = string.Equals(row["task_parent"], row["task_id"], StringComparison.Ordinal);
        item["description"] = string.Join("\n\n", new[] { own ? "" : parent ?? "", Plain(row["task_description"]) }.Where(t => t.Length > 0));
        item["priority"] = Name.Of(row.Whole("task_priority") switch { < 0 => Priority.Low, > 0 => Priority.High, _ => Priority.Normal });
        item["start"] = _time.DayText(row["task_start_date"]);
        item["planned_end"] = _time.DayText(row["task_end_date"]);
        item["issued_by"] = User(row["task_owner"]);
        item["developer"] = doers.Select(User).FirstOrDefault(u => u is not null);
        var percent = row.Whole("task_percent_complete") ?? 0;
        item["status"] = Name.Of(percent >= 100 ? WorkItemStatus.Done : percent > 0 ? WorkItemStatus.InProgress : WorkItemStatus.Planned);
        if (percent >= 100)
        {
            item["finished"] = _time.MomentText(row["task_end_date"]);
        }
    }

    /// <returns>False where nobody can say what it belongs to.</returns>
    private bool DescribeTicket(JsonObject ticket, ForeignRow row)
    {
        var project = _projects.GetValueOrDefault(row["item_project_id"]) ?? (_intake.Data.Project is null ? null : _intake.Project) ?? ProjectOfCompany(row);
        if (project is null)
        {
            _intake.Draft.Fault(row.At, "item_project_id", "the item names neither a project nor a company; say with --project where such items go.");
            return false;
        }

        ticket["project"] = project;
        ticket["subject"] = Storable.Cut(OneLine.Of(row["item_title"]), Ticket.SubjectLength);
        ticket["kind"] = Name.Of(Kinds[Known(row, "item_calltype", Kinds.Length)]);
        ticket["status"] = Name.Of(Statuses[Known(row, "item_status", Statuses.Length)]);
        ticket["priority"] = Name.Of(Priorities[Known(row, "item_priority", Priorities.Length)]);
        ticket["opened"] = _time.MomentText(row["item_created"]) ?? _time.MomentText(row["item_modified"]);
        ticket["requester"] = _people[AskerOf(row)];
        ticket["assignee"] = User(row["item_assigned_to"]);
        if (string.Equals(ticket["status"]!.GetValue<string>(), "closed", StringComparison.Ordinal) && _time.MomentText(row["item_modified"]) is { } closed)
        {
            ticket["closed"] = closed;
        }

        return true;
    }

    /// <summary>The lists of the help desk can be changed; what is not among the first ones is as if it were not specified.</summary>
    private int Known(ForeignRow row, string column, int count)
    {
        var choice = row.Whole(column) ?? 0;
        if (choice >= 0 && choice < count)
        {
            return choice;
        }

        _intake.Findings.Notice(string.Create(CultureInfo.InvariantCulture, $"{column} {choice} is not known; such items were taken as if it were not specified."));
        return 0;
    }

    private string? ProjectOfCompany(ForeignRow row) => CompanyOf(row) is { } id && _companies.TryGetValue(id, out var company)
        ? _places.Project($"company {id}", row.At, company, () => new JsonObject { ["organization"] = company })
        : null;

    private static string? CompanyOf(ForeignRow row) => row.Id("item_company_id");

    /// <summary>Type 1 is a user, type 2 a contact.</summary>
    private string? Requester(ForeignRow row) => (row.Whole("item_requestor_type"), row.Id("item_requestor_id")) switch
    {
        (1, { } user) => _users.GetValueOrDefault(user),
        (2, { } contact) => $"contact {contact}",
        _ => null,
    };

    private string AskerOf(ForeignRow row) => Requester(row) ?? Asker(row);

    private static string Asker(ForeignRow row) => $"asker {row["item_company_id"]}/{row["item_requestor"]}";

    private JsonObject? Asked(ForeignRow row)
    {
        if (Plain(row["item_summary"]) is not { Length: > 0 } body || (_time.Moment(row["item_created"]) ?? _time.Moment(row["item_modified"])) is not { } at)
        {
            return null;
        }

        var comment = new JsonObject { ["at"] = Times.Write(at), ["body"] = body };
        Author(comment, _people[AskerOf(row)] ?? User(row["item_created_by"]), row["item_requestor"], work: false);
        return comment;
    }

    private JsonArray Comments(IEnumerable<ForeignRow> rows, string when, string who, Func<ForeignRow, string> body, JsonObject? first)
    {
        var comments = new JsonArray();
        if (first is not null)
        {
            comments.Add((JsonNode)first);
        }

        foreach (var row in rows.OrderBy(r => _time.Moment(r[when])))
        {
            if (_time.Moment(row[when]) is not { } at)
            {
                _intake.Draft.Fault(row.At, when, $"“{row[when]}” is not a time.");
                continue;
            }

            var comment = new JsonObject { ["at"] = Times.Write(at), ["body"] = body(row) };
            Author(comment, User(row[who]), _language.Say("importing.user", ("n", row[who])), work: first is null);
            comments.Add((JsonNode)comment);
        }

        return comments;
    }

    private static void Author(JsonObject comment, long? contact, string name, bool work)
    {
        if (contact is { } author)
        {
            comment["author"] = author;
        }
        else
        {
            comment["author_name"] = name.Length > 0 ? name : "?";
            if (!work)
            {
                comment["by_staff"] = false;
            }
        }
    }

    private static string Logged(ForeignRow row) =>
        string.Join("\n\n", new[] { Plain(row["task_log_name"]), Plain(row["task_log_description"]) }.Where(t => t.Length > 0));

    /// <summary>Forms store texts with their entities.</summary>
    private static string Plain(string text) => System.Net.WebUtility.HtmlDecode(text).Trim();
}
