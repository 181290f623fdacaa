using Sportello.Jobs;

namespace Sportello.Mailroom.Outbox;

/// <summary>The outbox as senders see it: each takes some mails for itself, and nobody else touches those until they are given back.</summary>
internal sealed class MailQueue(House house, string program)
{
    private const int AtOnce = 20;

    /// <summary>The mails whose turn it is, along the index: what waits behind them costs nothing.</summary>
    internal static readonly string NextDueIds = string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"""
         select id from (
           select id, next_attempt_at from (select id, next_attempt_at from mail_recipient where state = 0 and next_attempt_at <= @now order by next_attempt_at, id limit {AtOnce}) fresh
           union all
           select id, next_attempt_at from (select id, next_attempt_at from mail_recipient where state = 4 and next_attempt_at <= @now order by next_attempt_at, id limit {AtOnce}) again
         ) due order by next_attempt_at, id limit {AtOnce}
         """);

    /// <summary>Longer than a server may take for its answer to a letter's end (RFC 5321: ten minutes).</summary>
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(15);

    private readonly string _holder = Holder.OfThisProcess();

    /// <summary>
    /// What a sender left when it died. What the server has not seen the end of waits again; what may have been taken is doubtful.
    /// On the sender's own machine that is known at once, else when its time is over.
    /// </summary>
    public Task Settle(CancellationToken stop) => Write(async desk =>
    {
        var left = await desk.Sql.List(
            "select id, state, claimed_by, claimed_until < @now from mail_recipient where state in (1, 2)",
            r => (Id: r.GetInt64(0), State: (MailState)r.GetInt32(1), Holder: r.GetString(2), Over: r.GetBoolean(3)),
            stop,
            ("@now", house.Now));
        foreach (var mail in left.Where(m => m.Over || Holder.IsGone(m.Holder)))
        {
            await desk.Sql.Run(
                "update mail_recipient set state = @state, claimed_until = null, last_answer = coalesce(@answer, last_answer) where id = @id and state = @was and claimed_by = @holder",
                stop,
                ("@state", mail.State == MailState.Ending ? MailState.Doubtful : MailState.Waiting),
                ("@answer", mail.State == MailState.Ending ? Words.Said.Of("mail-answer.stopped").Kept : null),
                ("@id", mail.Id),
                ("@was", mail.State),
                ("@holder", mail.Holder));
        }
    }, stop);

    /// <summary>
    /// What nobody tried for days, since there was no server or nothing ran: old news, which is not let loose on people when there is one at last.
    /// Each can still be sent by hand.
    /// </summary>
    public Task GiveUpOld(TimeSpan patience, CancellationToken stop) => Write(desk => desk.Sql.Run(
        "update mail_recipient set state = @given_up, last_answer = @answer where state = 0 and attempts = 0 and next_attempt_at < @before",
        stop,
        ("@given_up", MailState.GivenUp),
        ("@answer", Words.Said.Of("mail-answer.too-old").Kept),
        ("@before", house.Now - patience)), stop);

    /// <summary>Whoever asks by hand does not wait for the pauses between attempts.</summary>
    public Task HurryUp(DateTime now, CancellationToken stop) => Write(desk => desk.Sql.Run(
        "update mail_recipient set next_attempt_at = @now where state in (0, 4) and attempts > 0 and next_attempt_at > @now", stop, ("@now", now)), stop);

    public async Task<List<WaitingMail>> Due(Desk desk, DateTime now, int most, CancellationToken stop) => await desk.Sql.List(
        $"{WaitingMail.Columns} where r.state in (0, 4) and r.next_attempt_at <= @now order by r.next_attempt_at, r.id limit {most}", WaitingMail.Read, stop, ("@now", now));

    /// <summary>Takes some mails for sending; none when nothing is due.</summary>
    public async Task<List<WaitingMail>> Take(DateTime now, CancellationToken stop)
    {
        var taken = new List<long>();
        await Write(async desk => taken = await desk.Sql.List(
            $"""
             update mail_recipient set state = 1, attempts = attempts + 1, claimed_by = @holder, claimed_until = @until
             where state in (0, 4) and id in ({NextDueIds})
             returning id
             """,
            r => r.GetInt64(0),
            stop,
            ("@holder", _holder),
            ("@until", house.Now + Term),
            ("@now", now)), stop);
        if (taken.Count == 0)
        {
            return [];
        }

        await using var desk = await house.DeskOfProgram(program, stop);
        return await desk.Sql.List($"{WaitingMail.Columns} where {desk.Sql.Dialect.Among("r.id", "@ids")} order by r.id", WaitingMail.Read, stop, ("@ids", taken));
    }

    /// <summary>Written down before the letter's last bytes leave. False when it is no longer ours to send.</summary>
    public async Task<bool> Ends(WaitingMail mail, string messageId)
    {
        var ours = false;
        await Write(async desk => ours = await desk.Sql.Run(
            "update mail_recipient set state = 2, message_id = @message, claimed_until = @until where id = @id and state = 1 and claimed_by = @holder",
            default,
            ("@message", messageId),
            ("@until", house.Now + Term),
            ("@id", mail.Id),
            ("@holder", _holder)) == 1, default);
        return ours;
    }

    /// <summary>What became of it. Whoever thought it lost meanwhile is put right.</summary>
    public Task Became(WaitingMail mail, MailState state, string? answer, DateTime? next) => Write(desk => desk.Sql.Run(
        """
        update mail_recipient set state = @state, last_answer = @answer, next_attempt_at = coalesce(@next, next_attempt_at), claimed_until = null,
          sent_at = case when @sent then @now else sent_at end
        where id = @id and claimed_by = @holder and state in (1, 2, 7)
        """,
        default,
        ("@state", state),
        ("@answer", answer),
        ("@next", next is { } at ? Data.Moment.ToStored(at) : null),
        ("@sent", state == MailState.Sent),
        ("@now", house.Now),
        ("@id", mail.Id),
        ("@holder", _holder)), default);

    /// <summary>Mails that were taken and not begun.</summary>
    public Task GiveBack(IReadOnlyCollection<long> ids) => Write(desk => desk.Sql.Run(
        $"update mail_recipient set state = 0, attempts = attempts - 1, claimed_until = null where state = 1 and claimed_by = @holder and {desk.Sql.Dialect.Among("id", "@ids")}",
        default,
        ("@holder", _holder),
        ("@ids", ids)), default);

    public async Task<DateTime?> NextDue(CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        var next = await desk.Sql.List(
            "select min(next_attempt_at) from mail_recipient where state = 0 union all select min(next_attempt_at) from mail_recipient where state = 4",
            r => Data.RowReading.TimeOrNone(r, 0),
            stop);
        return next.Min();
    }

    private async Task Write(Func<Desk, Task> write, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        await desk.Begin(stop);
        await write(desk);
        await desk.Save(stop);
    }
}
