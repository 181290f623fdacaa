using Sportello.Data;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>An open ticket of somebody who can no longer work on it: the contact, the account or the organization is inactive.</summary>
internal sealed class AssigneeInactive : HouseRule
{
    // Who has gone is asked first: they are few, and open tickets are many.
    private static readonly string[] Gone =
    [
        "select c.id from contact c where not c.active",
        "select c.id from user_account u cross join contact c where c.user_id = u.id and not u.active",
        "select c.id from organization o cross join contact c where c.organization_id = o.id and not o.active",
    ];

    public override string Id => "assignee-inactive";

    public override int Place => 210;

    public override Thing About => Thing.Ticket;

    public override Sentence Title { get; } = new("Assignee inactive", "Исполнитель неактивен", "Assegnatario non attivo");

    public override Sentence Findings { get; } = new(
        "{n} open {n:ticket belongs|tickets belong} to somebody who can no longer work on {n:it|them}, and could be handed back:",
        "{n} {n:открытое обращение числится|открытых обращения числятся|открытых обращений числятся} за теми, кто уже не может ими заняться; предлагаю снять исполнителя:",
        "{n} ticket {n:aperto è|aperti sono} di chi non può più occuparsene, e si {n:può|possono} rimettere a disposizione:");

    public override Sentence InOrder { get; } = new("everybody with a ticket can work on it.", "у всех обращений действующие исполнители.", "chi ha un ticket può lavorarci.");

    public override Proposal Proposes => Proposal.HandBack;

    public override async Task<IReadOnlyList<Evidence>> Find(Inspection inspection, CancellationToken stop)
    {
        var found = new SortedDictionary<int, Evidence>();
        foreach (var gone in Gone)
        {
            foreach (var evidence in await inspection.Desk.Sql.List(
                $"""
                 select t.number, a.name from ({gone}) g cross join contact a cross join ticket t where a.id = g.id and t.assignee_id = g.id and t.open{inspection.Seen}
                 """,
                r => new Evidence { Ticket = r.GetInt32(0), By = r.GetString(1) },
                stop,
                inspection.SeenProjects))
            {
                found[evidence.Ticket!.Value] = evidence;
            }
        }

        return [.. found.Values];
    }

    public override string? Because(Language language, Evidence evidence) => evidence.By;
}
