using System.Text.Json;
using Sportello.Data;
using Sportello.Fields;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;
using Sportello.Projects;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Portable.Writing;

/// <summary>Projects with their roles, general permissions, test suites, and work items.</summary>
internal sealed class WorkWriting(Sql sql, PortableWriter writer, PeopleNames people)
{
    private const int Page = 1000;

    public async Task Write(CancellationToken stop)
    {
        await Projects(stop);
        await Permissions(stop);
        await Suites(stop);
        await writer.List(PortableTypes.WorkItem, WorkItems(stop), (json, w) =>
        {
            json.WriteNumber("number", w.Number);
            json.Text("project", w.Project);
            json.Text("name", w.Name);
            json.Name("work_type", w.Type);
            json.Name("status", w.Status);
            json.Name("priority", w.Priority);
            people.Write(json, "issued_by", w.IssuedBy);
            people.Write(json, "developer", w.Developer);
            people.Write(json, "tester", w.Tester);
            json.DayOrNull("start", w.Start);
            json.DayOrNull("planned_end", w.PlannedEnd);
            json.TextIfAny("tested", w.Tested is { } tested ? Times.WriteDayOrMoment(tested) : null);
            json.Text("finished", w.Finished is { } finished ? Times.WriteDayOrMoment(finished) : null);
            json.Text("suite", w.Suite);
            json.TextIfAny("description", w.Description.Length == 0 ? null : w.Description);
            if (w.Comments.Count > 0)
            {
                json.WriteStartArray("comments");
                w.Comments.ForEach(c => c.Write(json, people));
                json.WriteEndArray();
            }
        }, stop);
    }

    private async Task Projects(CancellationToken stop)
    {
        var members = (await sql.List(
            "select project_id, contact_id, role from project_member", r => (Project: r.GetInt64(0), Contact: r.GetInt64(1), Role: (Roles)r.GetInt32(2)), stop)).ToLookup(m => (m.Project, m.Role), m => m.Contact);
        var fields = (await sql.List(
            "select project_id, name, kind, required, for_customers, choices, position, active from ticket_field order by id",
            r => new OwnField(
                r.GetInt64(0), r.GetString(1), (FieldKind)r.GetInt32(2), r.GetBoolean(3), r.GetBoolean(4), r.GetString(5).Split('\n', StringSplitOptions.RemoveEmptyEntries), r.GetInt32(6), r.GetBoolean(7)),
            stop)).ToLookup(f => f.Project);
        var projects = await sql.List(
            "select p.id, p.name, o.name, p.start_date, p.end_date, p.active, p.notifications from project p join organization o on o.id = p.organization_id",
            r => (Id: r.GetInt64(0), Name: r.GetString(1), Organization: r.GetString(2), Start: r.Day(3), End: r.Day(4), Active: r.GetBoolean(5), Notifications: r.GetBoolean(6)),
            stop);
        await writer.List(PortableTypes.Project, DirectoryWriting.Sorted(projects, p => p.Name), (json, p) =>
        {
            json.Text("name", p.Name);
            json.Text("organization", p.Organization);
            json.DayOrNull("start", p.Start);
            json.DayOrNull("end", p.End);
            json.WriteBoolean("active", p.Active);
            json.WriteBoolean("notifications", p.Notifications);
            people.Write(json, "managers", members[(p.Id, Roles.Manager)]);
            people.Write(json, "staff", members[(p.Id, Roles.Staff)]);
            people.Write(json, "customers", members[(p.Id, Roles.Customer)]);
            WriteFields(json, [.. fields[p.Id]]);
        }, stop);
    }

    private static void WriteFields(Utf8JsonWriter json, List<OwnField> fields)
    {
        if (fields.Count == 0)
        {
            return;
        }

        json.WriteStartArray("fields");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.Text("name", field.Name);
            json.Name("kind", field.Kind);
            json.WriteBoolean("required", field.Required);
            json.WriteBoolean("for_customers", field.ForCustomers);
            if (field.Choices.Length > 0)
            {
                json.Texts("choices", field.Choices);
            }

            json.WriteNumber("position", field.Position);
            json.WriteBoolean("active", field.Active);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private async Task Permissions(CancellationToken stop)
    {
        var permissions = await sql.List("select contact_id, role from general_permission", r => (Contact: r.GetInt64(0), Role: (Roles)r.GetInt32(1)), stop);
        await writer.List(
            PortableTypes.GeneralPermission,
            permissions.OrderBy(p => people.Word(p.Contact), StringComparer.Ordinal).ThenBy(p => p.Contact).ThenBy(p => p.Role).ToAsyncEnumerable(),
            (json, p) =>
            {
                people.Write(json, "contact", p.Contact);
                json.Text("role", PermissionForm.RoleName(p.Role));
            },
            stop);
    }

    private async Task Suites(CancellationToken stop)
    {
        var suites = await sql.List("select name, owner_id from test_suite", r => (Name: r.GetString(0), Owner: r.Key(1)), stop);
        await writer.List(PortableTypes.TestSuite, DirectoryWriting.Sorted(suites, s => s.Name), (json, s) =>
        {
            json.Text("name", s.Name);
            people.Write(json, "owner", s.Owner);
        }, stop);
    }

    private async IAsyncEnumerable<WorkItemRow> WorkItems([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        for (var after = 0; ;)
        {
            var page = await sql.List(
                """
                select w.id, w.number, p.name, w.name, w.work_type, w.status, w.priority, w.issued_by_id, w.developer_id, w.tester_id,
                       w.start_date, w.planned_end, w.tested_at, w.finished_at, s.name, w.description
                from work_item w join project p on p.id = w.project_id left join test_suite s on s.id = w.suite_id
                where w.number > @after order by w.number limit @page
                """,
                r => new WorkItemRow(
                    r.GetInt64(0), r.GetInt32(1), r.GetString(2), r.GetString(3), (WorkType)r.GetInt32(4), (WorkItemStatus)r.GetInt32(5), (Priority)r.GetInt32(6),
                    r.Key(7), r.Key(8), r.Key(9), r.Day(10), r.Day(11), r.TimeOrNone(12), r.TimeOrNone(13), r.Text(14), r.GetString(15)),
                stop,
                ("@after", after),
                ("@page", Page));
            var comments = (await sql.List(
                $"select work_item_id, author_id, author_name, at, body from work_item_comment where {sql.Dialect.Among("work_item_id", "@ids")} order by work_item_id, at, id",
                r => (Item: r.GetInt64(0), Comment: new CommentRow(0, r.Key(1), r.GetString(2), r.Time(3), r.GetString(4))),
                stop,
                ("@ids", page.ConvertAll(w => w.Id)))).ToLookup(c => c.Item, c => c.Comment);
            foreach (var item in page)
            {
                yield return item with { Comments = [.. comments[item.Id]] };
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].Number;
        }
    }

    private sealed record WorkItemRow(
        long Id, int Number, string Project, string Name, WorkType Type, WorkItemStatus Status, Priority Priority, long? IssuedBy, long? Developer, long? Tester,
        DateOnly? Start, DateOnly? PlannedEnd, DateTime? Tested, DateTime? Finished, string? Suite, string Description)
    {
        public List<CommentRow> Comments { get; init; } = [];
    }

    private sealed record OwnField(long Project, string Name, FieldKind Kind, bool Required, bool ForCustomers, string[] Choices, int Position, bool Active);
}
