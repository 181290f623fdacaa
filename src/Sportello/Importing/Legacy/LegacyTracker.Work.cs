using System.Text.Json.Nodes;
using Sportello.Mailroom.Spool;
using Sportello.Portable.Reading;
using Sportello.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.Importing.Legacy;

internal sealed partial class LegacyTracker
{
    private static readonly string[] Doers = ["UserDevelopId", "UserTestId", "UserStartId"];

    private async Task Items(List<ForeignRow> rows, Numbering numbers, CancellationToken stop)
    {
        var touched = await TouchedHere.WorkItems(_intake.Desk, Source, stop);
        var comments = _tables.TaskComments.Rows.ToLookup(r => r["taskid"]);
        var topics = rows.ToLookup(r => r["TopicId"]);
        foreach (var row in rows)
        {
            var item = new JsonObject { ["number"] = numbers[row["id"]] };
            if (!touched.Contains(numbers[row["id"]]))
            {
                DescribeItem(item, row, topics);
            }

            item["comments"] = Comments(comments[row["id"]], "userid", work: true);
            _intake.Draft.Add(PortableTypes.WorkItem, row.At, item);
        }
    }

    private string Source => _intake.Data.Source ?? _intake.Data.Kind;

    private void DescribeItem(JsonObject item, ForeignRow row, ILookup<string, ForeignRow> topics)
    {
        item["project"] = Topic(row, topics);
        item["name"] = Storable.Cut(row["name"].Trim(), WorkItem.NameLength);
        item["work_type"] = Choice<WorkType>(row.Whole("WorkTypeId")) ?? Name.Of(WorkType.Other);
        Status<WorkItemStatus>(item, row, "StatusId");
        Person(item, "issued_by", row, "UserStartId");
        Person(item, "developer", row, "UserDevelopId");
        Person(item, "tester", row, "UserTestId");
        item["start"] = _time.DayText(row["dateStart"]);
        item["planned_end"] = _time.DayText(row["planDate"]);
        item["tested"] = _time.MomentText(row["datetest"]);
        item["finished"] = _time.MomentText(row["dateEnd"]);
        if (row.Id("TEST") is { } suite)
        {
            if (_tables.Tests.Rows.Any(t => string.Equals(t["id"], suite, StringComparison.Ordinal)))
            {
                item["suite"] = SuiteName(suite);
            }
            else
            {
                _intake.Draft.Fault(row.At, "TEST", $"there is no test suite {suite}; the rest of the row was taken.");
            }
        }
    }

    private void Status<T>(JsonObject json, ForeignRow row, string column)
        where T : struct, Enum
    {
        if (Choice<T>(row.Whole(column)) is { } status)
        {
            json["status"] = status;
        }
        else
        {
            // The portable form names the fault: it knows the choices.
            json["status"] = row[column].Length > 0 ? row[column] : null;
        }
    }

    private string Topic(ForeignRow row, ILookup<string, ForeignRow> topics)
    {
        var id = row["TopicId"];
        var name = _intake.Data.Map.GetValueOrDefault($"topic:{id}") ?? _intake.Data.Project ?? _language.Say("importing.topic", ("n", id));
        return _places.Project($"topic {id}", row.At, name, () => new JsonObject
        {
            ["organization"] = _owner,
            ["staff"] = ForeignPlaces.People(topics[id].SelectMany(t => Doers.Select(c => _people[t.Id(c)]))),
        });
    }

    private async Task Tickets(List<ForeignRow> rows, Numbering numbers, Numbering jobs, CancellationToken stop)
    {
        var touched = await TouchedHere.Tickets(_intake.Desk, Source, stop);
        var comments = _tables.TicketComments.Rows.ToLookup(r => r["ObrId"]);
        var links = Links(rows).ToLookup(r => r["ObrId"]);
        var regions = rows.ToLookup(r => r["RegionId"]);
        var known = rows.Select(r => r["Id"]).ToHashSet(StringComparer.Ordinal);
        foreach (var comment in comments.Where(c => !known.Contains(c.Key)).SelectMany(c => c))
        {
            _intake.Draft.Fault(comment.At, "ObrId", $"there is no ticket {comment["ObrId"]}.");
        }

        foreach (var row in rows)
        {
            var ticket = new JsonObject { ["number"] = numbers[row["Id"]] };
            if (!touched.Contains(numbers[row["Id"]]))
            {
                DescribeTicket(ticket, row, regions);
                ticket["work_items"] = new JsonArray([.. links[row["Id"]].Select(l => (JsonNode)jobs[l["TaskId"]])]);
            }

            ticket["comments"] = Comments(comments[row["Id"]], "UserId", work: false);
            _intake.Draft.Add(PortableTypes.Ticket, row.At, ticket);
        }
    }

    private IEnumerable<ForeignRow> Links(List<ForeignRow> tickets)
    {
        var known = tickets.Select(t => t["Id"]).ToHashSet(StringComparer.Ordinal);
        foreach (var link in _tables.Links.Rows)
        {
            if (!known.Contains(link["ObrId"]))
            {
                _intake.Draft.Fault(link.At, "ObrId", $"there is no ticket {link["ObrId"]}.");
            }
            else if (_intake.Known.Of(PortableTypes.WorkItem, link["TaskId"]) is null)
            {
                _intake.Draft.Fault(link.At, "TaskId", $"there is no task {link["TaskId"]}.");
            }
            else
            {
                yield return link;
            }
        }
    }

    private void DescribeTicket(JsonObject ticket, ForeignRow row, ILookup<string, ForeignRow> regions)
    {
        ticket["project"] = Region(row, regions);
        ticket["kind"] = Choice<TicketKind>(row.Whole("TargetObrTypeId")) ?? (row["TargetObrTypeId"].Length > 0 ? row["TargetObrTypeId"] : Name.Of(TicketKind.Consultation));
        Status<TicketStatus>(ticket, row, "StatusObrId");
        ticket["subject"] = Storable.Cut(row["Question"].Trim(), Ticket.SubjectLength);
        ticket["opened"] = _time.MomentText(row["DatObr"]);
        Person(ticket, "assignee", row, "UserId");
        if (IsUser(row.Id("ObrUserId")))
        {
            Person(ticket, "requester", row, "ObrUserId");
        }
        else if (_people[Asker(row)] is { } asker)
        {
            ticket["requester"] = asker;
        }
    }

    private string Region(ForeignRow row, ILookup<string, ForeignRow> regions)
    {
        var id = row["RegionId"];
        var customer = Customer(id, row.At);
        return _places.Project($"region {id}", row.At, _intake.Data.Map.GetValueOrDefault($"project:{id}") ?? _intake.Data.Project ?? customer, () => new JsonObject
        {
            ["organization"] = customer,
            ["staff"] = ForeignPlaces.People(regions[id].Select(t => _people[t.Id("UserId")])),
            ["customers"] = ForeignPlaces.People(regions[id].Select(t => _people[IsUser(t.Id("ObrUserId")) ? t.Id("ObrUserId") : Asker(t)]).Concat(
                _tables.Users.Rows.Where(u => string.Equals(u["RegionTypeId"], id, StringComparison.Ordinal) && !_ownStaff.Contains(u["id"])).Select(u => _people[u.Id("id")]))),
        });
    }
}
