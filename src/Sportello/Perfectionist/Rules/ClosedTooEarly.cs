using Sportello.Tickets;
using Sportello.Words;
using Sportello.WorkItems;

namespace Sportello.Perfectionist.Rules;

/// <summary>The ticket is closed, and work for it goes on.</summary>
internal sealed class ClosedTooEarly : Rule
{
    /// <summary>Each status by its name, so that each is looked up in the index.</summary>
    private static readonly string GoingOn = string.Join(
        ", ", Enum.GetValues<WorkItemStatus>().Where(s => s is not (WorkItemStatus.Done or WorkItemStatus.Cancelled)).Select(s => (int)s));

    public override string Id => "closed-too-early";

    public override int Place => 170;

    public override Sentence Title { get; } = new("Closed, work goes on", "Закрыто, а работа идёт", "Chiuso, ma il lavoro continua");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket is|tickets are} closed while the work goes on, and could be opened again:",
        "{n} {n:обращение закрыто|обращения закрыты|обращений закрыто}, а работа ещё идёт; предлагаю открыть снова:",
        "{n} ticket {n:è chiuso|sono chiusi} mentre il lavoro continua, e si {n:può|possono} riaprire:");

    public override Sentence InOrder { get; } = new("no closed ticket has work going on.", "у закрытых обращений работа закончена.", "nessun ticket chiuso ha lavoro in corso.");

    public override Proposal Proposes { get; } = new(TicketStatus.TasksIssued);

    /// <summary>Work that goes on is little; closed tickets and their links are many, so that the work is asked first.</summary>
    public override async Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop)
    {
        var sql = inspection.Desk.Sql;
        var goesOn = await sql.List($"select id from work_item where status in ({GoingOn})", r => r.GetInt64(0), stop);
        var found = new Dictionary<int, FoundTicket>();
        foreach (var portion in goesOn.Chunk(WorkEvidence.AtOnce))
        {
            var linked = await sql.List(
                $"select l.ticket_id from ticket_work_item l where {sql.Dialect.Among("l.work_item_id", "@work")}", r => r.GetInt64(0), stop, ("@work", portion));
            foreach (var ticket in linked.Count == 0 ? [] : await inspection.ClosedTickets(sql.Dialect.Among("t.id", "@linked"), "t.closed_at", stop, ("@linked", linked)))
            {
                found[ticket.Number] = ticket;
            }
        }

        return [.. found.Values.OrderBy(t => t.Number)];
    }

    public override Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop) =>
        WorkEvidence.Of(inspection, found, "w.status not in (3, 5)", stop);

    public override string? Because(Language language, Evidence evidence) => evidence.Words;
}
