using System.Text.Json;
using Sportello.Fields;
using Sportello.Portable.Reading;

namespace Sportello.Portable.Forms;

/// <summary>A field of a project's own, within the project.</summary>
internal sealed record FieldForm(Place At, string Name, FieldKind Kind, bool Required, bool ForCustomers, IReadOnlyList<string> Choices, int Position, bool Active)
{
    public FieldFields Fields => new(Name, Kind, Required, ForCustomers, Choices, Position, Active);

    public static Given<List<FieldForm>> ReadAll(Members owner, Findings findings)
    {
        var given = owner.Elements("fields");
        var fields = new List<FieldForm>();
        foreach (var json in given.Or([]))
        {
            var place = new Place(owner.At.Line, $"{owner.At.Object}: field {fields.Count + 1}");
            if (Members.Of(json, "field", place, findings) is { } m)
            {
                fields.Add(Read(m));
            }
            else
            {
                owner.Fault("fields", "each field is an object in braces.");
            }
        }

        var twice = fields.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            owner.Fault("fields", $"there are two fields “{twice.Key}”; one is enough.");
        }

        return new(given.Is, fields);
    }

    /// <summary>What a ticket holds in them: texts by the names of the fields.</summary>
    public static Given<List<(string Name, string Value)>> Values(Members ticket)
    {
        var given = ticket.Object("fields");
        var values = new List<(string, string)>();
        foreach (var member in given.Is ? given.Value.EnumerateObject() : default(JsonElement.ObjectEnumerator))
        {
            values.Add((member.Name, ticket.TextOf("fields", member.Value)));
        }

        return new(given.Is, values);
    }

    private static FieldForm Read(Members m)
    {
        var name = Words.OneLine.Of(m.Required("name"));
        if (name.Length > TicketField.NameLength)
        {
            m.Fault("name", $"the name has {name.Length} characters; {TicketField.NameLength} is the most.");
        }

        var form = new FieldForm(
            m.At, name, m.Choice<FieldKind>("kind").Or(FieldKind.Text), m.Flag("required").Value, m.Flag("for_customers").Value,
            m.Texts("choices").Or([]), (int)(m.Whole("position", 0, 999).Value ?? 0), m.Flag("active").Or(true));
        if (form.Kind == FieldKind.Choice && form.Choices.Count == 0)
        {
            m.Fault("choices", "are needed: a list of texts to choose from.");
        }

        return form with { At = m.Done() };
    }
}
