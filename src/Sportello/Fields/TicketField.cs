using Sportello.History;

namespace Sportello.Fields;

/// <summary>What a field of a project's own holds. Stored.</summary>
public enum FieldKind
{
    Text = 1,
    Number = 2,
    Date = 3,
    Choice = 4,
    YesNo = 5,
}

/// <summary>What is written down of a field.</summary>
/// <param name="ForCustomers">Whether customers see it, and fill it in when they open a ticket; otherwise it is for managers and staff.</param>
/// <param name="Choices">What there is to choose from, of a choice.</param>
/// <param name="Position">Lower ones stand first.</param>
/// <param name="Active">Whether it is still asked and shown. What tickets hold stays with them.</param>
public sealed record FieldFields(
    string Name, FieldKind Kind, bool Required = false, bool ForCustomers = false, IReadOnlyList<string>? Choices = null, int Position = 0, bool Active = true);

/// <summary>A field that a project has beyond those that every ticket has.</summary>
internal sealed class TicketField : IHistoric
{
    public const int NameLength = 60;

    private TicketField()
    {
    }

    public TicketField(long projectId, FieldFields what, Stamp by)
    {
        ProjectId = projectId;
        Describe(what);
        Changes.Add(new Change(by, "added", null, what.Name));
    }

    public long Id { get; private set; }

    public long ProjectId { get; private set; }

    public string Name { get; private set; } = "";

    public FieldKind Kind { get; private set; }

    public bool Required { get; private set; }

    public bool ForCustomers { get; private set; }

    /// <summary>One a line.</summary>
    public string Choices { get; private set; } = "";

    public int Position { get; private set; }

    public bool Active { get; private set; }

    public int Version { get; private set; }

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => Subject.TicketField;

    /// <summary>All but its kind, since tickets hold values of that kind.</summary>
    public void Change(FieldFields to, Stamp by)
    {
        this.Note(by, "name", Name, to.Name);
        this.Note(by, "required", Required, to.Required);
        this.Note(by, "for-customers", ForCustomers, to.ForCustomers);
        this.Note(by, "choices", Choices.Replace("\n", ", ", StringComparison.Ordinal), string.Join(", ", to.Choices ?? []));
        this.Note(by, "position", Position.ToString(System.Globalization.CultureInfo.InvariantCulture), to.Position.ToString(System.Globalization.CultureInfo.InvariantCulture));
        this.Note(by, "active", Active, to.Active);
        Describe(to);
    }

    private void Describe(FieldFields what)
    {
        Name = what.Name;
        Kind = what.Kind;
        Required = what.Required;
        ForCustomers = what.ForCustomers;
        Choices = string.Join('\n', what.Choices ?? []);
        Position = what.Position;
        Active = what.Active;
    }
}
