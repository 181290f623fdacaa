using Sportello.Data;
using Sportello.Mailroom.Spool;

namespace Sportello.Mailroom.Boxes;

/// <summary>How one folder fares.</summary>
/// <param name="Box">The account or Maildir it lies in.</param>
/// <param name="Folder">Its plain name.</param>
/// <param name="Program">Which program looks into it.</param>
/// <param name="Owner">Whose folder it is; none for the journal.</param>
/// <param name="LookedAt">When it was last looked into.</param>
/// <param name="SucceededAt">When that last went well.</param>
/// <param name="Lag">How long the letters of the last look that found any had waited, the longest.</param>
/// <param name="Failures">How many looks in a row have failed.</param>
/// <param name="FailingSince">When the first of them did.</param>
/// <param name="RestsUntil">Until when the schedule leaves it alone.</param>
/// <param name="Error">Why the last look failed.</param>
/// <param name="SilentSince">When the last letter came, where it has been unusually long ago.</param>
/// <param name="Held">Letters in it that wait for a person.</param>
/// <param name="Failed">Letters in it that have defeated us.</param>
public sealed record MailBoxState(
    string Box, string Folder, string Program, string? Owner, DateTime LookedAt, DateTime? SucceededAt, TimeSpan? Lag, int Failures, DateTime? FailingSince,
    DateTime? RestsUntil, string? Error, DateTime? SilentSince, int Held, int Failed);

/// <summary>All folders that were ever looked into, in order of their names, for those who may see the mailroom.</summary>
public sealed class MailBoxes(Desk desk)
{
    public Task<List<MailBoxState>> Run(CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        return desk.Sql.List(
            $"""
             select b.box, b.folder, b.program, c.name, b.looked_at, b.succeeded_at, b.lag, b.failures, b.failing_since, b.rests_until, b.error, b.silent_since,
                    (select count(*) from letter l where l.outcome = {(int)LetterOutcome.Held} and l.box = b.box and l.folder = b.folder),
                    (select count(*) from letter l where l.outcome = {(int)LetterOutcome.Failed} and l.box = b.box and l.folder = b.folder)
             from mail_box b left join contact c on c.id = b.owner_id
             order by b.program, b.folder, b.id
             """,
            r => new MailBoxState(
                r.GetString(0), r.GetString(1), r.GetString(2), r.Text(3), r.Time(4), r.TimeOrNone(5), r.Key(6) is { } lag ? TimeSpan.FromMilliseconds(lag) : null,
                r.GetInt32(7), r.TimeOrNone(8), r.TimeOrNone(9), r.Text(10), r.TimeOrNone(11), (int)r.GetInt64(12), (int)r.GetInt64(13)),
            stop);
    }
}
