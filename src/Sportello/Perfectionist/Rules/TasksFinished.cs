using Sportello.Tickets;

namespace Sportello.Perfectionist.Rules;

/// <summary>All the work that was issued is done or cancelled: the ticket can probably be closed.</summary>
internal sealed class TasksFinished : Rule
{
    /// <summary>There is work, and none of it goes on.</summary>
    public const string AllEnded =
        """
        exists (select 1 from ticket_work_item l where l.ticket_id = t.id)
        and not exists (select 1 from ticket_work_item l join work_item w on w.id = l.work_item_id where l.ticket_id = t.id and w.status not in (3, 5))
        """;

    public override string Id => "tasks-finished";

    public override int Place => 20;

    public override Sentence Title { get; } = new("Tasks finished", "Задания закончены", "Attività finite");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket has|tickets have} all tasks done or cancelled and could be closed:",
        "у {n} {n:обращения|обращений|обращений} все задания выполнены или отменены, предлагаю закрыть:",
        "{n} ticket {n:ha|hanno} tutte le attività completate o annullate e si {n:può|possono} chiudere:");

    public override Sentence InOrder { get; } = new("none that only waits to be closed.", "закрывать пока нечего.", "nessun ticket aspetta solo di essere chiuso.");

    public override Proposal Proposes => Proposal.Close;

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.Tickets([TicketStatus.TasksIssued], AllEnded, "null", stop);
}
