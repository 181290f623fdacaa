using Sportello.Data;
using Sportello.Notices;

namespace Sportello.Mailroom.Outbox;

/// <summary>One mail for one recipient, as the outbox and the ticket show it.</summary>
/// <param name="Id">By it a mail is tried again.</param>
/// <param name="Ticket">The ticket's number.</param>
/// <param name="Subject">The ticket's subject.</param>
/// <param name="CommentId">The comment it carries or was caused with.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Name">The recipient's name.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Why">Why this person is told.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="CreatedAt">When it was caused.</param>
/// <param name="NextAttemptAt">Not before this moment it is tried; of use while it waits.</param>
/// <param name="SentAt">When the server took it.</param>
/// <param name="Answer">The last answer of the server, or our reason.</param>
/// <param name="ReportId">The letter that reported on it.</param>
public sealed record OutboxRow(
    long Id, int Ticket, string Subject, long? CommentId, NoticeKind Kind, string Name, string Address, Reasons Why, MailState State, int Attempts, DateTime CreatedAt,
    DateTime NextAttemptAt, DateTime? SentAt, Words.Said? Answer, long? ReportId)
{
    /// <summary>Whether a person may have it tried again.</summary>
    public bool CanRetry => State is MailState.Delayed or MailState.Refused or MailState.GivenUp or MailState.Doubtful or MailState.Bounced;

    internal const string Columns =
        """
        select r.id, t.number, t.subject, m.comment_id, m.kind, r.name, r.address, r.reasons, r.state, r.attempts, r.created_at, r.next_attempt_at, r.sent_at, r.last_answer, r.report_id
        from mail_recipient r join mail m on m.id = r.mail_id join ticket t on t.id = m.ticket_id
        """;

    internal static OutboxRow Read(System.Data.Common.DbDataReader r) => new(
        r.GetInt64(0), r.GetInt32(1), r.GetString(2), r.Key(3), (NoticeKind)r.GetInt32(4), r.GetString(5), r.GetString(6), (Reasons)r.GetInt32(7), (MailState)r.GetInt32(8), r.GetInt32(9),
        r.Time(10), r.Time(11), r.TimeOrNone(12), r.Text(13) is { Length: > 0 } answer ? Words.Said.ReadOne(answer) : null, r.Key(14));
}

/// <summary>Which mails a list shows.</summary>
public enum OutboxView
{
    All,

    /// <summary>On their way: waiting, being sent, refused for now.</summary>
    Waiting,

    /// <summary>What somebody should look at: refused, given up, doubtful, came back.</summary>
    Trouble,

    Sent,
}

/// <summary>A page of the outbox, the newest first; the next one begins before the key of its last row.</summary>
public sealed record OutboxPage(IReadOnlyList<OutboxRow> Rows, long? Next);

/// <summary>How many mails stand where; of what was sent, only the last day.</summary>
public sealed record OutboxCounts(int Waiting, int Trouble, int SentToday);

/// <summary>The outbox, for those who may see the mailroom.</summary>
public sealed class OutboxList(Desk desk)
{
    private static readonly MailState[] Underway = [MailState.Waiting, MailState.Sending, MailState.Ending, MailState.Delayed];
    private static readonly MailState[] Troubled = [MailState.Refused, MailState.GivenUp, MailState.Doubtful, MailState.Bounced, MailState.Late];

    public async Task<OutboxPage> Run(OutboxView view, int limit, long? before, CancellationToken stop)
    {
        Demand();
        var states = view switch
        {
            OutboxView.Waiting => Underway,
            OutboxView.Trouble => Troubled,
            OutboxView.Sent => [MailState.Sent],
            _ => [],
        };
        var rows = states.Length == 0
            ? await Page("", limit + 1, before, stop)
            : [.. (await Each(states, limit + 1, before, stop)).OrderByDescending(r => r.Id).Take(limit + 1)];
        return new OutboxPage([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id : null);
    }

    public async Task<OutboxCounts> Counts(CancellationToken stop)
    {
        Demand();
        var counts = await desk.Sql.List(
            $"select state, count(*) from mail_recipient where state in ({In([.. Underway, .. Troubled])}) group by state", r => (State: (MailState)r.GetInt32(0), Count: (int)r.GetInt64(1)), stop);
        var sent = await desk.Sql.First(
            "select count(*) from mail_recipient where state = @sent and next_attempt_at > @since", r => (int)r.GetInt64(0), stop, ("@sent", MailState.Sent), ("@since", desk.Now.AddDays(-1)));
        return new OutboxCounts(counts.Where(c => Underway.Contains(c.State)).Sum(c => c.Count), counts.Where(c => Troubled.Contains(c.State)).Sum(c => c.Count), sent);
    }

    /// <summary>One state after the other, each read along its index.</summary>
    private async Task<List<OutboxRow>> Each(MailState[] states, int limit, long? before, CancellationToken stop)
    {
        var rows = new List<OutboxRow>();
        foreach (var state in states)
        {
            rows.AddRange(await Page($"r.state = {(int)state} and ", limit, before, stop));
        }

        return rows;
    }

    private Task<List<OutboxRow>> Page(string condition, int limit, long? before, CancellationToken stop) => desk.Sql.List(
        $"{OutboxRow.Columns} where {condition}r.id < @before order by r.id desc limit @limit", OutboxRow.Read, stop, ("@before", before ?? long.MaxValue), ("@limit", (long)limit));

    private static string In(IEnumerable<MailState> states) => string.Join(", ", states.Select(s => (int)s));

    private void Demand()
    {
        if (!desk.Actor.Holds("settings.view"))
        {
            throw Refusal.Denied(Words.Said.Of("mail-no.outbox"));
        }
    }
}
