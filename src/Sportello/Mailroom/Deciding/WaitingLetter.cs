using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.History;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;

namespace Sportello.Mailroom.Deciding;

/// <summary>What became of a held letter by somebody's decision.</summary>
/// <param name="Outcome">The outcome, by its name.</param>
/// <param name="Ticket">The ticket it is in now.</param>
/// <param name="Reason">Why it still waits.</param>
public sealed record Decided(string Outcome, int? Ticket, string? Reason)
{
    internal static Decided Of(Taken taken, Words.Language language) => new(Words.Name.Of(taken.Outcome), taken.Number, taken.Reason?.In(language));
}

/// <summary>A letter that waits for a person, and what is needed to carry out a decision on it.</summary>
internal sealed class WaitingLetter
{
    private readonly Desk _desk;

    private WaitingLetter(Desk desk, SpooledLetter row) => (_desk, Row) = (desk, row);

    public SpooledLetter Row { get; }

    public static async Task<WaitingLetter> Get(Desk desk, long id, CancellationToken stop)
    {
        var row = await desk.Db.Letters.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, stop) ?? throw Refusal.NotFound(Words.Said.Of("letter-no.such", ("id", id)));
        return row.Outcome is LetterOutcome.Held or LetterOutcome.Failed
            ? new WaitingLetter(desk, row)
            : throw Refusal.Conflict(Words.Said.Of("letter-no.waits", ("id", id), ("outcome", Words.Said.Of($"letter.{Words.Name.Of(row.Outcome)}"))));
    }

    /// <summary>The person whose folder it lies in, as the programs know them; none for the journal, or when the folder is nobody's any more.</summary>
    public async Task<FolderOwner?> Owner(CancellationToken stop) =>
        Row.OwnerId is { } owner ? (await FolderOwner.All(_desk, stop)).FirstOrDefault(o => o.ContactId == owner) : null;

    /// <summary>Who wrote it: the contact of that address, else whoever the letter says, who is nobody of ours.</summary>
    public async Task<Actor> Sender(CancellationToken stop)
    {
        var contact = Row.Sender.Length == 0 ? null : await Directory.Lookup.ContactByAddress(_desk, Row.Sender, stop);
        return contact is { } known && await _desk.House.Actors.OfContact(_desk.Sql, known, Door.Mail, stop) is { } sender
            ? sender
            : new Actor { Name = Row.SenderName.Length > 0 ? Row.SenderName : Row.Sender.Length > 0 ? Row.Sender : "?", Door = Door.Mail };
    }

    /// <summary>Takes it in as somebody has decided; the rules are not asked.</summary>
    public Task<Decided> TakeIn(Func<Desk, Task<Decision>> decision, Words.Said said, FolderOwner? owner, TicketKind? kind, CancellationToken stop) => Run(
        async (desk, _, trace, _) =>
        {
            trace.Say("decided", said);
            return await decision(desk);
        },
        owner,
        kind,
        stop);

    /// <summary>Takes it in by today's rules.</summary>
    public async Task<Decided> TakeInByTheRules(CancellationToken stop)
    {
        var judgement = new Judgement(_desk.House, _desk.Now);
        return await Run(Row.OwnerId is null ? judgement.DecideByNumber : judgement.Decide, await Owner(stop), null, stop);
    }

    private async Task<Decided> Run(Func<Desk, ReadLetter, Trace, CancellationToken, Task<Decision>> decide, FolderOwner? owner, TicketKind? kind, CancellationToken stop)
    {
        // Whoever decides on it wants it tried once more, however often it has failed before.
        await using (var desk = await _desk.House.DeskOfProgram("mail held", stop))
        {
            await desk.Begin(stop);
            await desk.Sql.Run("update letter set attempts = 1 where id = @id", stop, ("@id", Row.Id));
            await desk.Save(stop);
        }

        var way = new Way(decide, owner, Renumbers: Row.OwnerId is not null, TakesAutomatic: true) { Kind = kind };
        return Decided.Of(await new TakeIn(_desk.House, _desk.Now, "mail held", way).Run(Row.Id, stop), Words.Language.In(_desk.House.Settings.Work.Language));
    }
}
