using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Fields;

public sealed class AddField(Desk desk)
{
    /// <returns>Its number.</returns>
    public async Task<long> Run(string project, FieldFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        await desk.Begin(stop);
        var id = await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", project))
            ?? throw Refusal.Invalid("project", project.Length == 0 ? Said.Of("refusal.field.project") : Said.Of("refusal.project", ("name", project)));
        var field = new TicketField(id, await FieldCheck.Clean(desk, id, what, null, stop), desk.Stamp);
        desk.Db.Add(field);
        await desk.SaveSettings(stop);
        return field.Id;
    }
}

public sealed class ChangeField(Desk desk)
{
    /// <param name="id">Its number.</param>
    /// <param name="seen">The version that the writer saw.</param>
    /// <param name="what">All of it but its kind, which stays.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(long id, int seen, FieldFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        await desk.Begin(stop);
        var field = await desk.Db.TicketFields.SingleOrDefaultAsync(f => f.Id == id, stop) ?? throw Refusal.NotFound(Said.Of("refusal.field.number", ("id", id)));
        SeenEntry.Demand(field, seen);
        field.Change(await FieldCheck.Clean(desk, field.ProjectId, what with { Kind = field.Kind }, id, stop), desk.Stamp);
        await desk.SaveSettings(stop);
    }
}

internal static class FieldCheck
{
    private const int MostChoices = 100;

    public static async Task<FieldFields> Clean(Desk desk, long project, FieldFields what, long? self, CancellationToken stop)
    {
        var name = OrganizationName.Clean(what.Name, TicketField.NameLength);
        if (name.StartsWith("field.", StringComparison.OrdinalIgnoreCase))
        {
            throw Refusal.Invalid("name", Said.Of("refusal.field.name"));
        }

        var others = await desk.Sql.List("select id, name from ticket_field where project_id = @project", r => (Id: r.GetInt64(0), Name: r.GetString(1)), stop, ("@project", project));
        return others.Exists(o => o.Id != self && string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase))
            ? throw Refusal.Invalid("name", Said.Of("refusal.field.taken", ("name", name)))
            : what with { Name = name, Choices = ChoicesOf(what), Position = Math.Clamp(what.Position, 0, 999) };
    }

    private static List<string> ChoicesOf(FieldFields what)
    {
        if (what.Kind != FieldKind.Choice)
        {
            return [];
        }

        var choices = (what.Choices ?? []).Select(OneLine.Of).Where(c => c.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return choices.Count is 0 or > MostChoices || choices.Exists(c => c.Length > TicketField.NameLength)
            ? throw Refusal.Invalid("choices", Said.Of("refusal.field.choices", ("most", MostChoices), ("n", TicketField.NameLength)))
            : choices;
    }
}
