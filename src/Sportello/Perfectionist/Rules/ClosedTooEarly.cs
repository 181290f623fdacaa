using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>The ticket is closed, and work for it goes on.</summary>
internal sealed class ClosedTooEarly : Rule
{
    // Work that goes on is little; closed tickets and their links are many. The cross join holds the embedded database to that order.
    private const string WorkGoesOn =
        """
        t.id in (select l.ticket_id from work_item w cross join ticket_work_item l where l.work_item_id = w.id and w.status not in (3, 5))
        """;

    public override string Id => "closed-too-early";

    public override int Place => 170;

    public override Sentence Title { get; } = new("Closed, work goes on", "Закрыто, а работа идёт", "Chiuso, ma il lavoro continua");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket is|tickets are} closed while the work goes on, and could be opened again:",
        "{n} {n:обращение закрыто|обращения закрыты|обращений закрыто}, а работа ещё идёт; предлагаю открыть снова:",
        "{n} ticket {n:è chiuso|sono chiusi} mentre il lavoro continua, e si {n:può|possono} riaprire:");

    public override Sentence InOrder { get; } = new("no closed ticket has work going on.", "у закрытых обращений работа закончена.", "nessun ticket chiuso ha lavoro in corso.");

    public override Proposal Proposes { get; } = new(TicketStatus.TasksIssued);

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.ClosedTickets(WorkGoesOn, "t.closed_at", stop);

    public override Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop) =>
        WorkEvidence.Of(inspection, found, "w.status not in (3, 5)", stop);

    public override string? Because(Language language, Evidence evidence) => evidence.Words;
}
