using Sportello.Tickets;

namespace Sportello.Perfectionist.Rules;

/// <summary>We wrote last, and the customer has said nothing for days. Only what the customer could read counts.</summary>
internal sealed class CustomerSilent : Rule
{
    public override string Id => "customer-silent";

    public override int Place => 40;

    public override Sentence Title { get; } = new("Customer silent", "Клиент молчит", "Cliente silenzioso");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket has|tickets have} had no word from the customer for more than {days} {days:day|days} and could be closed:",
        "по {n} {n:обращению|обращениям|обращениям} клиент не отвечает больше {days} {days:дня|дней|дней}, предлагаю закрыть:",
        "da più di {days} {days:giorno|giorni} il cliente tace su {n} ticket, che si {n:può|possono} chiudere:");

    public override Sentence InOrder { get; } = new(
        "nobody has kept silent for more than {days} {days:day|days}.",
        "дольше {days} {days:дня|дней|дней} никто не молчит.",
        "nessuno tace da più di {days} {days:giorno|giorni}.");

    public override Proposal Proposes => Proposal.Close;

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) => inspection.Tickets(
        [TicketStatus.UnderReview, TicketStatus.Returned],
        "t.last_public_by_staff and t.last_public_at < @since and t.snoozed_until is null",
        "t.last_public_at",
        stop,
        ("@since", inspection.PatienceSince(this)));
}
