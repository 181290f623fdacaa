using Sportello.Data;

namespace Sportello.History;

/// <summary>One change as it is shown.</summary>
public sealed record HistoryView(DateTime At, string Who, Door Door, string What, string? From, string? To, int Version);

/// <summary>Reads what was changed of one thing. Whoever asks has asked the law before.</summary>
internal static class HistoryOf
{
    private const string Select = "select at, who, door, what, from_value, to_value, subject_version from history";

    /// <summary>Oldest first.</summary>
    /// <param name="sql">The connection.</param>
    /// <param name="subject">What it is.</param>
    /// <param name="id">Its key.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="only">The changes that may be shown; none = all.</param>
    public static Task<List<HistoryView>> All(Sql sql, Subject subject, long id, CancellationToken stop, IReadOnlyList<string>? only = null) => sql.List(
        $"{Select} where subject = {(int)subject} and subject_id = @id{(only is null ? "" : $" and what in ({string.Join(", ", only.Select(what => $"'{what}'"))})")} order by id",
        Read,
        stop,
        ("@id", id));

    /// <summary>The latest ones, newest first.</summary>
    public static Task<List<HistoryView>> Latest(Sql sql, Subject subject, long id, int most, CancellationToken stop) => sql.List(
        $"{Select} where subject = {(int)subject} and subject_id = @id order by id desc limit {most}",
        Read,
        stop,
        ("@id", id));

    private static HistoryView Read(System.Data.Common.DbDataReader r) =>
        new(r.Time(0), r.GetString(1), (Door)r.GetInt32(2), r.GetString(3), r.Text(4), r.Text(5), r.GetInt32(6));
}
