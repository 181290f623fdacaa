using Sportello.History;

namespace Sportello.Importing;

/// <summary>Tickets of an earlier import that people, mail or programs have worked on here since: they stay as they are and only get what was said newly.</summary>
internal static class TouchedHere
{
    public static async Task<HashSet<long>> Tickets(Desk desk, string source, CancellationToken stop) => [.. await desk.Sql.List(
        """
        select t.number from foreign_thing f join ticket t on t.number = f.own_id
        where f.source = @source and f.kind = 'ticket' and exists (select 1 from history h where h.subject = @subject and h.subject_id = t.id and h.door <> @door)
        """,
        r => (long)r.GetInt32(0), stop, ("@source", source), ("@subject", Subject.Ticket), ("@door", Door.Import))];

    public static async Task<HashSet<long>> WorkItems(Desk desk, string source, CancellationToken stop) => [.. await desk.Sql.List(
        """
        select w.number from foreign_thing f join work_item w on w.number = f.own_id
        where f.source = @source and f.kind = 'work-item' and exists (select 1 from history h where h.subject = @subject and h.subject_id = w.id and h.door <> @door)
        """,
        r => (long)r.GetInt32(0), stop, ("@source", source), ("@subject", Subject.WorkItem), ("@door", Door.Import))];
}
