using Sportello.Data;
using Sportello.Mailroom.Reading;

namespace Sportello.Mailroom.Spool;

/// <summary>Everything that is known of one letter, for whoever wonders why it came out as it did.</summary>
public sealed record LetterFile(
    long Id,
    string Folder,
    string? MessageId,
    string Sender,
    string Subject,
    DateTime SentAt,
    DateTime TakenAt,
    string? Verdict,
    string Outcome,
    string? Reason,
    int? Ticket,
    string Renumbering,
    string? Sha256,
    long Size,
    IReadOnlyList<TraceLine> Trace);

/// <summary>Reads letters for those who may see the mailroom: what it holds belongs to no project yet.</summary>
public sealed class LetterFiles(Desk desk)
{
    /// <summary>The language in which reasons and traces are told.</summary>
    public Words.Language Language { get; init; } = Words.Language.In(desk.House.Settings.Work.Language);

    private const string Columns =
        """
        select l.id, l.folder, l.message_id, l.sender, l.subject, l.sent_at, l.taken_at, l.verdict, l.outcome, l.reason, t.number, l.renumbering,
               l.sha256, l.size, l.trace
        from letter l left join ticket t on t.id = l.ticket_id
        """;

    public async Task<LetterFile> Get(long id, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        return await desk.Sql.First($"{Columns} where l.id = @id", Read, stop, ("@id", id)) ?? throw Refusal.NotFound(Words.Said.Of("letter-no.such", ("id", id)));
    }

    /// <summary>The letters that wait for a person or have defeated us, the newest first.</summary>
    public async Task<List<LetterFile>> Waiting(int most, CancellationToken stop) => [.. (await Waiting(null, most, stop)).Items];

    /// <param name="after">The mark of the page before.</param>
    /// <param name="limit">How many.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<Rows<LetterFile>> Waiting(string? after, int limit, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        var letters = await desk.Sql.List(
            $"{Columns} where l.outcome in ({(int)LetterOutcome.Held}, {(int)LetterOutcome.Failed}) and l.id < @before order by l.id desc limit @most",
            Read,
            stop,
            ("@before", Paging.Key(after) ?? long.MaxValue), ("@most", limit + 1L));
        return Paging.Page(letters, limit, l => Paging.Mark(l.Id));
    }

    private LetterFile Read(System.Data.Common.DbDataReader r) => new(
        r.GetInt64(0),
        r.GetString(1),
        r.Text(2),
        r.GetString(3),
        r.GetString(4),
        r.Time(5),
        r.Time(6),
        r.IsDBNull(7) ? null : Words.Name.Of((Verdict)r.GetInt32(7)),
        Words.Name.Of((LetterOutcome)r.GetInt32(8)),
        r.Text(9) is { } reason ? Words.Said.ReadOne(reason).In(Language) : null,
        r.IsDBNull(10) ? null : r.GetInt32(10),
        Words.Name.Of((Renumbering)r.GetInt32(11)),
        r.Text(12),
        r.GetInt64(13),
        Spool.Trace.Read(r.GetString(14), Language));
}
