using Sportello.History;

namespace Sportello.Tickets;

/// <summary>Comments that go to where they belong.</summary>
internal sealed partial class Ticket
{
    /// <summary>What was written in it went elsewhere.</summary>
    public void LetGo(string what, Ticket to, Conversation left, Stamp by)
    {
        Changes.Add(new Change(by, what, null, Called(to)));
        Retell(left, by);
    }

    /// <summary>What was written elsewhere came here.</summary>
    public void Receive(string what, Ticket from, Conversation all, Stamp by)
    {
        Changes.Add(new Change(by, what, Called(from), null));
        Retell(all, by);
    }
}
