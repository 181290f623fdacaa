using Sportello.Data;
using Sportello.History;
using Sportello.Tickets;

namespace Sportello.Notices;

/// <summary>What happened to one ticket in one transaction, as far as anybody is to be told of it.</summary>
internal sealed record TicketNews(Ticket Ticket, IReadOnlyList<Change> Changes, IReadOnlyList<Comment> Comments)
{
    /// <summary>Asked before the changes are written, while new comments can still be told from old ones. Imports are told to nobody, nor is what was taken back.</summary>
    public static List<TicketNews> Of(DeskDb db) =>
    [
        .. from entry in db.ChangeTracker.Entries<Ticket>()
           let told = entry.Entity.Changes.Where(c => c.By.Door != Door.Import && c.What is "opened" or "reply" or "note" or "status" or "assignee" or "work-ended").ToList()
           where told.Count > 0 && !entry.Entity.Changes.Exists(c => c.What is "withdrawn")
           select new TicketNews(entry.Entity, told, [.. entry.Entity.Comments.Where(c => c.Id == 0)]),
    ];

    public bool Opened => Changes.Any(c => c.What is "opened");

    /// <summary>The last change of that kind, with where it began.</summary>
    public Change? Moved(string what)
    {
        var moves = Changes.Where(c => string.Equals(c.What, what, StringComparison.Ordinal)).ToList();
        return moves.Count == 0 || string.Equals(moves[0].From, moves[^1].To, StringComparison.Ordinal) ? null : moves[^1] with { From = moves[0].From };
    }
}
