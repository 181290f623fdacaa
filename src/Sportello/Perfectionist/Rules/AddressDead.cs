using Sportello.Data;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>A server has said that nobody has this address, and the contact still has it: what we write to them arrives nowhere.</summary>
internal sealed class AddressDead : HouseRule
{
    public override string Id => "address-dead";

    public override int Place => 250;

    public override Thing About => Thing.Contact;

    public override Sentence Title { get; } = new("Mail does not arrive", "Почта не доходит", "La posta non arriva");

    public override Sentence Findings { get; } = new(
        "{n} {n:contact has|contacts have} an address where nothing arrives any more:",
        "у {n} {n:контакта|контактов|контактов} адрес, на который письма больше не доходят:",
        "{n} {n:contatto ha|contatti hanno} un indirizzo dove non arriva più nulla:");

    public override Sentence InOrder { get; } = new("mail reaches everybody.", "письма доходят до всех.", "la posta arriva a tutti.");

    public override async Task<IReadOnlyList<Evidence>> Find(Inspection inspection, CancellationToken stop) => await inspection.Desk.Sql.List(
        """
        select c.id, c.name, e.address, e.undeliverable_at from contact_email e join contact c on c.id = e.contact_id
        where e.undeliverable_at is not null and c.active order by c.name, c.id, e.address
        """,
        r => new Evidence { Number = r.GetInt64(0), Contact = r.GetString(1), Words = r.GetString(2), At = r.Time(3) },
        stop);

    public override string? Because(Language language, Evidence evidence) =>
        language.Say("perfectionist.dead", ("address", evidence.Words), ("day", language.Day(DateOnly.FromDateTime(evidence.At!.Value))));
}
