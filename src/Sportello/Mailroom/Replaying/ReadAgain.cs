using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Reading.Quoting;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;
using Sportello.Wire.Mime;
using Sportello.Words;

namespace Sportello.Mailroom.Replaying;

/// <summary>A letter as it stands in the books, and as it is read today; the same things of both, so that they can be compared.</summary>
internal sealed class ReadAgain
{
    private ReadAgain()
    {
    }

    public required SpooledLetter Row { get; init; }

    public required Comment? Comment { get; init; }

    public required Letter Letter { get; init; }

    public required Decision Decision { get; init; }

    public required Classified Kind { get; init; }

    public required Trace Trace { get; init; }

    private Language Language { get; init; } = Language.In("en");

    public required IReadOnlyList<StoredFile> Files { get; init; }

    /// <summary>Of the ticket the comment is in now.</summary>
    public required int? Number { get; init; }

    public string Text { get; private init; } = "";

    public string? Html { get; private init; }

    public string Folds => Sportello.Mailroom.Reading.Quoting.Folds.Stored(QuotedParts.Of(Text));

    public static async Task<ReadAgain> Of(Desk desk, SpooledLetter row, Language language, CancellationToken stop)
    {
        if (row.Sha256 is not { } hash)
        {
            throw Refusal.Conflict(Said.Of("letter-no.stored", ("id", row.Id), ("outcome", Said.Of($"letter.{Name.Of(row.Outcome)}"))));
        }

        var house = desk.House;
        await using var raw = house.Files.Open(hash);
        var letter = await Letter.ReadAsync(raw, cancellationToken: stop);
        var number = new TicketNumber(house.Settings.Work);
        var read = new ReadLetter(letter, await LetterKey.Of(letter, raw, number, stop), LetterKey.OfContent(letter), row.SentAt) { OwnComment = row.CommentId };
        var judgement = new Judgement(house, desk.Now);
        var trace = Trace.New();
        trace.Say("parse", letter.Problems.Count == 0 ? Said.Of("trace.nothing-mended") : Said.Plain(string.Join(' ', letter.Problems)));
        var decision = string.Equals(row.Box, DeliverLetter.Box, StringComparison.Ordinal) ? await judgement.DecideDelivered(desk, read, trace, stop)
            : row.OwnerId is null ? await judgement.DecideByNumber(desk, read, trace, stop) : await judgement.Decide(desk, read, trace, stop);

        // A report stands with the mail it is about; the comment of that mail is not its own.
        var comment = row.CommentId is null || row.Outcome == LetterOutcome.Report ? null : await desk.Db.Set<Comment>().Include(c => c.Attachments).AsNoTracking().SingleOrDefaultAsync(c => c.Id == row.CommentId, stop);
        return new ReadAgain
        {
            Row = row,
            Comment = comment,
            Letter = letter,
            Decision = decision,
            Kind = judgement.Classify(letter),
            Trace = trace,
            Language = language,
            Files = await KeepFiles.Of(letter, house.Files, stop),
            Number = comment is null ? null : await desk.Db.Tickets.Where(t => t.Id == comment.TicketId).Select(t => (int?)t.Number).SingleAsync(stop),
            Text = Storable.Text(letter.Text),
            Html = letter.Html is { } html ? SafeHtml.Of(Storable.Text(html)) : null,
        };
    }

    /// <summary>What today's reading sees otherwise.</summary>
    public List<ReplayDifference> Differences()
    {
        var differences = new List<ReplayDifference>();
        Compare("sender", Row.Sender, Storable.Text(Directory.ContactEmail.Normalize(Letter.From?.Address ?? "")));
        Compare("subject", Row.Subject, Storable.Cut(Storable.Text(Letter.Subject), LetterRows.LongestSubject));
        Compare("sent", At(Row.SentAt), At(Letter.Date?.UtcDateTime ?? Row.SentAt));
        Compare("verdict", Row.Verdict is { } verdict ? Language.Say("verdict", verdict) : "", Language.Say("verdict", Kind.Verdict));
        Compare("thread", Stands(), Goes());
        if (Comment is { } comment)
        {
            Compare("text", comment.Body, Text);
            Compare("html", comment.Html ?? "", Html ?? "");
            Compare("folds", comment.Folds ?? "", Folds);
            Compare("files", Listed(comment.Attachments.Select(a => (a.Name, a.Sha256))), Listed(Files.Select(f => (f.Name, f.Sha256))));
        }

        return differences;

        void Compare(string what, string was, string now)
        {
            if (!string.Equals(was, now, StringComparison.Ordinal))
            {
                differences.Add(new ReplayDifference(what, was, now));
            }
        }
    }

    /// <summary>The ticket into which it would go today and is not in; a letter that opened its ticket belongs there whatever opens today.</summary>
    public Ticket? Elsewhere => Decision is Decision.AddTo add && Number is { } number && add.Ticket.Number != number ? add.Ticket : null;

    private string Stands() => Number is { } number ? In(number) : Row.Why is { } reason ? InNone(reason) : Language.Say("replay.in-none");

    private string Goes() => Decision switch
    {
        Decision.AddTo add => In(add.Ticket.Number),
        Decision.OpenIn when Row.Outcome == LetterOutcome.Opened && Number is { } number => In(number),
        Decision.OpenIn open => Language.Say("replay.in-new", ("project", open.Project.Name)),
        Decision.SameAgain same => In(same.Number),
        Decision.Report when Row.Outcome == LetterOutcome.Report => Stands(),
        Decision.Report report => Language.Say("replay.in-report", ("ticket", report.What.Ticket.ToString(CultureInfo.InvariantCulture))),
        Decision.LeaveAlone => Language.Say("replay.in-none"),
        Decision.Refuse refuse => InNone(refuse.Reason),
        Decision.Wait wait => InNone(wait.Reason),
        _ => throw new InvalidOperationException($"{Decision} leads nowhere."),
    };

    private string In(int number) => Language.Say("replay.in-ticket", ("ticket", number.ToString(CultureInfo.InvariantCulture)));

    private string InNone(Said because) => Language.Say("replay.in-none-because", ("because", because.In(Language)));

    private static string At(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Listed(IEnumerable<(string Name, string Sha256)> files) => string.Join(", ", files.Select(f => $"{f.Name} ({f.Sha256[..12]})").Order(StringComparer.Ordinal));
}
