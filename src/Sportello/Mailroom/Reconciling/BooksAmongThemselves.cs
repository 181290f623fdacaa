using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Mailroom.Spool;

namespace Sportello.Mailroom.Reconciling;

/// <summary>The ledger beside tickets, comments and stored files, and the outbox in itself: each letter one outcome, each comment one letter, each mail sent once.</summary>
internal sealed class BooksAmongThemselves(Desk desk)
{
    private const string Taken = "(2, 3, 4)";

    public async Task<IReadOnlyList<string>> Differences(CancellationToken stop) =>
    [
        .. await Sentences(
            $"select l.id, l.subject from letter l where l.outcome in {Taken} and (l.ticket_id is null or l.comment_id is null) order by l.id",
            r => $"Letter {r.GetInt64(0)} (“{r.GetString(1)}”) was taken into a ticket, and the ticket or its comment is gone.",
            stop),
        .. await Sentences(
            $"select l.id, l.subject from letter l join comment c on c.id = l.comment_id where l.outcome in ({(int)LetterOutcome.Opened}, {(int)LetterOutcome.Added}) and (c.letter_id is null or c.letter_id <> l.id) order by l.id",
            r => $"Letter {r.GetInt64(0)} (“{r.GetString(1)}”) says that it became a comment, and the comment says that it came with another letter.",
            stop),
        .. await Sentences(
            "select c.letter_id, count(*) from comment c where c.letter_id is not null group by c.letter_id having count(*) > 1 order by 1",
            r => $"Letter {r.GetInt64(0)} became {r.GetInt64(1)} comments.",
            stop),
        .. await Sentences(
            "select c.id, t.number from comment c join ticket t on t.id = c.ticket_id left join letter l on l.id = c.letter_id where c.letter_id is not null and l.id is null order by c.id",
            r => $"A comment of ticket {r.GetInt32(1)} came with a letter that the ledger does not know.",
            stop),
        .. await Sentences(
            """
            select message_id, count(*) from (
              select c.message_id, c.author_name, c.body, count(a.id) as files, min(a.sha256) as least, max(a.sha256) as most
              from comment c left join attachment a on a.comment_id = c.id
              where c.message_id is not null and c.letter_id is not null
              group by c.id, c.message_id, c.author_name, c.body) letters
            group by message_id, author_name, body, files, least, most having count(*) > 1 order by 1
            """,
            r => $"The letter <{r.GetString(0)}> is in the tickets {r.GetInt64(1)} times.",
            stop),
        .. await Sentences(
            $"select l.id, l.subject from letter l where l.outcome = {(int)LetterOutcome.Received} order by l.id",
            r => $"Letter {r.GetInt64(0)} (“{r.GetString(1)}”) was received, and what is to become of it has not been decided.",
            stop),
        .. await MissingFiles(stop),
        .. await Outbox(stop),
    ];

    private async Task<List<string>> MissingFiles(CancellationToken stop)
    {
        var missing = new List<string>();
        await foreach (var (id, hash) in desk.Sql.Each("select id, sha256 from letter where sha256 is not null order by id", r => (r.GetInt64(0), r.GetString(1)), stop))
        {
            if (!desk.House.Files.Has(hash))
            {
                missing.Add($"The bytes of letter {id} are not in the file store.");
            }
        }

        return missing;
    }

    private async Task<List<string>> Outbox(CancellationToken stop) =>
    [
        .. await Sentences(
            "select message_id, count(*) from mail_recipient where message_id is not null group by message_id having count(*) > 1 order by 1",
            r => $"The mail <{r.GetString(0)}> stands in the outbox {r.GetInt64(1)} times.",
            stop),
        .. await Sentences(
            $"select id, address from mail_recipient where state in ({(int)MailState.Sending}, {(int)MailState.Ending}) and claimed_until < @now order by id",
            r => $"Mail {r.GetInt64(0)} to {r.GetString(1)} was being sent when its sender ended.",
            stop),
        .. await Sentences(
            $"select id, address from mail_recipient where state = {(int)MailState.Doubtful} order by id",
            r => $"Mail {r.GetInt64(0)} to {r.GetString(1)} may have gone out or not; a person decides whether it is sent again.",
            stop),
        .. await Sentences(
            $"select id, address from mail_recipient where state = {(int)MailState.Sent} and (message_id is null or sent_at is null) order by id",
            r => $"Mail {r.GetInt64(0)} to {r.GetString(1)} is sent, and it is not written down when or under which Message-ID.",
            stop),
    ];

    private Task<List<string>> Sentences(string query, Func<System.Data.Common.DbDataReader, string> say, CancellationToken stop) =>
        desk.Sql.List(query, say, stop, ("@now", desk.Now));
}
