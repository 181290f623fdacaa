using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>The customer has asked something, and has had no public answer for days.</summary>
internal sealed class QuestionUnanswered : Rule
{
    public override string Id => "question-unanswered";

    public override int Place => 110;

    public override Sentence Title { get; } = new("Question unanswered", "Вопрос без ответа", "Domanda senza risposta");

    public override Sentence Findings { get; } = new(
        "{n} {n:question of a customer has|questions of customers have} waited more than {days} {days:day|days} for an answer:",
        "{n} {n:вопрос клиента ждёт|вопроса клиентов ждут|вопросов клиентов ждут} ответа больше {days} {days:дня|дней|дней}:",
        "{n} {n:domanda di un cliente aspetta|domande di clienti aspettano} risposta da più di {days} {days:giorno|giorni}:");

    public override Sentence InOrder { get; } = new("every question has its answer.", "на все вопросы ответили.", "ogni domanda ha avuto risposta.");

    public override int Patience(House house) => house.Settings.Perfectionist.AnswerDays;

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.OpenTickets("t.asked_at is not null and t.asked_at < @since", "t.asked_at", stop, ("@since", inspection.PatienceSince(this)));

    public override async Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop) =>
        [.. (await CommentEvidence.Of(inspection, found, "c.at = t.asked_at and not c.by_staff", Telltale.Asks, stop))!.Select(e => e with { Day = null })];

    public override string? Because(Language language, Evidence evidence) => ByAndDay(language, evidence);
}
