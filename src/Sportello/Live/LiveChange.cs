using Sportello.Access;
using Sportello.History;
using Sportello.Tickets;

namespace Sportello.Live;

/// <summary>An entry of the history, as far as an open page is concerned with it.</summary>
/// <param name="Id">The entry's key; who was away goes on after the last one that they heard.</param>
/// <param name="Number">Of the ticket or the task.</param>
/// <param name="Place">Where the law looks.</param>
internal sealed record LiveChange(long Id, Subject Subject, int Number, Place Place, string What, string Who, long? ContactId)
{
    /// <summary>It was saved after entries with higher keys.</summary>
    public bool Late { get; init; }

    /// <summary>As on the page: a customer hears of nothing that their history of the ticket would not show.</summary>
    public bool IsFor(Actor reader) => Subject == Subject.WorkItem
        ? Law.Allows(reader, Right.SeeWork, Place)
        : Law.Allows(reader, Right.See, Place) && (TicketPage.ForCustomers.Contains(What, StringComparer.Ordinal) || Law.Allows(reader, Right.SeeNotes, Place));
}

/// <summary>Somebody who has a ticket open.</summary>
public sealed record Looking(long UserId, string Name, bool Writing);

/// <summary>What an open page is told.</summary>
public abstract record LiveMessage;

/// <summary>Something that its reader may see has changed.</summary>
/// <param name="Id">Where to go on after.</param>
/// <param name="Task">Whether it is a task; otherwise it is a ticket.</param>
/// <param name="Who">Who changed it.</param>
public sealed record Changed(long Id, bool Task, int Number, string Who) : LiveMessage;

/// <summary>Too much has changed to tell of each.</summary>
/// <param name="Id">Where to go on after.</param>
public sealed record MuchChanged(long Id) : LiveMessage;

/// <summary>Who else has the ticket open, now.</summary>
public sealed record AlsoHere(int Number, IReadOnlyList<Looking> People) : LiveMessage;

/// <summary>Nothing, so that a line that is dead is noticed.</summary>
public sealed record StillThere : LiveMessage;
