using Sportello.App.Web.Shared;
using Sportello.Fields;

namespace Sportello.App.Web.Tickets;

/// <summary>What was typed into the fields of projects' own: they stand in a form beside the others, under names such as <c>field.7</c>.</summary>
internal static class OwnFields
{
    public static async Task<IReadOnlyDictionary<string, string?>> Of(HttpContext http, CancellationToken stop) =>
        (await http.Request.ReadFormAsync(stop)).Where(f => f.Key.StartsWith("field.", StringComparison.Ordinal))
            .ToDictionary(f => f.Key, f => (string?)f.Value.ToString(), StringComparer.Ordinal);

    /// <summary>A value as people read it.</summary>
    public static string Shown(Page page, FieldValue field) => (field.Field.Kind, field.Value) switch
    {
        (_, null) => "–",
        (FieldKind.YesNo, var value) => page.Say("answer." + value),
        (FieldKind.Date, var value) => DateOnly.ParseExact(value, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ToString("d MMMM yyyy", page.Language.Culture),
        (FieldKind.Number, var value) => value.Replace(".", page.Language.Culture.NumberFormat.NumberDecimalSeparator, StringComparison.Ordinal),
        (_, var value) => value,
    };
}
