using Sportello.Data;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>
/// A contact of one organization whose address lies in the domain of another one. A domain is an organization's when at least three of its
/// contacts are there, and no more than one in four contacts of the domain belongs to anybody else; what everybody uses is so nobody's.
/// </summary>
internal sealed class AddressElsewhere : HouseRule
{
    private const int LeastContacts = 3;
    private const int StrangersAmong = 4;

    /// <summary>All that stands after the @, said in a way that both databases understand.</summary>
    private const string Domain = "replace(e.address, rtrim(e.address, replace(e.address, '@', '')), '')";

    public override string Id => "address-elsewhere";

    public override int Place => 240;

    public override Thing About => Thing.Contact;

    public override Sentence Title { get; } = new("Address of another organization", "Адрес чужой организации", "Indirizzo di un'altra organizzazione");

    public override Sentence Findings { get; } = new(
        "{n} {n:contact has an address|contacts have addresses} of another organization than their own:",
        "у {n} {n:контакта|контактов|контактов} адрес не своей, а другой организации:",
        "{n} {n:contatto ha|contatti hanno} un indirizzo di un'organizzazione che non è la loro:");

    public override Sentence InOrder { get; } = new("addresses and organizations go together.", "адреса и организации совпадают.", "indirizzi e organizzazioni vanno d'accordo.");

    public override async Task<IReadOnlyList<Evidence>> Find(Inspection inspection, CancellationToken stop)
    {
        var strangers = await Strangers(inspection, stop);
        if (strangers.Count == 0)
        {
            return [];
        }

        var contacts = await inspection.Desk.Sql.List(
            $"""
             select c.id, c.name, c.organization_id, e.address, {Domain} from contact_email e join contact c on c.id = e.contact_id
             where c.active and {inspection.Desk.Sql.Dialect.Among("c.organization_id", "@organizations")} order by c.name, c.id, e.address
             """,
            r => (Evidence: new Evidence { Number = r.GetInt64(0), Contact = r.GetString(1), Words = r.GetString(3) }, Place: (r.GetString(4), r.GetInt64(2))),
            stop,
            ("@organizations", strangers.Keys.Select(s => s.Organization).Distinct().ToList()));
        return [.. contacts.Where(c => strangers.ContainsKey(c.Place)).Select(c => c.Evidence with { Organization = strangers[c.Place] })];
    }

    public override string? Because(Language language, Evidence evidence) => language.Say("perfectionist.elsewhere", ("address", evidence.Words), ("organization", evidence.Organization));

    /// <summary>Which organizations have somebody in whose domain: the domain, the organization, and the name of the owner.</summary>
    private static async Task<Dictionary<(string Domain, long Organization), string>> Strangers(Inspection inspection, CancellationToken stop)
    {
        var counts = await inspection.Desk.Sql.List(
            $"""
             select {Domain}, c.organization_id, o.name, count(distinct c.id) from contact_email e join contact c on c.id = e.contact_id join organization o on o.id = c.organization_id
             where c.active group by {Domain}, c.organization_id, o.name
             """,
            r => (Domain: r.GetString(0), Organization: r.GetInt64(1), Name: r.GetString(2), Contacts: r.GetInt64(3)),
            stop);
        var strangers = new Dictionary<(string, long), string>();
        foreach (var domain in counts.GroupBy(c => c.Domain, StringComparer.Ordinal))
        {
            var owner = domain.MaxBy(c => c.Contacts);
            var others = domain.Sum(c => c.Contacts) - owner.Contacts;
            if (others > 0 && owner.Contacts >= LeastContacts && others * StrangersAmong <= owner.Contacts + others)
            {
                foreach (var stranger in domain.Where(c => c.Organization != owner.Organization))
                {
                    strangers[(stranger.Domain, stranger.Organization)] = owner.Name;
                }
            }
        }

        return strangers;
    }
}
