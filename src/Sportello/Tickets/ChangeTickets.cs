using System.Globalization;
using System.Text.Json;
using Sportello.Access;
using Sportello.Data;
using Sportello.Words;

namespace Sportello.Tickets;

/// <param name="SeenVersion">The version that stood in the list when it was ticked.</param>
public sealed record Ticked(int Number, int? SeenVersion);

/// <param name="Id">The key by which all of it can be undone.</param>
/// <param name="Done">How many tickets stand now as wanted.</param>
/// <param name="Failed">Those that could not be changed, and why.</param>
/// <param name="Undone">It was taken back; what then failed could not be taken back.</param>
public sealed record ManyChanged(long Id, int Done, IReadOnlyList<NotChanged> Failed, bool Undone = false);

public sealed record NotChanged(int Number, Refusal Why);

/// <summary>One change of many tickets: to each its own law, version and transaction. What cannot be done is named and keeps nobody else back.</summary>
public sealed class ChangeTickets(Desk desk)
{
    public const int Most = 500;

    public async Task<ManyChanged> Run(IReadOnlyList<Ticked> tickets, TicketChanges what, CancellationToken stop)
    {
        if (tickets.Count is 0 or > Most)
        {
            throw Refusal.Invalid("tickets", tickets.Count == 0 ? Said.Of("bulk.none") : Said.Of("bulk.many", ("most", Most)));
        }

        // No more than what can be taken back.
        if (what is { Status: null, Kind: null, Priority: null, SetAssignee: false, Snooze: null } || what.Subject is not null || what.Fields.Count > 0)
        {
            throw Refusal.Invalid("tickets", Said.Of("bulk.nothing"));
        }

        // Once begun it goes on though the asker goes away: what was changed must be known, to be taken back.
        stop = CancellationToken.None;
        var changed = new List<Before>();
        var failed = new List<NotChanged>();
        foreach (var ticket in tickets.DistinctBy(t => t.Number))
        {
            try
            {
                changed.Add(await One(ticket, what, stop));
            }
            catch (Refusal refusal)
            {
                failed.Add(new(ticket.Number, refusal));
            }
            finally
            {
                await desk.Undo();
            }
        }

        return new(await ManyChanges.Keep(desk, changed, failed, stop), changed.Count, failed);
    }

    /// <summary>What is closed is put off no more; whoever may put off gets that back as well.</summary>
    private bool EndsSnooze(Ticket before, TicketChanges what) =>
        what.Status is TicketStatus.Closed && before.SnoozedUntil is not null && Law.Allows(desk.Actor, Right.ChangeStatus, TicketShelf.PlaceOf(before));

    private async Task<Before> One(Ticked ticket, TicketChanges what, CancellationToken stop)
    {
        var before = await desk.Tickets.Get(ticket.Number, Right.See, stop);
        var was = new Before(ticket.Number, 0)
        {
            Status = what.Status is null ? null : Name.Of(before.Status),
            Kind = what.Kind is null ? null : Name.Of(before.Kind),
            Priority = what.Priority is null ? null : Name.Of(before.Priority),
            SetAssignee = what.SetAssignee,
            Assignee = before.AssigneeId?.ToString(CultureInfo.InvariantCulture),
            SetSnooze = what.Snooze is not null || EndsSnooze(before, what),
            SnoozedUntil = before.SnoozedUntil,
        };
        return was with { Version = await new ChangeTicket(desk).Run(ticket.Number, what with { SeenVersion = ticket.SeenVersion }, stop) };
    }
}

/// <summary>One step back of all of it: each ticket that nobody has changed since stands again as it stood.</summary>
public sealed class UndoChangeOfTickets(Desk desk)
{
    public async Task<ManyChanged> Run(long id, CancellationToken stop)
    {
        var (changed, _, _) = await ManyChanges.Own(desk, id, stop);
        if (!await ManyChanges.Claim(desk, id, stop))
        {
            throw Refusal.Conflict(Said.Of("bulk.undone-already"));
        }

        stop = CancellationToken.None;
        var failed = new List<NotChanged>();
        foreach (var before in changed)
        {
            try
            {
                await new ChangeTicket(desk).Run(before.Number, before.Back(desk.Now), stop);
            }
            catch (Refusal refusal)
            {
                failed.Add(new(before.Number, refusal));
            }
            finally
            {
                await desk.Undo();
            }
        }

        await ManyChanges.Undone(desk, id, failed, stop);
        return new(id, changed.Count - failed.Count, failed, true);
    }
}

