using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>Two active contacts with one e-mail address: a letter from there is one of them, and nobody can say which.</summary>
internal sealed class SharedAddress : HouseRule
{
    public override string Id => "shared-address";

    public override int Place => 230;

    public override Thing About => Thing.Contact;

    public override Sentence Title { get; } = new("Shared address", "Один адрес на двоих", "Indirizzo condiviso");

    public override Sentence Findings { get; } = new(
        "{n} contacts have an address that is somebody else's too:",
        "у {n} {n:контакта|контактов|контактов} адрес, который есть и у кого-то ещё:",
        "{n} contatti hanno un indirizzo che è anche di un altro:");

    public override Sentence InOrder { get; } = new("every address belongs to one person.", "каждый адрес принадлежит одному человеку.", "ogni indirizzo è di una persona sola.");

    public override async Task<IReadOnlyList<Evidence>> Find(Inspection inspection, CancellationToken stop) => await inspection.Desk.Sql.List(
        """
        select c.id, c.name, e.address from (select address from contact_email group by address having count(*) > 1) twice
        join contact_email e on e.address = twice.address join contact c on c.id = e.contact_id
        where c.active and exists (select 1 from contact_email f join contact d on d.id = f.contact_id where f.address = e.address and d.id <> c.id and d.active)
        order by e.address, c.name, c.id
        """,
        r => new Evidence { Number = r.GetInt64(0), Contact = r.GetString(1), Words = r.GetString(2) },
        stop);

    public override string? Because(Language language, Evidence evidence) => evidence.Words;
}
