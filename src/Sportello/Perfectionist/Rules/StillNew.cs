using Sportello.Tickets;

namespace Sportello.Perfectionist.Rules;

/// <summary>Nobody has looked at it yet.</summary>
internal sealed class StillNew : Rule
{
    public override string Id => "still-new";

    public override int Place => 50;

    public override Sentence Title { get; } = new("Still new", "Новые", "Ancora nuovi");

    public override Sentence Findings { get; } = new(
        "{n} {n:ticket waits|tickets wait} for a first look:",
        "{n} {n:обращение ждёт|обращения ждут|обращений ждут} первого взгляда:",
        "{n} ticket {n:aspetta|aspettano} un primo sguardo:");

    public override Sentence InOrder { get; } = new("nothing waits for a first look.", "непросмотренных нет.", "niente aspetta un primo sguardo.");

    public override Task<IReadOnlyList<FoundTicket>> Find(Inspection inspection, CancellationToken stop) =>
        inspection.Tickets([TicketStatus.New], "t.snoozed_until is null", "t.opened_at", stop);
}
