using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.History;
using Sportello.Mailroom.Deciding;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Reading.Quoting;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;
using Sportello.Wire.Mime;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>What became of a letter.</summary>
internal sealed record Taken(LetterOutcome Outcome, int? Number = null, Hold? Hold = null, Said? Reason = null)
{
    public string Sender { get; init; } = "";

    public string Subject { get; init; } = "";
}

/// <summary>What a door does with letters: how it decides, and whether their subjects get the number.</summary>
internal sealed record Way(Func<Desk, ReadLetter, Trace, CancellationToken, Task<Decision>> Decide, FolderOwner? Owner, bool Renumbers, bool TakesAutomatic)
{
    /// <summary>The kind of ticket that a letter opens here; none = the kind that the folder's owner has.</summary>
    public TicketKind? Kind { get; init; }
}

/// <summary>
/// Takes one spooled letter in. Ticket, comment, known messages and the letter's outcome are one transaction;
/// what defeats us stays in the spool with its reason.
/// </summary>
internal sealed class TakeIn(House house, DateTime now, string program, Way way)
{
    private const int SubjectLength = 100;
    private const int MostConflicts = 3;
    private const int MostAttempts = 10;

    private readonly Judgement _judgement = new(house, now);
    private readonly TicketNumber _number = new(house.Settings.Work);

