using Sportello.History;

namespace Sportello.Tickets;

internal sealed partial class Ticket
{
    /// <summary>A letter in it was read again.</summary>
    public void Reread(Stamp by)
    {
        Changes.Add(new Change(by, "reread", null, null));
        Touch(by.At);
    }
}
