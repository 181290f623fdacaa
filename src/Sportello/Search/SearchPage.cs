using System.Globalization;
using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Tickets;

namespace Sportello.Search;

/// <param name="Text">What was typed.</param>
/// <param name="After">The mark of the page before.</param>
public sealed record SearchFor(string? Text, string? After = null, int Limit = 20);

/// <summary>Where the words were found.</summary>
public enum FoundIn
{
    Subject,
    Comment,
    Note,
    File,
}

/// <param name="Comment">The comment that holds the words; none when they stand in the subject.</param>
/// <param name="At">When that was written, or the ticket opened.</param>
/// <param name="Excerpt">The words in their surroundings; empty when the subject says it all.</param>
public sealed record FoundTicket(
    int Number, IReadOnlyList<Piece> Subject, TicketStatus Status, string Project, string? Requester, FoundIn In, long? Comment, string? Author, DateTime At, IReadOnlyList<Piece> Excerpt);

/// <param name="People">Contacts whose name or address begins so; on the first page only, for who holds contact.view.</param>
/// <param name="Number">The ticket within reach whose number was typed.</param>
public sealed record SearchAnswer(Rows<FoundTicket> Tickets, IReadOnlyList<ContactRow> People, int? Number);

/// <summary>
/// One search over subjects, comments, the names of files, and contacts. Tickets whose subject holds the words come first, then those
/// in whose conversation they stand; the newer the higher, each ticket once. A page walks the kept words from the newest down until it
/// is full, and what is out of reach stands under other words.
/// </summary>
public sealed class SearchPage(Desk desk)
{
    public const int MostRows = 100;
    private const int MostPeople = 5;

    public async Task<SearchAnswer> Run(SearchFor what, CancellationToken stop)
    {
        var number = await Jump(what.Text, stop);
        if (Wanted.Read(what.Text) is not { } wanted || new FoundTickets(desk, wanted) is not { Reaches: true } found)
        {
            return new(new([], null), [], number);
        }

        var first = string.IsNullOrEmpty(what.After);
        var people = first && ContactList.IsFor(desk.Actor)
            ? (await new ContactList(desk).Run(new(what.Text, Limit: MostPeople), stop)).Items
            : [];
        return new(await found.Page(what.After, Math.Clamp(what.Limit, 1, MostRows), stop), people, number);
    }

    /// <summary>The ticket within reach of which nothing but the number was typed.</summary>
    public async Task<int?> Jump(string? text, CancellationToken stop)
    {
        if (Wanted.Number(text, desk.House.Settings.Work.TicketPrefix) is not { } number)
        {
            return null;
        }

        var project = await desk.Sql.First("select project_id from ticket where number = @number", r => r.Key(0), stop, ("@number", number));
        return project is { } key && Law.Sees(desk.Actor).Includes(key) ? number : null;
    }
}
