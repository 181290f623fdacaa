using Sportello.Data;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>Work of this person that should have ended by a planned day, and has not.</summary>
internal sealed class WorkOverdue : Rule
{
    public override string Id => "work-overdue";

    public override int Place => 180;

    public override Thing About => Thing.WorkItem;

    public override Sentence Title { get; } = new("Work overdue", "Срок работы прошёл", "Lavoro in ritardo");

    public override Sentence Findings { get; } = new(
        "{n} work {n:item|items} of yours should have ended by now:",
        "{n} {n:ваша работа должна была|ваши работы должны были|ваших работ должны были} уже закончиться:",
        "{n} {n:tuo lavoro doveva essere finito|tuoi lavori dovevano essere finiti}:");

    public override Sentence InOrder { get; } = new("no planned day has passed.", "плановые сроки не пройдены.", "nessuna data prevista è passata.");

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.WorkItems("w.planned_end is not null and w.planned_end < @today and w.status not in (3, 5)", stop, "null", ("@today", inspection.Today));

    public override async Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop)
    {
        var sql = inspection.Desk.Sql;
        return found.Count == 0 ? [] : await sql.List(
            $"select w.number, w.planned_end, w.name from work_item w where {sql.Dialect.Among("w.id", "@found")} order by w.number",
            r => new Evidence { WorkItem = r.GetInt32(0), Day = r.Day(1), Words = r.GetString(2) },
            stop,
            ("@found", found.Select(f => f.Id).ToList()));
    }

    public override string? Because(Language language, Evidence evidence) => evidence.Day is { } day ? language.Day(day) : null;
}
