using Sportello.Directory;
using Sportello.History;

namespace Sportello.Tickets;

internal sealed partial class Ticket
{
    private readonly List<Watcher> _watchers = [];

    public IReadOnlyList<Watcher> Watchers => _watchers;

    /// <summary>Whether the contact may be the assignee is for the law to say before; names are for the history.</summary>
    public void Assign(Contact? to, string? fromName, Stamp by)
    {
        if (AssigneeId != to?.Id)
        {
            Note(by, "assignee", fromName, to?.Name);
            CountHandover(AssigneeId, to?.Id);
            AssigneeId = to?.Id;
        }
    }

    public void Watch(long contactId)
    {
        if (!_watchers.Exists(w => w.ContactId == contactId))
        {
            _watchers.Add(new Watcher(contactId));
        }
    }

    public void Watch(long contactId, string name, Stamp by)
    {
        if (!_watchers.Exists(w => w.ContactId == contactId))
        {
            Watch(contactId);
            Changes.Add(new Change(by, "watcher", null, name));
        }
    }

    public void Unwatch(long contactId) => _watchers.RemoveAll(w => w.ContactId == contactId);

    public void Unwatch(long contactId, string name, Stamp by)
    {
        if (_watchers.RemoveAll(w => w.ContactId == contactId) > 0)
        {
            Changes.Add(new Change(by, "watcher", name, null));
        }
    }
}

internal sealed class Watcher
{
    private Watcher()
    {
    }

    public Watcher(long contactId) => ContactId = contactId;

    public long TicketId { get; private set; }

    public long ContactId { get; private set; }
}
