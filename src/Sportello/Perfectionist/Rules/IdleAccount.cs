using Sportello.Data;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>
/// An account with rights that nobody has signed in with for a season. An account that has never signed in is not judged, since when it was made is not known;
/// nor one that has a token, with which it comes by another door.
/// </summary>
internal sealed class IdleAccount : HouseRule
{
    public override string Id => "idle-account";

    public override int Place => 270;

    public override Thing About => Thing.Account;

    public override Sentence Title { get; } = new("Idle account", "Заброшенная учётная запись", "Account inutilizzato");

    public override Sentence Findings { get; } = new(
        "{n} {n:account has|accounts have} rights, and nobody has signed in with {n:it|them} for {days} {days:day|days}:",
        "{n} {n:учётная запись имеет|учётные записи имеют|учётных записей имеют} права, но уже {days} {days:день|дня|дней} никто под ними не входил:",
        "{n} account {n:ha|hanno} permessi, ma nessuno {n:vi accede|vi accede} da {days} {days:giorno|giorni}:");

    public override Sentence InOrder { get; } = new("everybody with rights uses them.", "все, у кого есть права, ими пользуются.", "chi ha permessi li usa.");

    public override int Patience(House house) => house.Settings.Perfectionist.IdleDays;

    public override async Task<IReadOnlyList<Evidence>> Find(Inspection inspection, CancellationToken stop) => await inspection.Desk.Sql.List(
        """
        select u.id, u.username, u.last_sign_in from user_account u
        where u.last_sign_in < @since and u.active
        and (u.superuser or u.staff or exists (select 1 from group_member m where m.user_id = u.id))
        and not exists (select 1 from api_token k where k.user_id = u.id and (k.expires_at is null or k.expires_at > @now))
        order by u.username
        """,
        r => new Evidence { Number = r.GetInt64(0), Account = r.GetString(1), At = r.Time(2) },
        stop,
        ("@since", inspection.PatienceSince(this)),
        ("@now", inspection.Now));

    public override string? Because(Language language, Evidence evidence) => evidence.At is { } at ? language.Day(DateOnly.FromDateTime(at)) : null;
}
