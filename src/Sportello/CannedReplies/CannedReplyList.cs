using Sportello.Access;
using Sportello.Directory;
using Sportello.History;
using Sportello.Words;

namespace Sportello.CannedReplies;

public sealed record CannedRow(long Id, string Name, string? Project, string? Language, string Beginning);

/// <param name="Projects">The names of all projects that it may be for.</param>
public sealed record CannedView(long Id, int Version, CannedFields Fields, IReadOnlyList<string> Projects, IReadOnlyList<HistoryView> History, bool MayChange);

/// <summary>The canned replies of the house, for whoever holds settings.view.</summary>
public sealed class CannedReplyList(Desk desk)
{
    private const int BeginningLength = 120;

    public static bool IsFor(Actor actor) => actor.Holds("settings.view");

    public Task<List<CannedRow>> Run(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        return desk.Sql.List(
            "select c.id, c.name, p.name, c.language, c.body from canned_reply c left join project p on p.id = c.project_id order by c.name, c.id",
            r => new CannedRow(r.GetInt64(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), Beginning(r.GetString(4))),
            stop);
    }

    private static string Beginning(string body) => OneLine.Of(body) is var line && line.Length > BeginningLength ? line[..BeginningLength] + "…" : line;
}

/// <summary>One canned reply with what was changed of it, or the form of a new one.</summary>
public sealed class CannedReplyPage(Desk desk)
{
    private const int MostHistory = 50;

    public async Task<CannedView> Run(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        var found = await desk.Sql.First(
            "select c.name, c.body, p.name, c.language, c.version from canned_reply c left join project p on p.id = c.project_id where c.id = @id",
            r => new { Fields = new CannedFields(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3)), Version = r.GetInt32(4) },
            stop,
            ("@id", id)) ?? throw Refusal.NotFound(Said.Of("refusal.canned.number", ("id", id)));
        return new(
            id, found.Version, found.Fields, await Projects(stop), await HistoryOf.Latest(desk.Sql, Subject.CannedReply, id, MostHistory, stop), desk.Actor.Holds("settings.change"));
    }

    public async Task<CannedView> Blank(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        return new(0, 0, new("", ""), await Projects(stop), [], MayChange: true);
    }

    private Task<List<string>> Projects(CancellationToken stop) => desk.Sql.List("select name from project order by name", r => r.GetString(0), stop);
}
