using Sportello.Jobs;
using Sportello.Tickets;

namespace Sportello.Leaders;

/// <summary>What one person has in the period, and where that puts them.</summary>
internal sealed record Score(Person Person, int Consultations, int Bugs, int Enhancements, int Place = 0)
{
    /// <summary>How many leaders there are, unless several share the last place.</summary>
    public const int Five = 5;

    public int Total => Consultations + Bugs + Enhancements;

    /// <summary>Fewer than five people are strictly ahead, and there is something to lead with.</summary>
    public bool Leader => Place <= Five && Total > 0;

    public Score With(TicketKind kind, int count) => kind switch
    {
        TicketKind.Consultation => this with { Consultations = Consultations + count },
        TicketKind.Bug => this with { Bugs = Bugs + count },
        TicketKind.Enhancement => this with { Enhancements = Enhancements + count },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>In order of place, then name. Equal totals share a place, and the next one counts everybody ahead.</summary>
    public static List<Score> Ranked(IEnumerable<Score> scores)
    {
        var ordered = scores.OrderByDescending(s => s.Total).ThenBy(s => s.Person.Contact, StringComparer.OrdinalIgnoreCase).ThenBy(s => s.Person.ContactId).ToList();
        var place = 1;
        for (var i = 0; i < ordered.Count; i++)
        {
            place = i > 0 && ordered[i].Total < ordered[i - 1].Total ? i + 1 : place;
            ordered[i] = ordered[i] with { Place = place };
        }

        return ordered;
    }
}
