using System.Globalization;
using Sportello.History;

namespace Sportello.Tickets;

/// <summary>The work that serves it. Its history names work by number only: who reads it here may not see that work.</summary>
internal sealed partial class Ticket
{
    public void LinkWork(int number, Stamp by) => Note(by, "work-linked", null, CalledWork(number));

    public void UnlinkWork(int number, Stamp by) => Note(by, "work-unlinked", CalledWork(number), null);

    /// <summary>The last of it that was under way is.</summary>
    public void WorkEnded(int number, Stamp by) => Note(by, "work-ended", null, CalledWork(number));

    private static string CalledWork(int number) => number.ToString(CultureInfo.InvariantCulture);
}
