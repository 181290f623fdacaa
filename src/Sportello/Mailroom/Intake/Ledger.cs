using Sportello.Data;
using Sportello.Mailroom.Spool;
using Sportello.Mailroom.Stores;

namespace Sportello.Mailroom.Intake;

/// <summary>What is already known of one folder.</summary>
internal sealed class Ledger(House house, string box, string folder, string program)
{
    public async Task<Dictionary<long, LedgerRow>> Of(long uidValidity, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        var rows = await desk.Sql.List(
            $"{LedgerRow.Columns} where l.box = @box and l.folder = @folder and l.uid_validity = @validity",
            LedgerRow.Read,
            stop,
            ("@box", box),
            ("@folder", folder),
            ("@validity", uidValidity));
        return rows.ToDictionary(r => r.Uid);
    }

    /// <summary>Letters whose number is not yet where it belongs, whatever the UIDVALIDITY was then.</summary>
    public async Task<List<LedgerRow>> Unnumbered(CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        return await desk.Sql.List(
            $"{LedgerRow.Columns} where l.box = @box and l.folder = @folder and l.renumbering in ({(int)Renumbering.Wanted}, {(int)Renumbering.Copied}) order by l.id",
            LedgerRow.Read,
            stop,
            ("@box", box),
            ("@folder", folder));
    }

    /// <summary>Which of the letters held for an unknown sender have a sender that is known by now.</summary>
    private async Task<HashSet<long>> NowKnown(long uidValidity, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        return [.. await desk.Sql.List(
            """
            select l.id from letter l
            where l.box = @box and l.folder = @folder and l.uid_validity = @validity and l.hold = @hold
              and exists (select 1 from contact_email e where e.address = l.sender)
            """,
            r => r.GetInt64(0),
            stop,
            ("@box", box),
            ("@folder", folder),
            ("@validity", uidValidity),
            ("@hold", Hold.UnknownSender))];
    }

    /// <summary>Raw bytes first, then a row for each; only then anything is read of them.</summary>
    public async Task<List<long>> Receive(IReadOnlyList<SeenLetter> letters, IMailFolder store, long? ownerId, CancellationToken stop)
    {
        var byUid = letters.ToDictionary(l => l.Head.Uid);
        var rows = new Dictionary<long, SpooledLetter>();
        await foreach (var (uid, bytes) in store.Bodies([.. byUid.Keys], stop))
        {
            var row = LetterRows.Of(byUid[uid], Place(store, uid), ownerId, house.Now);
            (row.Sha256, row.Size) = await house.Files.Keep(bytes, stop);
            row.Attempts = 1;
            rows[uid] = row;
        }

        return await Add([.. letters.Where(l => rows.ContainsKey(l.Head.Uid)).Select(l => rows[l.Head.Uid])], stop);
    }

    /// <summary>Letters in the spool that deserve another attempt: those a crash left behind, and held ones for which something may have changed.</summary>
    public async Task<List<LedgerRow>> Again(IReadOnlyCollection<LedgerRow> here, long uidValidity, CancellationToken stop)
    {
        var leftBehind = here.Where(row => row.Outcome == LetterOutcome.Received).ToList();
        var held = here.Where(row => row.Outcome == LetterOutcome.Held).ToList();
        var knownNow = held.Exists(row => row.Hold == Hold.UnknownSender) ? await NowKnown(uidValidity, stop) : [];
        return
        [
            .. leftBehind,
            .. held.Where(row => knownNow.Contains(row.Id) || row.Hold is Hold.NoProject or Hold.InactiveSender or Hold.NotPermitted or Hold.NotParticipant),
        ];
    }

    public LetterPlace Place(IMailFolder store, long uid) => new(box, folder, store.UidValidity, uid);

    public async Task<List<long>> Add(IReadOnlyCollection<SpooledLetter> letters, CancellationToken stop)
    {
        if (letters.Count == 0)
        {
            return [];
        }

        await using var desk = await house.DeskOfProgram(program, stop);
        await desk.Begin(stop);
        var ids = await LetterRows.Insert(desk.Sql, letters, stop);
        await desk.Save(stop);
        return ids;
    }

    public async Task Forget(IReadOnlyCollection<long> ids, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        await desk.Begin(stop);
        await desk.Sql.Run($"delete from letter where {desk.Sql.Dialect.Among("id", "@ids")}", stop, ("@ids", ids));
        await desk.Save(stop);
    }

