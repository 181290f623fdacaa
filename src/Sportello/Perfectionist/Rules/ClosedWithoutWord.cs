using Sportello.Data;
using Sportello.History;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>Closed in these days by us, and the customer has never had a public word. A customer who closes the own ticket needs none, and what was merged goes on elsewhere.</summary>
internal sealed class ClosedWithoutWord : Rule
{
    private static readonly string Silent =
        $"""
         not t.last_public_by_staff and t.closed_at >= @since and t.merged_into_id is null
         and not exists (select 1 from comment c where c.ticket_id = t.id and c.by_staff and not c.internal)
         and not exists (select 1 from history h where h.subject = {(int)Subject.Ticket} and h.subject_id = t.id
             and h.what = 'status' and h.to_value = 'closed' and h.at = t.closed_at and h.contact_id = t.requester_id)
         """;

    public override string Id => "closed-without-word";

    public override int Place => 160;

    public override Sentence Title { get; } = new("Closed without a word", "Закрыто молча", "Chiuso senza una parola");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket was|tickets were} closed in the last {days} {days:day|days} without a word to the customer:",
        "{n} {n:обращение закрыто|обращения закрыты|обращений закрыто} за последние {days} {days:день|дня|дней} без единого слова клиенту:",
        "negli ultimi {days} {days:giorno|giorni} {n:è stato chiuso|sono stati chiusi} {n} ticket senza una parola al cliente:");

    public override Sentence InOrder { get; } = new("whoever had a ticket closed heard why.", "о каждом закрытом клиент знает.", "di ogni chiusura il cliente ha saputo.");

    public override int Patience(House house) => house.Settings.Perfectionist.ClosedDays;

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.ClosedTickets(Silent, "t.closed_at", stop, ("@since", inspection.PatienceSince(this)));

    public override async Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop)
    {
        var sql = inspection.Desk.Sql;
        return found.Count == 0 ? [] : await sql.List(
            $"""
             select t.number, t.closed_at, (select h.who from history h where h.subject = {(int)Subject.Ticket} and h.subject_id = t.id and h.what = 'status' and h.to_value = 'closed' order by h.id desc limit 1)
             from ticket t where {sql.Dialect.Among("t.id", "@found")} order by t.number
             """,
            r => new Evidence { Ticket = r.GetInt32(0), At = r.Time(1), By = r.Text(2) },
            stop,
            ("@found", found.Select(f => f.Id).ToList()));
    }

    public override string? Because(Language language, Evidence evidence) => ByAndDay(language, evidence);
}
