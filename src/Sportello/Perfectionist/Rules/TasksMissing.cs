using Sportello.Tickets;

namespace Sportello.Perfectionist.Rules;

/// <summary>The status says that tasks were issued, and there is none.</summary>
internal sealed class TasksMissing : Rule
{
    public override string Id => "tasks-missing";

    public override int Place => 30;

    public override Sentence Title { get; } = new("Tasks missing", "Заданий нет", "Attività mancanti");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket says|tickets say} Tasks issued, but no task is linked:",
        "{n} {n:обращение|обращения|обращений} в статусе «Задания выданы» без единого задания:",
        "{n} ticket {n:dice|dicono} Attività assegnate, ma nessuna attività è collegata:");

    public override Sentence InOrder { get; } = new("wherever tasks were issued, they are there.", "везде, где задания выданы, они есть.", "dove sono state assegnate attività, ci sono.");

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.Tickets([TicketStatus.TasksIssued], "not exists (select 1 from ticket_work_item l where l.ticket_id = t.id)", "null", stop);
}
