using Microsoft.EntityFrameworkCore;
using Sportello.Fields;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;
using Sportello.Tickets;

namespace Sportello.Portable.Taking;

/// <summary>Fields of projects' own, and what tickets hold in them.</summary>
internal sealed class TakeFields(ImportRun run)
{
    private ILookup<long, KeptField>? _known;

    /// <summary>Whether the fields of a project that is there differ from what the file says; one that holds something else is a fault.</summary>
    public bool Differ(ProjectForm form, IEnumerable<TicketField> known)
    {
        var differ = false;
        foreach (var wanted in form.Fields.Or([]))
        {
            var field = known.FirstOrDefault(f => string.Equals(f.Name, wanted.Name, StringComparison.OrdinalIgnoreCase));
            if (field is not null && field.Kind != wanted.Kind)
            {
                run.Findings.Fault(wanted.At, "kind", $"the field “{field.Name}” holds {Words.Name.Of(field.Kind)} here, and tickets have values of that; a field of another name is needed.");
            }

            differ |= field is null || !Same(field, wanted);
        }

        return differ;
    }

    /// <summary>After the projects are there. Fields that the file does not name stay.</summary>
    public async Task Write(IReadOnlyList<(long Project, ProjectForm Form)> projects, CancellationToken stop)
    {
        var ids = projects.Where(p => p.Form.Fields.Or([]).Count > 0).Select(p => p.Project).ToList();
        if (ids.Count == 0)
        {
            return;
        }

        var known = (await run.Desk.Db.TicketFields.Where(f => ids.Contains(f.ProjectId)).ToListAsync(stop)).ToLookup(f => f.ProjectId);
        foreach (var (project, form) in projects)
        {
            foreach (var wanted in form.Fields.Or([]))
            {
                if (known[project].FirstOrDefault(f => string.Equals(f.Name, wanted.Name, StringComparison.OrdinalIgnoreCase)) is not { } field)
                {
                    run.Desk.Db.Add(new TicketField(project, wanted.Fields, run.By));
                }
                else if (!Same(field, wanted))
                {
                    field.Change(wanted.Fields, run.By);
                }
            }
        }

        await run.Desk.Sql.Run("update counter set value = value + 1 where name = 'settings'", stop);
        await run.Desk.Flush(stop);
        run.Desk.Db.ChangeTracker.Clear();
    }

    public async Task Learn(CancellationToken stop) => _known ??= (await KeptField.All(run.Desk.Sql, stop)).ToLookup(f => f.ProjectId);

    /// <summary>What a ticket of the file is to hold, as it is kept; what the file says nothing of stays.</summary>
    public string? Values(TicketForm form, long project, Ticket? known)
    {
        if (!form.Fields.Is)
        {
            return known?.Fields;
        }

        var values = new SortedDictionary<long, string>();
        foreach (var (name, text) in form.Fields.Value)
        {
            var field = _known![project].FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));
            if (field is null)
            {
                run.Findings.Fault(form.At, "fields", $"the project has no field “{name}”; list it among the project's fields.");
            }
            else if (Fitting(form, field, text) is { } value)
            {
                values[field.Id] = value;
            }
        }

        return FieldValues.Write(values);
    }

    /// <summary>A choice that is no longer offered stays what it was.</summary>
    private string? Fitting(TicketForm form, KeptField field, string text)
    {
        try
        {
            return field.Kind == FieldKind.Choice ? Words.OneLine.Of(text) : field.Fit(text);
        }
        catch (Refusal refusal)
        {
            run.Findings.Fault(form.At, "fields", refusal.Message);
            return null;
        }
    }

    private static bool Same(TicketField field, FieldForm form) =>
        string.Equals(field.Name, form.Name, StringComparison.Ordinal) && field.Required == form.Required && field.ForCustomers == form.ForCustomers
        && string.Equals(field.Choices, string.Join('\n', form.Choices), StringComparison.Ordinal) && field.Position == form.Position && field.Active == form.Active;
}
