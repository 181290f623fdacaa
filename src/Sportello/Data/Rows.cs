namespace Sportello.Data;

/// <summary>One page of a list, and the opaque mark after which the next one begins; none at the end.</summary>
public sealed record Rows<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>What lists that page by key have in common.</summary>
internal static class Paging
{
    /// <summary>One row more than wanted was read, to know whether there is more.</summary>
    public static Rows<T> Page<T>(List<T> rows, int limit, Func<T, string> mark) =>
        rows.Count > limit ? new([.. rows.Take(limit)], mark(rows[limit - 1])) : new(rows, null);

    public static string Where(IReadOnlyCollection<string> conditions) => conditions.Count == 0 ? "" : " where " + string.Join(" and ", conditions);

    /// <summary>A mark that is the key of the row before.</summary>
    public static long? Key(string? mark) => string.IsNullOrEmpty(mark) ? null
        : long.TryParse(mark, System.Globalization.CultureInfo.InvariantCulture, out var key) ? key
        : throw Refusal.Invalid("after", Words.Said.Of("refusal.after"));

    public static string Mark(long key) => key.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
