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

    /// <summary>A letter turned out to belong elsewhere.</summary>
    public void LetGo(Ticket to, Conversation left, Stamp by)
    {
        Changes.Add(new Change(by, "letter-moved-to", null, Called(to)));
        Retell(left, by);
    }

    public void Receive(Ticket from, Conversation all, Stamp by)
    {
        Changes.Add(new Change(by, "letter-moved-from", Called(from), null));
        Retell(all, by);
    }
}