    public async Task<Taken> Run(long letterId, CancellationToken stop)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await Once(letterId, stop);
                }
                catch (Refusal conflict) when (conflict.Reason == RefusalReason.Conflict && attempt < MostConflicts)
                {
                    // Somebody changed the ticket at the same moment; with a fresh look it goes in.
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException and not IOException)
        {
            return await Defeated(letterId, e, stop);
        }
    }

    private async Task<Taken> Once(long letterId, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        var row = await desk.Db.Letters.SingleAsync(l => l.Id == letterId, stop);
        if (row.Attempts > MostAttempts)
        {
            return await Defeated(desk, row, Said.Of("trace.began-too-often", ("n", MostAttempts)), stop);
        }

        await using var raw = house.Files.Open(row.Sha256!);
        var letter = await Letter.ReadAsync(raw, cancellationToken: stop);
        var read = new ReadLetter(letter, await LetterKey.Of(letter, raw, _number, stop), LetterKey.OfContent(letter), row.SentAt);
        var trace = Trace.New();
        trace.Say("parse", letter.Problems.Count == 0 ? Said.Of("trace.nothing-mended") : Said.Plain(string.Join(' ', letter.Problems)));
        var kind = _judgement.Classify(letter);
        var wanted = way.TakesAutomatic || !kind.IsAutomatic || await MailRules.Of(desk, row.Sender, stop) == true;
        var files = !wanted ? [] : await KeepFiles.Of(letter, house.Files, stop);

        await desk.Begin(stop);

        // One letter after the other, by whichever door: of two copies the second one finds the first.
        await desk.NextNumber("letter", stop);
        row.Verdict = kind.Verdict;
        var decision = await way.Decide(desk, read, trace, stop);
        var taken = decision switch
        {
            Decision.Wait wait => await Waits(desk, row, wait, trace, stop),
            Decision.Refuse refuse => await Refused(desk, row, refuse, trace, stop),
            Decision.SameAgain same => await Same(desk, row, same, trace, stop),
            Decision.LeaveAlone => await LeftAlone(desk, row, trace, stop),
            Decision.Report report => await Reported(desk, row, report.What, trace, stop),
            Decision.AddTo add => await Add(desk, row, add, read, files, trace, stop),
            Decision.OpenIn open => await Open(desk, row, open, read, files, trace, stop),
            _ => throw new InvalidOperationException($"{decision} leads nowhere."),
        };
        return taken with { Sender = row.Sender, Subject = row.Subject };
    }

    private static async Task<Taken> Waits(Desk desk, SpooledLetter row, Decision.Wait wait, Trace trace, CancellationToken stop)
    {
        if (row.Outcome != LetterOutcome.Held || row.Hold != wait.Hold || !wait.Reason.Equals(row.Why))
        {
            trace.Say("held", wait.Reason);
            row.HeldFor(wait.Hold, wait.Reason);
            row.Trace = trace.ToString();
            await desk.Save(stop);
        }

        return new(LetterOutcome.Held, Hold: wait.Hold, Reason: wait.Reason);
    }

    private static async Task<Taken> Refused(Desk desk, SpooledLetter row, Decision.Refuse refuse, Trace trace, CancellationToken stop)
    {
        trace.Say("refused", refuse.Reason);
        row.RefusedBecause(refuse.Reason);
        row.Trace = trace.ToString();
        await desk.Save(stop);
        return new(LetterOutcome.Refused, Reason: refuse.Reason);
    }

    private async Task<Taken> Same(Desk desk, SpooledLetter row, Decision.SameAgain same, Trace trace, CancellationToken stop)
    {
        trace.Say("same", "trace.same", ("ticket", Called(same.Number)));
        if (same.Mail is { } mail && await TakeReport.Proven(desk, mail, stop))
        {
            trace.Say("effect", "trace.sent-proven");
        }

        row.TakenInto(LetterOutcome.Duplicate, same.TicketId, same.CommentId);
        row.Renumbering = way.Renumbers ? Renumbering.Wanted : Renumbering.None;
        row.Trace = trace.ToString();
        await desk.Save(stop);
        return new(LetterOutcome.Duplicate, same.Number);
    }

    private async Task<Taken> Add(Desk desk, SpooledLetter row, Decision.AddTo to, ReadLetter read, List<StoredFile> files, Trace trace, CancellationToken stop)
    {
        desk.Actor = to.Sender;
        var comment = Comment(to.Ticket, to.Sender, row, read, files, to.Internal);
        comment.HaveIt = await Copied.To(desk, read.Letter, to.Ticket, to.Sender, watch: !to.Internal && !comment.Automatic, stop);
        trace.Say("effect", "trace.added", ("ticket", Called(to.Ticket.Number)));
        await Finish(desk, row, LetterOutcome.Added, to.Ticket, comment, read, trace, stop);
        return new(LetterOutcome.Added, to.Ticket.Number);
    }

    private async Task<Taken> Open(
        Desk desk, SpooledLetter row, Decision.OpenIn open, ReadLetter read, List<StoredFile> files, Trace trace, CancellationToken stop)
    {
        var kind = way.Kind ?? way.Owner?.Kind ?? throw new InvalidOperationException("Only letters in somebody's folder open tickets by themselves.");
        desk.Actor = open.Sender;
        var number = await desk.NextNumber("ticket", stop);
        var ticket = new Ticket(number, open.Project.Id, kind, SubjectOf(read.Letter.Subject), open.Sender.ContactId, Origin.Mail, open.Sender.Stamp(now));
        var ours = new Stamp(null, program, Door.Program, now);
        if (way.Owner is { } owner)
        {
            ticket.Assign(await desk.Db.Contacts.SingleAsync(c => c.Id == owner.ContactId, stop), null, ours);
        }

        if (way.Owner?.Correct == true)
        {
            ticket.MoveTo(TicketStatus.UnderReview, ours);
        }

        var comment = Comment(ticket, open.Sender, row, read, files, isInternal: false);
        comment.HaveIt = await Copied.To(desk, read.Letter, ticket, open.Sender, watch: true, stop);
        desk.Db.Add(ticket);
        trace.Say(
            "effect", way.Owner is null ? "trace.opened-for-nobody" : "trace.opened",
            ("ticket", Called(number)), ("project", open.Project.Name), ("name", way.Owner?.Contact), ("n", files.Count));
        await Finish(desk, row, LetterOutcome.Opened, ticket, comment, read, trace, stop);
        return new(LetterOutcome.Opened, number);
    }

    private static async Task<Taken> LeftAlone(Desk desk, SpooledLetter row, Trace trace, CancellationToken stop)
    {
        trace.Say("left alone", "trace.left-alone");
        row.Noted(LetterOutcome.NoNumber);
        row.Trace = trace.ToString();
        await desk.Save(stop);
        return new(LetterOutcome.NoNumber);
    }

    private static async Task<Taken> Reported(Desk desk, SpooledLetter row, ReportOnOurs report, Trace trace, CancellationToken stop)
    {
        if (await TakeReport.Run(desk, report, row.Id, stop) is not { } about)
        {
            return await Waits(desk, row, new Decision.Wait(Hold.Automatic, Said.Of("hold.report-lost")), trace, stop);
        }

        trace.Say("effect", report.AddressIsWrong ? "trace.marked-both" : "trace.marked", ("state", Said.Of($"mail-state.{Name.Of(report.State)}")));
        row.TakenInto(LetterOutcome.Report, about.Ticket, about.Comment);
        row.Trace = trace.ToString();
        await desk.Save(stop);
        return new(LetterOutcome.Report, report.Ticket);
    }

    private Comment Comment(Ticket ticket, Actor sender, SpooledLetter row, ReadLetter read, List<StoredFile> files, bool isInternal)
    {
        var letter = read.Letter;
        var text = new CommentText(Storable.Text(letter.Text), letter.Html is { } html ? SafeHtml.Of(Storable.Text(html)) : null);
        var sent = read.SentAt < now ? read.SentAt : now;
        var automatic = row.Verdict != Verdict.Person;
        var comment = isInternal
            ? ticket.TakeNote(text, automatic, sender.Stamp(sent), sender.Stamp(now))
            : ticket.TakeLetter(text, sender.Worker, automatic, sender.Stamp(sent), sender.Stamp(now));
        comment.MessageId = letter.MessageId is { } id ? LetterKey.OfMessageId(id) : null;
        comment.LetterId = row.Id;
        comment.Folds = Folds.Stored(QuotedParts.Of(text.Body));
        foreach (var file in files)
        {
            comment.Attach(file);
        }

        return comment;
    }

    private async Task Finish(
        Desk desk, SpooledLetter row, LetterOutcome outcome, Ticket ticket, Comment comment, ReadLetter read, Trace trace, CancellationToken stop)
    {
        await desk.Flush(stop);
        if (await Known(desk, read.Key, ticket, comment, read.Content, stop) == 0)
        {
            await Known(desk, read.OtherKey, ticket, comment, read.Content, stop);
        }

        foreach (var (_, key) in Threading.Keys(read.Letter))
        {
            await desk.Sql.Run(
                "insert into known_message (id, ticket_id) values (@id, @ticket) on conflict (id) do nothing",
                stop,
                ("@id", key),
                ("@ticket", ticket.Id));
        }

        // Whoever writes from an address gets mail there.
        await Outbox.Undeliverable.Trust(desk, row.Sender, stop);
        row.TakenInto(outcome, ticket.Id, comment.Id);
        row.Renumbering = way.Renumbers ? Renumbering.Wanted : Renumbering.None;
        row.Trace = trace.ToString();
        await desk.Save(stop);
    }

    private static Task<int> Known(Desk desk, string key, Ticket ticket, Comment comment, string content, CancellationToken stop) => desk.Sql.Run(
        """
        insert into known_message (id, ticket_id, comment_id, content) values (@id, @ticket, @comment, @content)
        on conflict (id) do update set ticket_id = excluded.ticket_id, comment_id = excluded.comment_id, content = excluded.content
        where known_message.comment_id is null
        """,
        stop,
        ("@id", key),
        ("@ticket", ticket.Id),
        ("@comment", comment.Id),
        ("@content", content));

    private string Called(int number) => _number.Suffix(number).TrimStart();

    private string SubjectOf(string subject)
    {
        var words = new string([.. subject.Select(c => char.IsControl(c) ? ' ' : c)]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var clean = Storable.Cut(Storable.Text(string.Join(' ', words)), SubjectLength).Trim();
        return clean.Length > 0 ? clean : Language.In(house.Settings.Work.Language).Say("mail.no-subject");
    }

    private async Task<Taken> Defeated(long letterId, Exception e, CancellationToken stop)
    {
        house.Log.Write(Jobs.LogLevel.Error, program, $"Letter {letterId} defeated us and stays in the spool: {e}");
        await using var desk = await house.DeskOfProgram(program, stop);
        var row = await desk.Db.Letters.SingleAsync(l => l.Id == letterId, stop);
        return await Defeated(desk, row, Said.Plain(Storable.Cut(Storable.Text($"{e.GetType().Name}: {e.Message}"), 1000)), stop);
    }

    private static async Task<Taken> Defeated(Desk desk, SpooledLetter row, Said reason, CancellationToken stop)
    {
        var trace = Trace.After(row.Trace);
        trace.Say("failed", reason);
        row.FailedWith(reason);
        row.Trace = trace.ToString();
        await desk.Save(stop);
        return new(LetterOutcome.Failed, Reason: reason) { Sender = row.Sender, Subject = row.Subject };
    }
}
