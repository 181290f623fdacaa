using Sportello.Data;

namespace Sportello.CannedReplies;

/// <summary>A canned reply as it is kept in memory.</summary>
internal sealed record KeptCanned(long Id, string Name, long? ProjectId, string? Language, string Body)
{
    public static Task<List<KeptCanned>> All(Sql sql, CancellationToken stop) => sql.List(
        "select id, name, project_id, language, body from canned_reply order by name, id",
        r => new KeptCanned(r.GetInt64(0), r.GetString(1), r.Key(2), r.Text(3), r.GetString(4)),
        stop);
}
