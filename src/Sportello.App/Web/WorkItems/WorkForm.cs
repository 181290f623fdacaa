using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.App.Web.WorkItems;

/// <summary>What was typed into a form of a work item. A field that is not there stays as it is; one that is there and empty is meant so.</summary>
public sealed record WorkForm(IReadOnlyDictionary<string, string> Typed)
{
    public static WorkForm Empty { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    public string? this[string field] => Typed.GetValueOrDefault(field);

    public int? Version => int.TryParse(this["Version"], CultureInfo.InvariantCulture, out var version) ? version : null;

    public static async Task<WorkForm> Of(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return new(form.Where(f => !f.Key.StartsWith('_')).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal));
    }

    public NewWorkItem ToAdd(int? ticket) => new(this["Name"] ?? "")
    {
        Project = string.IsNullOrEmpty(this["Project"]) && ticket is null ? throw Refusal.Invalid("project", Said.Of("refusal.work.project")) : this["Project"],
        Description = this["Description"],
        Type = Choice<WorkType>("Type") ?? WorkType.Other,
        Priority = Choice<Priority>("Priority") ?? Priority.Normal,
        Developer = this["Developer"],
        Tester = this["Tester"],
        Start = DayField.Read(this["Start"], "start"),
        PlannedEnd = DayField.Read(this["PlannedEnd"], "planned_end"),
        Suite = this["Suite"],
        Tickets = ticket is { } number ? [number] : [],
    };

    public WorkItemChanges ToChange() => new()
    {
        Name = this["Name"],
        Description = this["Description"],
        Type = Choice<WorkType>("Type"),
        Status = Choice<WorkItemStatus>("Status"),
        Priority = Choice<Priority>("Priority"),
        Developer = Text("Developer"),
        Tester = Text("Tester"),
        Suite = Text("Suite"),
        Start = Day("Start", "start"),
        PlannedEnd = Day("PlannedEnd", "planned_end"),
        SeenVersion = Version,
    };

    private T? Choice<T>(string field)
        where T : struct, Enum => Name.TryRead<T>(this[field], out var value) ? value : null;

    private SetTo<string?>? Text(string field) => this[field] is { } text ? new SetTo<string?>(text) : null;

    private SetTo<DateOnly?>? Day(string field, string called) => this[field] is { } text ? new SetTo<DateOnly?>(DayField.Read(text, called)) : null;
}
