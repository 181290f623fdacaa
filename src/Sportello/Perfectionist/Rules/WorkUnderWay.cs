using Sportello.Jobs;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>New or accepted, although somebody of our own side has written already: it is under review. Corrected where the person allows it.</summary>
internal sealed class WorkUnderWay : Rule
{
    // Whoever took a correction back knows better; it is not made again.
    private const string StaffHaveWritten =
        """
        t.staff_commented and not exists
        (select 1 from perfectionist_fix f where f.ticket_number = t.number and f.rule = 'work-under-way' and f.undone_at is not null)
        """;

    private static readonly Sentence WouldMove = new(
        "work has begun on {n} {n:ticket that still says|tickets that still say} New or Accepted; to be moved to Under review:",
        "по {n} {n:обращению|обращениям|обращениям} в статусе «Новое» или «Принято» уже идёт работа; будет поставлено «Рассматривается»:",
        "il lavoro è iniziato su {n} ticket ancora Nuovi o Accettati; da spostare in esame:");

    public override string Id => "work-under-way";

    public override int Place => 10;

    public override Sentence Title { get; } = new("Work under way", "Работа идёт", "Lavoro in corso");

    public override Sentence Findings { get; } = new(
        "work had begun on {n} {n:ticket|tickets}, now moved to Under review:",
        "работа уже шла по {n} {n:обращению|обращениям|обращениям}, поставлен статус «Рассматривается»:",
        "il lavoro era iniziato su {n} ticket, ora in esame:");

    public override Sentence InOrder { get; } = new(
        "every ticket you have begun says so.",
        "у всех начатых обращений верный статус.",
        "ogni ticket iniziato lo dice già.");

    public override Sentence Off { get; } = new(
        "this check is off for you (Рассматривается = 1 in config.ini, or the switch on your contact, turns it on).",
        "проверка у вас выключена (включается ключом Рассматривается = 1 в config.ini или на карточке контакта).",
        "questo controllo per te è spento (si accende con Рассматривается = 1 in config.ini o sul contatto).");

    public override bool IsOffFor(Person person) => !person.Correct;

    public override async Task<Finding> Look(Inspection inspection, CancellationToken stop)
    {
        var found = await inspection.Tickets([TicketStatus.New, TicketStatus.Accepted], StaffHaveWritten, stop);
        var moved = await inspection.Move(this, found, TicketStatus.UnderReview, stop);
        return Of(moved) with { Fixed = moved.Count > 0 };
    }

    public override string Say(Language language, Finding finding, Inspection inspection) => finding.Fixed && inspection.DryRun
        ? Line(language, WouldMove, finding, inspection)
        : base.Say(language, finding, inspection);
}