/// <summary>What became of a change of many tickets, for who made it.</summary>
public sealed class ManyChanges(Desk desk)
{
    public async Task<ManyChanged?> Run(long id, CancellationToken stop)
    {
        var row = await Read(desk, id, stop);
        return row is null ? null : new(id, row.Changed.Count - (row.Undone ? row.Failed.Count : 0), row.Failed, row.Undone);
    }

    internal static async Task<long> Keep(Desk desk, List<Before> changed, List<NotChanged> failed, CancellationToken stop)
    {
        await desk.Begin(stop);
        var id = await desk.Sql.First(
            "insert into bulk_change (user_id, at, changed, failed) values (@user, @now, @changed, @failed) returning id",
            r => r.GetInt64(0),
            stop,
            ("@user", desk.Actor.UserId ?? 0L), ("@now", desk.Now), ("@changed", JsonSerializer.Serialize(changed)), ("@failed", Written(failed)));
        await desk.Save(stop);
        return id;
    }

    /// <summary>Two who take it back at once: one does.</summary>
    internal static async Task<bool> Claim(Desk desk, long id, CancellationToken stop)
    {
        await desk.Begin(stop);
        var first = await desk.Sql.Run("update bulk_change set undone_at = @now where id = @id and undone_at is null", stop, ("@now", desk.Now), ("@id", id)) > 0;
        await desk.Save(stop);
        return first;
    }

    internal static async Task Undone(Desk desk, long id, List<NotChanged> failed, CancellationToken stop)
    {
        await desk.Begin(stop);
        await desk.Sql.Run("update bulk_change set failed = @failed where id = @id", stop, ("@failed", Written(failed)), ("@id", id));
        await desk.Save(stop);
    }

    internal static async Task<(List<Before> Changed, List<NotChanged> Failed, bool Undone)> Own(Desk desk, long id, CancellationToken stop) =>
        await Read(desk, id, stop) is { } row ? (row.Changed, row.Failed, row.Undone) : throw Refusal.NotFound(Said.Of("bulk.unknown"));

    private static Task<Row?> Read(Desk desk, long id, CancellationToken stop) => desk.Sql.First(
        "select changed, failed, undone_at from bulk_change where id = @id and user_id = @user",
        r => new Row(JsonSerializer.Deserialize<List<Before>>(r.GetString(0)) ?? [], Failed(r.GetString(1)), !r.IsDBNull(2)),
        stop,
        ("@id", id), ("@user", desk.Actor.UserId ?? -1L));

    private static string Written(List<NotChanged> failed) =>
        JsonSerializer.Serialize(failed.Select(f => new Kept(f.Number, f.Why.Reason, (f.Why.Words ?? Said.Plain(f.Why.Message)).Kept)));

    private static List<NotChanged> Failed(string json) =>
        (JsonSerializer.Deserialize<List<Kept>>(json) ?? []).ConvertAll(k => new NotChanged(k.Number, new Refusal(k.Reason, Said.ReadOne(k.Why))));

    private sealed record Row(List<Before> Changed, List<NotChanged> Failed, bool Undone);

    private sealed record Kept(int Number, RefusalReason Reason, string Why);
}

/// <summary>How a ticket stood, as far as it was changed, and the version it has had since.</summary>
internal sealed record Before(int Number, int Version)
{
    public string? Status { get; init; }

    public string? Kind { get; init; }

    public string? Priority { get; init; }

    public bool SetAssignee { get; init; }

    public string? Assignee { get; init; }

    public bool SetSnooze { get; init; }

    public DateTime? SnoozedUntil { get; init; }

    /// <summary>What was put off until a moment that has passed since has come back by now.</summary>
    public TicketChanges Back(DateTime now) => new()
    {
        Status = Name.TryRead<TicketStatus>(Status, out var status) ? status : null,
        Kind = Name.TryRead<TicketKind>(Kind, out var kind) ? kind : null,
        Priority = Name.TryRead<Priority>(Priority, out var priority) ? priority : null,
        SetAssignee = SetAssignee,
        Assignee = Assignee,
        Snooze = !SetSnooze ? null : SnoozedUntil > now ? new(SnoozeChoice.At, SnoozedUntil) : new(SnoozeChoice.Wake),
        SeenVersion = Version,
    };
}
