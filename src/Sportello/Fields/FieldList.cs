using Sportello.Access;
using Sportello.Directory;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Fields;

public sealed record FieldRow(long Id, string Project, string Name, FieldKind Kind, bool Required, bool ForCustomers, bool Active);

/// <param name="Project">The name of its project; none of a new one.</param>
/// <param name="Projects">Those that a new one may be for.</param>
public sealed record FieldView(long Id, int Version, string? Project, FieldFields Fields, IReadOnlyList<string> Projects, IReadOnlyList<HistoryView> History, bool MayChange);

/// <summary>The fields that projects have of their own, for whoever holds settings.view.</summary>
public sealed class FieldList(Desk desk)
{
    public static bool IsFor(Actor actor) => actor.Holds("settings.view");

    public Task<List<FieldRow>> Run(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        return desk.Sql.List(
            "select f.id, p.name, f.name, f.kind, f.required, f.for_customers, f.active from ticket_field f join project p on p.id = f.project_id order by p.name, f.position, f.id",
            r => new FieldRow(r.GetInt64(0), r.GetString(1), r.GetString(2), (FieldKind)r.GetInt32(3), r.GetBoolean(4), r.GetBoolean(5), r.GetBoolean(6)),
            stop);
    }
}

/// <summary>One of them with what was changed of it, or the form of a new one.</summary>
public sealed class FieldPage(Desk desk)
{
    private const int MostHistory = 50;

    public async Task<FieldView> Run(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        var found = await desk.Sql.First(
            "select f.name, f.kind, f.required, f.for_customers, f.choices, f.position, f.active, f.version, p.name from ticket_field f join project p on p.id = f.project_id where f.id = @id",
            r => new
            {
                Fields = new FieldFields(
                    r.GetString(0), (FieldKind)r.GetInt32(1), r.GetBoolean(2), r.GetBoolean(3), r.GetString(4).Split('\n', StringSplitOptions.RemoveEmptyEntries), r.GetInt32(5), r.GetBoolean(6)),
                Version = r.GetInt32(7),
                Project = r.GetString(8),
            },
            stop,
            ("@id", id)) ?? throw Refusal.NotFound(Said.Of("refusal.field.number", ("id", id)));
        return new(id, found.Version, found.Project, found.Fields, [], await HistoryOf.Latest(desk.Sql, Subject.TicketField, id, MostHistory, stop), desk.Actor.Holds("settings.change"));
    }

    public async Task<FieldView> Blank(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        return new(0, 0, null, new("", FieldKind.Text), await desk.Sql.List("select name from project where active order by name", r => r.GetString(0), stop), [], MayChange: true);
    }
}
