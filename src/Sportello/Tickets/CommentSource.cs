using Sportello.Access;
using Sportello.Data;

namespace Sportello.Tickets;

/// <summary>The letter that a comment came in, byte for byte as it was received.</summary>
/// <param name="Sha256">Its content in the file store.</param>
public sealed record LetterSource(long Id, string Sha256);

/// <summary>Finds the letter behind a comment, for managers and staff: its headers say more than a customer is to read.</summary>
public sealed class CommentSource(Desk desk)
{
    public async Task<LetterSource> Run(int number, long comment, CancellationToken stop)
    {
        var found = await desk.Sql.First(
            """
            select t.project_id, t.requester_id, l.id, l.sha256 from ticket t
            join comment c on c.ticket_id = t.id join letter l on l.id = c.letter_id
            where t.number = @number and c.id = @comment
            """,
            r => new { Place = new Place(r.GetInt64(0), r.Key(1)), Letter = r.GetInt64(2), Sha256 = r.Text(3) },
            stop,
            ("@number", number),
            ("@comment", comment));
        return found is { Sha256: { } sha256 } && Law.Allows(desk.Actor, Right.SeeNotes, found.Place)
            ? new LetterSource(found.Letter, sha256)
            : throw Refusal.NotFound("There is no such letter, or it is out of your reach.");
    }
}
