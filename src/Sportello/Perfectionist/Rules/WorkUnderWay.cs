using Sportello.Jobs;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>New or accepted, although somebody of our own side has written already: it is under review. Corrected where the person allows it.</summary>
internal sealed class WorkUnderWay : Rule
{
    private static readonly Sentence Would = new(
        "work has begun on {n} {n:ticket that still says|tickets that still say} New or Accepted; to be moved to Under review:",
        "по {n} {n:обращению|обращениям|обращениям} в статусе «Новое» или «Принято» уже идёт работа; статус пора сменить на «Рассматривается»:",
        "il lavoro è iniziato su {n} ticket ancora {n:Nuovo o Accettato|Nuovi o Accettati}; da spostare in esame:");

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

    public override Proposal Proposes { get; } = new(TicketStatus.UnderReview);

    /// <summary>Who allows corrections wants this one; for everybody else the check is off.</summary>
    public override Mode Usual(Person person) => person.Correct ? Mode.Fix : Mode.Off;

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.Tickets([TicketStatus.New, TicketStatus.Accepted], "t.staff_commented", "null", stop);

    protected override bool SaysWhatWasDone => true;

    /// <summary>It has been done, or it would be: in a dry run, or where the rule may only report.</summary>
    protected override Sentence Words(Finding finding) => finding is { Count: > 0, Fixed: false } or { DryRun: true, Fixed: true } ? Would : base.Words(finding);
}
