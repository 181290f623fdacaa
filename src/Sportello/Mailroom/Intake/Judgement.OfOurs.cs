using Sportello.Access;
using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;
using Sportello.Wire.Mime;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>Letters about letters of ours.</summary>
internal sealed partial class Judgement
{
    /// <summary>Whether its header says that it is about a mail of ours, also where its subject names no ticket.</summary>
    public bool ConcernsOurs(Letter letter) => Classify(letter).Verdict == Verdict.Bounce || _own.Itself(letter) is not null || _own.Answered(letter) is not null;

    /// <summary>Our own letters come back as copies, in reports, and in what machines answer to them: none of it is a person's new word.</summary>
    private async Task<Decision?> OfOurs(Desk desk, ReadLetter read, Classified kind, Trace trace, CancellationToken stop)
    {
        if (_own.Itself(read.Letter) is { } itself && await OwnThread.Known(desk, itself, read.Key, stop) is { } sent)
        {
            trace.Say("thread", "trace.sent-ourselves");
            return new Decision.SameAgain(sent.TicketId, itself.Ticket, await Exists(desk, sent.CommentId, stop), itself.Recipient);
        }

        if (kind.Verdict == Verdict.Bounce && _own.Reported(read.Letter) is { } report)
        {
            trace.Say("thread", "trace.reports", ("mail", report.Recipient), ("ticket", Called(report.Ticket)), ("said", report.Said));
            return new Decision.Report(report);
        }

        if (kind.Verdict == Verdict.Bounce && await Nameless(desk, read.Letter, trace, stop) is { } nameless)
        {
            return nameless;
        }

        if (!kind.IsAutomatic || kind.Verdict is Verdict.Bounce or Verdict.Own || _own.Answered(read.Letter) is null)
        {
            return null;
        }

        // A machine answers a letter of ours for somebody: it is kept with the ticket, folded, and moves nothing.
        var (sender, _) = await SenderOf(desk, read.Letter, trace, stop);
        var known = sender is null ? null : await Threading.Find(desk, read, trace, stop);
        return known is null ? null : await ToAdd(desk, read, known, sender!, trace, stop);
    }

    /// <summary>A report that brings nothing of the letter back, and so no id of ours: it is about the last one that went to the address it names.</summary>
    private async Task<Decision?> Nameless(Desk desk, Letter letter, Trace trace, CancellationToken stop)
    {
        if (letter.DeliveryReport is not { Recipients: [var status, ..] } || _own.Answered(letter) is not null)
        {
            return null;
        }

        var addresses = new[] { status.OriginalRecipient, status.FinalRecipient }.OfType<string>().Where(a => a.Contains('@', StringComparison.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var address in addresses)
        {
            if (await OwnThread.LastTo(desk, address, stop) is { } mail)
            {
                // Anybody can write such a report, so the mail is marked, and the address is not.
                var report = OwnThread.Reported(mail.Recipient, mail.Ticket, status, letter.Subject) with { AddressIsWrong = false };
                trace.Say("thread", "trace.reports-by-address", ("address", address), ("mail", mail.Recipient), ("ticket", Called(mail.Ticket)), ("said", report.Said));
                return new Decision.Report(report);
            }
        }

        return new Decision.Wait(Hold.Automatic, addresses.Count == 0 ? Said.Of("hold.report-blind") : Said.Of("hold.report-unknown", ("address", addresses[0])));
    }

    private static Task<long?> Exists(Desk desk, long? comment, CancellationToken stop) =>
        desk.Sql.First("select id from comment where id = @id", r => (long?)r.GetInt64(0), stop, ("@id", comment ?? 0L));

    /// <summary>What answers an internal note stays among us, or waits for a person: it never becomes public.</summary>
    private async Task<Decision> Added(Desk desk, Ticket ticket, Actor sender, ReadLetter read, KnownMessage? answered, Trace trace, CancellationToken stop)
    {
        var within = answered is not null && (OwnMessageId.Read(answered.Id, desk.House.MailKey.Signature)?.Internal == true || await IsNote(desk, answered.CommentId, stop));
        if (!within)
        {
            return new Decision.AddTo(ticket, sender);
        }

        if (!Law.Allows(sender, Right.AddNote, TicketShelf.PlaceOf(ticket)))
        {
            var why = Said.Of("hold.no-note", ("ticket", Called(ticket.Number)), ("name", sender.Name));
            trace.Say("access", why);
            return new Decision.Wait(Hold.NotPermitted, why);
        }

        trace.Say("access", "trace.internal-answer");
        return new Decision.AddTo(ticket, sender, Internal: true);
    }

    private static async Task<bool> IsNote(Desk desk, long? comment, CancellationToken stop) =>
        comment is { } id && await desk.Sql.First("select internal from comment where id = @id", r => (bool?)r.GetBoolean(0), stop, ("@id", id)) == true;
}
