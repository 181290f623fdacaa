using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.Settings.Names;

/// <summary>What can be called otherwise: a kind, a status, a priority, and status and type of a task, by its key among the texts.</summary>
public sealed record Nameable(string Family, string Key)
{
    public static IReadOnlyList<Nameable> All { get; } =
    [
        .. Enum.GetValues<TicketKind>().Select(k => new Nameable("kind", $"kind.{Name.Of(k)}")),
        .. Enum.GetValues<TicketStatus>().Select(s => new Nameable("status", $"status.{Name.Of(s)}")),
        .. Enum.GetValues<Priority>().Select(p => new Nameable("priority", $"priority.{Name.Of(p)}")),
        .. Enum.GetValues<WorkItemStatus>().Select(s => new Nameable("work", $"work.{Name.Of(s)}")),
        .. Enum.GetValues<WorkType>().Select(t => new Nameable("work-type", $"work-type.{Name.Of(t)}")),
    ];

    /// <summary>How the field of one language is called in a form.</summary>
    public string In(string language) => $"{Key}.{language}";
}

/// <param name="Own">By key and language, as in <c>status.new.en</c>, where the house says it its own way.</param>
public sealed record NamesView(IReadOnlyDictionary<string, string> Own, IReadOnlyList<HistoryView> History, bool MayChange);

/// <summary>What this house calls them, for whoever holds settings.view.</summary>
public sealed class NamesPage(Desk desk)
{
    internal const long HistoryKey = 2;
    private const int MostHistory = 100;

    public static bool IsFor(Actor actor) => actor.Holds("settings.view");

    public async Task<NamesView> Run(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        var own = await All(desk.Sql, stop);
        return new(
            own.ToDictionary(n => $"{n.Key}.{n.Language}", n => n.Text, StringComparer.Ordinal),
            await HistoryOf.Latest(desk.Sql, Subject.Setting, HistoryKey, MostHistory, stop),
            desk.Actor.Holds("settings.change"));
    }

    internal static Task<List<(string Language, string Key, string Text)>> All(Sql sql, CancellationToken stop) =>
        sql.List("select language, said_key, text from own_name order by said_key, language", r => (r.GetString(0), r.GetString(1), r.GetString(2)), stop);
}
