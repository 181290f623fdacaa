using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>An active contact without an organization to belong to: every contact has one, but theirs is no longer active.</summary>
internal sealed class OrganizationGone : HouseRule
{
    public override string Id => "contact-without-organization";

    public override int Place => 220;

    public override Thing About => Thing.Contact;

    public override Sentence Title { get; } = new("Contact without organization", "Контакт без организации", "Contatto senza organizzazione");

    public override Sentence Findings { get; } = new(
        "{n} active {n:contact belongs|contacts belong} to an organization that is no longer active:",
        "{n} {n:действующий контакт числится|действующих контакта числятся|действующих контактов числятся} за организацией, которой больше нет:",
        "{n} {n:contatto attivo appartiene|contatti attivi appartengono} a un'organizzazione non più attiva:");

    public override Sentence InOrder { get; } = new("every contact has a living organization.", "у каждого контакта есть действующая организация.", "ogni contatto ha un'organizzazione attiva.");

    public override async Task<IReadOnlyList<Evidence>> Find(Inspection inspection, CancellationToken stop) => await inspection.Desk.Sql.List(
        "select c.id, c.name, o.name from organization o join contact c on c.organization_id = o.id where not o.active and c.active order by c.name, c.id",
        r => new Evidence { Number = r.GetInt64(0), Contact = r.GetString(1), Words = r.GetString(2) },
        stop);

    public override string? Because(Language language, Evidence evidence) => evidence.Words;
}
