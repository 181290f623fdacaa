using System.Globalization;
using Sportello.Words;

namespace Sportello.App.Web.Shared;

internal static class DayField
{
    /// <summary>A day of a form or an address; none when nothing is said.</summary>
    public static DateOnly? Read(string? text, string field) =>
        string.IsNullOrWhiteSpace(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1990 and < 2200 ? day
        : throw Refusal.Invalid(field, Said.Of("refusal.day", ("text", text)));

    public static string Write(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
