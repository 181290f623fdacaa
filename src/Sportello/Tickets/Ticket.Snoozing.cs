using System.Globalization;
using Sportello.History;

namespace Sportello.Tickets;

/// <summary>Put off until a moment, for everybody who works on it: it is one fact of the ticket, not each person's own.</summary>
internal sealed partial class Ticket
{
    public DateTime? SnoozedUntil { get; private set; }

    /// <summary>Who put it off; none for an account without a contact.</summary>
    public long? SnoozedById { get; private set; }

    /// <summary>Whether the moment lies ahead is for the verb to say before.</summary>
    public void Snooze(DateTime until, Stamp by)
    {
        if (Note(by, "snoozed", Written(SnoozedUntil), Written(until)))
        {
            (SnoozedUntil, SnoozedById) = (until, by.ContactId);
        }
    }

    /// <summary>Somebody brought it back before its time.</summary>
    public void Wake(Stamp by) => Wake(by, "woken");

    /// <summary>Its time has come.</summary>
    public void ComeBack(Stamp by)
    {
        if (SnoozedUntil <= by.At)
        {
            Wake(by, "came-back");
        }
    }

    private void Wake(Stamp by, string what)
    {
        if (SnoozedUntil is { } until)
        {
            Note(by, what, Written(until), null);
            (SnoozedUntil, SnoozedById) = (null, null);
        }
    }

    private static string? Written(DateTime? moment) => moment?.ToString("O", CultureInfo.InvariantCulture);
}
