using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Mailroom.Deciding;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Search;
using Sportello.Tickets;

namespace Sportello.Mailroom.Replaying;

/// <summary>
/// Takes over today's reading of a letter. One that waits is taken in by today's rules; one that is in a ticket gets its text, formatting and files anew,
/// and goes to the ticket it belongs to.
/// </summary>
public sealed class AcceptReplay(Desk desk)
{
    /// <summary>The language in which it is told.</summary>
    public Words.Language Language { get; init; } = Words.Language.In(desk.House.Settings.Work.Language);

    public async Task<Replay> Run(long letter, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.change");
        var row = await ReplayLetter.Row(desk, letter, stop);
        var again = await ReadAgain.Of(desk, row, Language, stop);
        var differences = again.Differences();
        var accepted = new Replay(letter, differences, again.Trace.In(Language), Accepted: differences.Count > 0);
        if (differences.Count == 0)
        {
            return accepted;
        }

        if (again.Comment is null)
        {
            await (await WaitingLetter.Get(desk, letter, stop)).TakeInByTheRules(stop);
            return accepted;
        }

        await desk.Begin(stop);
        var here = await desk.Tickets.Get(again.Number!.Value, Right.Reply, stop);
        await Rewrite(again, stop);
        here.Reread(desk.Stamp);
        if (again.Elsewhere is { } there)
        {
            await Move(row, again.Comment, here, there, stop);
        }

        await SearchWords.ReadComments(desk.Sql, "c.id = @comment", [("@comment", again.Comment.Id)], stop);

        Describe(row, again);
        await desk.Save(stop);
        return accepted;
    }

    private async Task Rewrite(ReadAgain again, CancellationToken stop)
    {
        var comment = again.Comment!.Id;
        await desk.Sql.Run(
            "update comment set body = @body, html = @html, folds = @folds, automatic = @automatic where id = @id",
            stop,
            ("@body", again.Text), ("@html", again.Html), ("@folds", again.Folds), ("@automatic", again.Kind.Verdict != Verdict.Person), ("@id", comment));
        var was = again.Comment.Attachments.Select(a => (a.Name, a.Sha256)).Order();
        if (was.SequenceEqual(again.Files.Select(f => (f.Name, f.Sha256)).Order()))
        {
            return;
        }

        await desk.Sql.Run("delete from attachment where comment_id = @id", stop, ("@id", comment));
        await desk.Sql.Insert(
            "attachment",
            ["comment_id", "name", "media_type", "size", "sha256", "inline", "content_id"],
            [.. again.Files.Select(f => new object?[] { comment, f.Name, f.MediaType, f.Size, f.Sha256, f.Inline, f.ContentId })],
            stop);
    }

    private async Task Move(SpooledLetter row, Comment comment, Ticket here, Ticket there, CancellationToken stop)
    {
        if (row.Outcome == LetterOutcome.Opened)
        {
            throw Refusal.Conflict(Words.Said.Of("letter-no.move", ("ticket", here.Number), ("into", there.Number)));
        }

        desk.Tickets.Demand(there, Right.Reply);
        await desk.Sql.Run("update comment set ticket_id = @there where id = @id", stop, ("@there", there.Id), ("@id", comment.Id));
        await desk.Sql.Run("update known_message set ticket_id = @there where comment_id = @id", stop, ("@there", there.Id), ("@id", comment.Id));
        here.LetGo("letter-moved-to", there, await Merging.Retold(desk.Sql, here.Id, stop), desk.Stamp);
        there.Receive("letter-moved-from", here, await Merging.Retold(desk.Sql, there.Id, stop), desk.Stamp);
        row.TakenInto(row.Outcome, there.Id, comment.Id);
    }

    private void Describe(SpooledLetter row, ReadAgain again)
    {
        row.Sender = Storable.Text(Directory.ContactEmail.Normalize(again.Letter.From?.Address ?? ""));
        row.Subject = Storable.Cut(Storable.Text(again.Letter.Subject), Intake.LetterRows.LongestSubject);
        row.SentAt = again.Letter.Date?.UtcDateTime ?? row.SentAt;
        row.Verdict = again.Kind.Verdict;
        var trace = Trace.After(row.Trace);
        trace.Say("replay", "trace.took-over", ("name", desk.Actor.Name));
        trace.Add(again.Trace);
        row.Trace = trace.ToString();
    }
}
