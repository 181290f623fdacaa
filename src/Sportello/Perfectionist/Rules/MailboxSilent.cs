using Sportello.Data;
using Sportello.Words;

namespace Sportello.Perfectionist.Rules;

/// <summary>A mail folder into which nothing has come for unusually long, or that cannot be read: letters may be lying somewhere else.</summary>
internal sealed class MailboxSilent : HouseRule
{
    /// <summary>A folder that nobody has looked into for so many days is no longer asked for.</summary>
    private const int LookedInto = 7;

    public override string Id => "mailbox-silent";

    public override int Place => 260;

    public override Thing About => Thing.MailBox;

    public override Sentence Title { get; } = new("Mailbox silent", "Ящик молчит", "Casella muta");

    public override Sentence Findings { get; } = new(
        "{n} mail {n:folder brings|folders bring} no letters; somebody should look whether mail still gets there:",
        "{n} {n:почтовая папка не приносит|почтовые папки не приносят|почтовых папок не приносят} писем; пора проверить, доходит ли почта:",
        "{n} {n:cartella di posta non porta|cartelle di posta non portano} lettere; qualcuno guardi se la posta arriva ancora:");

    public override Sentence InOrder { get; } = new("letters come in as usual.", "письма приходят как обычно.", "le lettere arrivano come al solito.");

    public override async Task<IReadOnlyList<Evidence>> Find(Inspection inspection, CancellationToken stop) => await inspection.Desk.Sql.List(
        """
        select b.id, b.folder, c.name, b.silent_since, b.failing_since, b.error from mail_box b left join contact c on c.id = b.owner_id
        where b.looked_at >= @lately and (b.silent_since is not null or b.failing_since is not null) order by b.folder, b.id
        """,
        r => new Evidence { Number = r.GetInt64(0), Mailbox = r.GetString(1), By = r.Text(2), At = r.TimeOrNone(4) ?? r.Time(3), Words = r.IsDBNull(4) ? null : r.Text(5) },
        stop,
        ("@lately", inspection.Now.AddDays(-LookedInto)));

    public override string? Because(Language language, Evidence evidence) => language.Say(
        evidence.Words is null ? "perfectionist.silent" : "perfectionist.failing", ("day", language.Day(DateOnly.FromDateTime(evidence.At!.Value))), ("why", evidence.Words?.TrimEnd('.')));
}
