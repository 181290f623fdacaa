using System.Globalization;
using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Tickets;

/// <summary>Days as people write them in a filter: <c>2025</c>, <c>2025-03</c>, <c>2025-03-05</c>, <c>today</c>, <c>yesterday</c>.</summary>
internal readonly record struct DaySpan(DateOnly First, DateOnly Beyond)
{
    public static DaySpan? Read(string text, DateOnly today) => text switch
    {
        "today" => OfDay(today),
        "yesterday" => OfDay(today.AddDays(-1)),
        _ when Exact("yyyy", text) is { } year => new(year, year.AddYears(1)),
        _ when Exact("yyyy-MM", text) is { } month => new(month, month.AddMonths(1)),
        _ when Exact("yyyy-MM-dd", text) is { } day => OfDay(day),
        _ => null,
    };

    /// <exception cref="Refusal">It is no such thing; the field is named.</exception>
    public static DaySpan Of(Desk desk, string field, string text) =>
        Read(text, LocalTime.DayOf(desk.Now, desk.Zone)) ?? throw Refusal.Invalid(field, Said.Of("query.days", ("value", text)));

    private static DaySpan OfDay(DateOnly day) => new(day, day.AddDays(1));

    /// <summary>None also where the calendar ends, since nothing lies beyond.</summary>
    private static DateOnly? Exact(string form, string text) =>
        DateOnly.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year < DateOnly.MaxValue.Year ? day : null;
}
