using Sportello.Fields;
using Sportello.History;

namespace Sportello.Tickets;

internal sealed partial class Ticket
{
    /// <summary>What it holds in the fields of its project, as kept by <see cref="FieldValues"/>.</summary>
    public string? Fields { get; private set; }

    /// <param name="field">A field of its project.</param>
    /// <param name="value">What fits into it; none empties it.</param>
    /// <param name="by">Who.</param>
    public void Fill(KeptField field, string? value, Stamp by)
    {
        var values = FieldValues.Read(Fields);
        var before = values.GetValueOrDefault(field.Id);
        if (Note(by, "field", before is null ? null : $"{field.Name}: {before}", value is null ? null : $"{field.Name}: {value}"))
        {
            Fields = Put(values, field.Id, value);
        }
    }

    private static string? Put(SortedDictionary<long, string> values, long field, string? value)
    {
        if (value is null)
        {
            values.Remove(field);
        }
        else
        {
            values[field] = value;
        }

        return FieldValues.Write(values);
    }
}
