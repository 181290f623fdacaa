using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.History;
using Sportello.Jobs;
using Sportello.Mailroom.Deciding;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;
using Sportello.Wire.Mime;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>A letter and by what it is known again. The content's hash is empty when only the header was read.</summary>
internal sealed record ReadLetter(Letter Letter, string Key, string Content, DateTime SentAt)
{
    public string OtherKey { get; } = LetterKey.OfBoth(Key, Content);

    /// <summary>The comment that this very letter became, when it is read again: it does not know itself.</summary>
    public long? OwnComment { get; init; }
}

/// <summary>Says what is to become of a letter: classify, sender, thread, access. It changes nothing.</summary>
internal sealed partial class Judgement(House house, DateTime now)
{
    private readonly OwnThread _own = new(house.MailKey.Signature);
    private readonly Classification _classification = new(OwnMail.Of(house.Settings, new OwnThread(house.MailKey.Signature).Wrote));

    private readonly SenderCheck _senders = new(house.Settings.Senders);

    public Classified Classify(Letter letter) => _classification.Of(letter);

    public async Task<Decision> Decide(Desk desk, ReadLetter read, Trace trace, CancellationToken stop)
    {
        var (sender, instead) = await Admit(desk, read, trace, stop);
        if (sender is null)
        {
            return instead!;
        }

        var known = await Threading.Find(desk, read, trace, stop);
        return known is null
            ? await ToOpen(desk, sender, trace, stop)
            : await ToAdd(desk, read, known, sender, trace, stop);
    }

    /// <summary>Lets in what a known person wrote; whatever else it is has its own decision.</summary>
    private async Task<(Access.Actor? Sender, Decision? Instead)> Admit(Desk desk, ReadLetter read, Trace trace, CancellationToken stop)
    {
        var kind = Classify(read.Letter);
        trace.Say("classify", kind.Said);
        if (await OfOurs(desk, read, kind, trace, stop) is { } recognized)
        {
            return (null, recognized);
        }

        var rule = await Rule(desk, read.Letter, trace, stop);
        if (rule == false)
        {
            return (null, Unwanted(read.Letter));
        }

        return IsHeld(kind, rule)
            ? (null, new Decision.Wait(Hold.Automatic, Said.Of("hold.automatic", ("because", kind.Because))))
            : await SenderOf(desk, read.Letter, trace, stop);
    }

    /// <summary>The journal: the number in the subject says which ticket, and the sender must take part in it.</summary>
    public async Task<Decision> DecideByNumber(Desk desk, ReadLetter read, Trace trace, CancellationToken stop)
    {
        var kind = Classify(read.Letter);
        trace.Say("classify", kind.Said);
        if (await OfOurs(desk, read, kind, trace, stop) is { } recognized)
        {
            return recognized;
        }

        if (await Rule(desk, read.Letter, trace, stop) == false)
        {
            return Unwanted(read.Letter);
        }

        if (new TicketNumber(house.Settings.Work).In(read.Letter.Subject) is not { } number)
        {
            // It seemed to be about a mail of ours; where it is not, it is none of our business.
            return await Decide(desk, read, trace, stop) is var decision and not (Decision.OpenIn or Decision.Wait { Hold: Hold.Automatic }) ? decision : new Decision.LeaveAlone();
        }

        return await ToNumbered(desk, read, number, trace, stop);
    }

    private async Task<Decision> ToNumbered(Desk desk, ReadLetter read, long number, Trace trace, CancellationToken stop)
    {
        var ticket = number > int.MaxValue ? null : await Merging.Followed(desk, (int)number, stop);
        if (ticket is null)
        {
            trace.Say("thread", "trace.names-missing", ("ticket", $"{house.Settings.Work.TicketPrefix}:{number}"));
            return new Decision.Wait(Hold.NoSuchTicket, Said.Of("hold.no-such-ticket", ("ticket", $"{house.Settings.Work.TicketPrefix}:{number}")));
        }

        trace.Say("thread", ticket.Number == number ? "trace.names-ticket" : "trace.names-merged", ("named", Called((int)number)), ("ticket", Called(ticket.Number)));
        var ids = new[] { read.Key, read.OtherKey };
        var family = await Merging.WithMerged(desk.Sql, ticket.Id, stop);
        foreach (var same in await desk.Db.KnownMessages.AsNoTracking().Where(k => ids.Contains(k.Id) && k.CommentId != null && k.CommentId != read.OwnComment).ToListAsync(stop))
        {
            if (family.Contains(same.TicketId))
            {
                return new Decision.SameAgain(ticket.Id, ticket.Number, same.CommentId);
            }

            if (await WentTo(desk, same, family, stop) is { } there)
            {
                return new Decision.SameAgain(there.Id, there.Number, same.CommentId);
            }
        }

        // The subject goes on naming the ticket from which what it answers was moved away.
        var answered = await Threading.Find(desk, read, Trace.New(), stop);
        if (answered is not null && await WentTo(desk, answered, family, stop) is { } elsewhere)
        {
            trace.Say("thread", "trace.moved", ("ticket", Called(elsewhere.Number)));
            (ticket, family) = (elsewhere, await Merging.WithMerged(desk.Sql, elsewhere.Id, stop));
        }

        var (sender, unknown) = await SenderOf(desk, read.Letter, trace, stop);
        if (sender is null)
        {
            return unknown!;
        }

        var admitted = await Admission.ToReply(desk, sender, ticket, Called(ticket.Number), stop);
        trace.Say("access", admitted.Because);
        if (!admitted.Yes)
        {
            return new Decision.Wait(admitted.Hold, admitted.Because);
        }

        return await Added(desk, ticket, sender, read, answered is not null && family.Contains(answered.TicketId) ? answered : null, trace, stop);
    }

