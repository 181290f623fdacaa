using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>Somebody wrote “see attached”, and neither that comment nor a later one brought a file.</summary>
internal sealed class AttachmentMissing : Rule
{
    public override string Id => "attachment-missing";

    public override int Place => 130;

    public override Sentence Title { get; } = new("Attachment missing", "Вложения нет", "Allegato mancante");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket speaks|tickets speak} of an attached file that is not there:",
        "в {n} {n:обращении|обращениях|обращениях} сказано о вложенном файле, а его нет:",
        "{n} ticket {n:parla|parlano} di un allegato che non c'è:");

    public override Sentence InOrder { get; } = new("every file that was announced is there.", "все обещанные файлы на месте.", "gli allegati annunciati ci sono tutti.");

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) => inspection.OpenTickets(
        """
        t.file_mentioned_at is not null and not exists
        (select 1 from comment c join attachment a on a.comment_id = c.id where c.ticket_id = t.id and c.at >= t.file_mentioned_at and not c.internal)
        """,
        "t.file_mentioned_at",
        stop);

    public override async Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop) =>
        [.. (await CommentEvidence.Of(inspection, found, "c.at = t.file_mentioned_at", Telltale.SpeaksOfFile, stop))!.Select(e => e with { Day = null })];

    public override string? Because(Language language, Evidence evidence) => ByAndDay(language, evidence);
}
