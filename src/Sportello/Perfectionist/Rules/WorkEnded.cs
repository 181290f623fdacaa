using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>All the work is done or cancelled, and the ticket stays open under another status than Tasks issued, which has a rule of its own.</summary>
internal sealed class WorkEnded : Rule
{
    public override string Id => "work-ended";

    public override int Place => 140;

    public override Sentence Title { get; } = new("Work ended, ticket open", "Работа сделана, обращение открыто", "Lavoro finito, ticket aperto");

    public override Sentence Findings { get; } = new(
        "all the work of {n} {n:ticket|tickets} has ended, and {n:it could|they could} be closed:",
        "по {n} {n:обращению|обращениям|обращениям} вся работа закончена, предлагаю закрыть:",
        "tutto il lavoro di {n} ticket è finito, e {n:si può|si possono} chiudere:");

    public override Sentence InOrder { get; } = new("no open ticket has only finished work.", "открытых обращений с законченной работой нет.", "nessun ticket aperto con tutto il lavoro finito.");

    public override Proposal Proposes => Proposal.Close;

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.OpenTickets($"t.status <> {(int)TicketStatus.TasksIssued} and {TasksFinished.AllEnded}", "null", stop);

    public override Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop) =>
        WorkEvidence.Of(inspection, found, "1 = 1", stop);

    public override string? Because(Language language, Evidence evidence) => evidence.Words;
}