    /// <summary>Where a comment is now that was moved out of one of these tickets.</summary>
    private static async Task<Ticket?> WentTo(Desk desk, KnownMessage known, List<long> from, CancellationToken stop)
    {
        if (known.CommentId is not { } comment || from.Contains(known.TicketId))
        {
            return null;
        }

        var origins = await desk.Sql.List("select from_id from comment_move where comment_id = @comment and undone_at is null", r => r.GetInt64(0), stop, ("@comment", comment));
        return origins.Exists(from.Contains) ? await Merging.Load(desk, await Merging.Follow(desk.Sql, known.TicketId, stop), stop) : null;
    }

    /// <summary>What machines send waits, unless somebody has said that letters of this address are always taken.</summary>
    private static bool IsHeld(Classified kind, bool? rule) =>
        kind.IsAutomatic && !(rule == true && kind.Verdict is Verdict.Automatic or Verdict.List or Verdict.OutOfOffice);

    private static async Task<bool?> Rule(Desk desk, Letter letter, Trace trace, CancellationToken stop)
    {
        var rule = letter.From is { Address.Length: > 0 } from ? await MailRules.Of(desk, from.Address, stop) : null;
        if (rule is { } takes)
        {
            trace.Say("rule", takes ? "trace.rule-takes" : "trace.rule-refuses", ("address", letter.From!.Address));
        }

        return rule;
    }

    private static Decision.Refuse Unwanted(Letter letter) => new(Said.Of("hold.refused-by-rule", ("address", letter.From!.Address)));

    private async Task<(Access.Actor? Sender, Decision? Unknown)> SenderOf(Desk desk, Letter letter, Trace trace, CancellationToken stop)
    {
        if (_senders.Fault(letter) is { } forged)
        {
            trace.Say("sender", forged);
            return (null, new Decision.Wait(Hold.ForgedSender, forged));
        }

        if (letter.From is not { Address.Length: > 0 } from)
        {
            trace.Say("sender", "hold.no-sender");
            return (null, new Decision.Wait(Hold.NoSender, Said.Of("hold.no-sender")));
        }

        if (await desk.ContactByAddress(Storable.Text(from.Address), stop) is not { } contact
            || await house.Actors.OfContact(desk.Sql, contact, Door.Mail, stop) is not { } sender)
        {
            trace.Say("sender", "trace.sender-unknown", ("address", from.Address));
            return (null, new Decision.Wait(Hold.UnknownSender, Said.Of("hold.unknown-sender", ("address", from.Address))));
        }

        trace.Say("sender", "trace.sender-is", ("address", from.Address), ("name", sender.Name));
        return (sender, null);
    }

    private async Task<Decision> ToOpen(Desk desk, Access.Actor sender, Trace trace, CancellationToken stop)
    {
        var admitted = Admission.ToOpen(sender);
        trace.Say("access", admitted.Because);
        if (!admitted.Yes)
        {
            return new Decision.Wait(admitted.Hold, admitted.Because);
        }

        var (project, because) = await Destination.Of(desk, sender.ContactId!.Value, LocalTime.DayOf(now, house.Settings.Work.TimeZone), stop);
        trace.Say("project", because);
        return project is null ? new Decision.Wait(Hold.NoProject, because) : new Decision.OpenIn(project, sender);
    }

    private async Task<Decision> ToAdd(Desk desk, ReadLetter read, KnownMessage known, Access.Actor sender, Trace trace, CancellationToken stop)
    {
        var ticket = await Merging.Load(desk, await Merging.Follow(desk.Sql, known.TicketId, stop), stop);
        if (ticket.Id != known.TicketId)
        {
            trace.Say("thread", "trace.merged", ("ticket", Called(ticket.Number)));
        }

        var itself = known.CommentId is not null && (string.Equals(known.Id, read.Key, StringComparison.Ordinal) || string.Equals(known.Id, read.OtherKey, StringComparison.Ordinal));
        if (itself && (read.Content.Length == 0 || string.Equals(known.Content, read.Content, StringComparison.Ordinal)))
        {
            return new Decision.SameAgain(ticket.Id, ticket.Number, known.CommentId);
        }

        if (itself)
        {
            trace.Say("thread", "trace.other-letter");
        }

        var admitted = await Admission.ToReply(desk, sender, ticket, Called(ticket.Number), stop);
        trace.Say("access", admitted.Because);
        return admitted.Yes ? await Added(desk, ticket, sender, read, known, trace, stop) : new Decision.Wait(admitted.Hold, admitted.Because);
    }

    private string Called(int number) => new TicketNumber(house.Settings.Work).Suffix(number).TrimStart();
}
