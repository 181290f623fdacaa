using System.Globalization;
using System.Text.Json;
using Sportello.Fields;

namespace Sportello.App.Api.Tickets;

/// <summary>The project's own fields of a ticket: an object by their names; numbers and yes or no as JSON has them, days and choices as texts.</summary>
internal static class FieldsJson
{
    public static IReadOnlyDictionary<string, string?> Read(JsonElement fields) => fields.ValueKind == JsonValueKind.Object
        ? fields.EnumerateObject().ToDictionary(f => f.Name, f => Text(f), StringComparer.Ordinal)
        : throw Refusal.Invalid("fields", "An object is needed, with the names of the fields and what goes into them.");

    public static IReadOnlyDictionary<string, object?> Write(IReadOnlyList<FieldValue> fields) => fields.ToDictionary(f => f.Field.Name, Value, StringComparer.Ordinal);

    private static string? Text(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => field.Value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => field.Value.GetRawText(),
        _ => throw Refusal.Invalid("fields", $"“{field.Name}” takes a text, a number, true or false, or null."),
    };

    private static object? Value(FieldValue field) => (field.Field.Kind, field.Value) switch
    {
        (_, null) => null,
        (FieldKind.Number, var number) => decimal.Parse(number, CultureInfo.InvariantCulture),
        (FieldKind.YesNo, var answer) => string.Equals(answer, "yes", StringComparison.Ordinal),
        (_, var text) => text,
    };
}
