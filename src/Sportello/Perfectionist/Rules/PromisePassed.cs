using Sportello.Data;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>We have promised the customer something for a day, the day has passed, and we have written nothing since.</summary>
internal sealed class PromisePassed : Rule
{
    public override string Id => "promise-passed";

    public override int Place => 120;

    public override Sentence Title { get; } = new("Promise passed", "Обещанный срок прошёл", "Promessa scaduta");

    public override Sentence Findings { get; } = new(
        "on {n} {n:ticket|tickets} the day we promised has gone by without a word from us:",
        "по {n} {n:обращению|обращениям|обращениям} обещанный день прошёл, а мы так и не написали:",
        "su {n} ticket il giorno promesso è passato senza una nostra parola:");

    public override Sentence InOrder { get; } = new("what was promised was kept, or is still to come.", "все обещания выполнены или ещё впереди.", "le promesse sono mantenute o non ancora scadute.");

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.OpenTickets("t.promised_on is not null and t.promised_on < @today", "null", stop, ("@today", inspection.Today));

    public override Task<IReadOnlyList<Evidence>?> Evidence(Inspection inspection, IReadOnlyList<FoundTicket> found, CancellationToken stop) =>
        CommentEvidence.Of(inspection, found, "c.by_staff", line => Telltale.Promise(line, inspection.Today.AddDays(-200)) is not null, stop);

    public override string? Because(Language language, Evidence evidence) =>
        evidence.Day is { } day ? language.Say("perfectionist.promised", ("day", language.Day(day))) : null;
}