    /// <summary>One more attempt at a letter that a run which ended has left behind. Only the one in hand is counted, so none pays for another that ends the process.</summary>
    public async Task BeginAgain(LedgerRow letter, CancellationToken stop)
    {
        if (letter.Outcome != LetterOutcome.Received)
        {
            return;
        }

        await using var desk = await house.DeskOfProgram(program, stop);
        await desk.Begin(stop);
        await desk.Sql.Run("update letter set attempts = attempts + 1 where id = @id", stop, ("@id", letter.Id));
        await desk.Save(stop);
    }

    /// <summary>Writes down how far the subjects of these letters are.</summary>
    public async Task Renumbered(IReadOnlyCollection<long> ids, Renumbering state, CancellationToken stop)
    {
        if (ids.Count == 0)
        {
            return;
        }

        await using var desk = await house.DeskOfProgram(program, stop);
        await desk.Begin(stop);
        await desk.Sql.Run(
            $"update letter set renumbering = @state where {desk.Sql.Dialect.Among("id", "@ids")}",
            stop,
            ("@state", state),
            ("@ids", ids));
        await desk.Save(stop);
    }

    /// <summary>
    /// The numbered copies are on the server: they are ours and never come in, and their originals may go. Of others the original is gone, and nothing of ours stands for it.
    /// </summary>
    public async Task Copied(IReadOnlyCollection<NumberedCopy> copies, IReadOnlyCollection<long> gone, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        await desk.Begin(stop);
        await LetterRows.Insert(desk.Sql, [.. copies.Select(Row)], stop);
        foreach (var (original, place, _) in copies)
        {
            await desk.Sql.Run(
                "update letter set renumbering = @state, copy_uid = @copy where id = @id",
                stop,
                ("@state", Renumbering.Copied),
                ("@copy", place.Uid),
                ("@id", original.Id));
        }

        foreach (var id in gone)
        {
            await desk.Sql.Run("update letter set renumbering = @state where id = @id", stop, ("@state", Renumbering.Gone), ("@id", id));
        }

        await desk.Save(stop);
    }

    private SpooledLetter Row(NumberedCopy copy)
    {
        var original = copy.Original;
        var row = new SpooledLetter(copy.Place, original.OwnerId, house.Now)
        {
            MessageId = original.MessageId,
            SentAt = original.SentAt,
            ArrivedAt = original.ArrivedAt,
            Sender = original.Sender,
            Subject = copy.Subject,
            Size = original.Size,
        };
        row.TakenInto(LetterOutcome.OurCopy, original.TicketId!.Value, original.CommentId);
        return row;
    }
}

/// <summary>A letter whose numbered copy is on the server under this UID.</summary>
internal readonly record struct NumberedCopy(LedgerRow Original, LetterPlace Place, string Subject);

internal sealed record LedgerRow(
    long Id, long UidValidity, long Uid, LetterOutcome Outcome, Hold? Hold, DateTime SentAt, DateTime? ArrivedAt, Renumbering Renumbering,
    long? TicketId, int? TicketNumber, long? CommentId, string? Sha256, long Size, string? MessageId, string Sender, string Subject, long? OwnerId, string? Reason, int Attempts)
{
    private const int EndedTooOften = 3;

    /// <summary>It was in hand each time when the program ended: it waits behind all others, so that they come in whatever it does.</summary>
    public bool IsSetAside => Outcome == LetterOutcome.Received && Attempts >= EndedTooOften;

    public const string Columns =
        """
        select l.id, l.uid_validity, l.uid, l.outcome, l.hold, l.sent_at, l.arrived_at, l.renumbering, l.ticket_id, t.number, l.comment_id, l.sha256, l.size,
               l.message_id, l.sender, l.subject, l.owner_id, l.reason, l.attempts
        from letter l left join ticket t on t.id = l.ticket_id
        """;

    public static LedgerRow Read(System.Data.Common.DbDataReader r) => new(
        r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), (LetterOutcome)r.GetInt32(3), r.IsDBNull(4) ? null : (Hold)r.GetInt32(4), r.Time(5), r.TimeOrNone(6),
        (Renumbering)r.GetInt32(7), r.Key(8), r.IsDBNull(9) ? null : r.GetInt32(9), r.Key(10), r.Text(11), r.GetInt64(12),
        r.Text(13), r.GetString(14), r.GetString(15), r.Key(16), r.Text(17), r.GetInt32(18));
}
