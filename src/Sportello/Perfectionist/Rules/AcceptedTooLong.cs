using Sportello.Tickets;

namespace Sportello.Perfectionist.Rules;

/// <summary>Accepted, and then nothing.</summary>
internal sealed class AcceptedTooLong : Rule
{
    public override string Id => "accepted-too-long";

    public override int Place => 60;

    public override Sentence Title { get; } = new("Accepted too long", "Долго в «Принято»", "Accettati da troppo");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket was|tickets were} opened {days} {days:day|days} ago or earlier and {n:is|are} still Accepted:",
        "{n} {n:обращение открыто|обращения открыты|обращений открыты} {days} {days:день|дня|дней} назад или раньше и всё ещё в статусе «Принято»:",
        "{n} ticket {n:è stato aperto|sono stati aperti} {days} {days:giorno|giorni} fa o prima {n:ed è ancora Accettato|e sono ancora Accettati}:");

    public override Sentence InOrder { get; } = new("none has stayed Accepted for {days} {days:day|days}.", "в статусе «Принято» ничего не залежалось.", "nessuno è rimasto Accettato per {days} {days:giorno|giorni}.");

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.Tickets([TicketStatus.Accepted], "t.opened_at <= @since and t.snoozed_until is null", "t.opened_at", stop, ("@since", inspection.PatienceSince(this)));
}
