using Sportello.History;
using Sportello.Tickets;

namespace Sportello.Directory;

/// <summary>A person of one organization; may have a user account.</summary>
internal sealed partial class Contact : IHistoric
{
    private readonly List<ContactEmail> _emails = [];

    private Contact()
    {
    }

    public Contact(string name, long organizationId)
    {
        Name = name;
        OrganizationId = organizationId;
        Active = true;
    }

    public Contact(string name, Organization organization)
        : this(name, organization.Id) => Organization = organization;

    public long Id { get; private set; }

    public long OrganizationId { get; private set; }

    public Organization? Organization { get; private set; }

    public long? UserId { get; set; }

    public User? User { get; set; }

    public string Name { get; private set; } = "";

    public bool Active { get; set; }

    public string? Language { get; set; }

    public string? Slack { get; set; }

    public string? Jabber { get; set; }

    public IReadOnlyList<ContactEmail> Emails => _emails;

    public int Version { get; private set; }

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => Subject.Contact;

    public void Describe(string name, long organizationId)
    {
        Name = name;
        OrganizationId = organizationId;
    }

    /// <summary>Addresses are kept lower-case: they are compared without case everywhere.</summary>
    public void ReachableAt(IEnumerable<string> addresses)
    {
        var wanted = addresses.Select(ContactEmail.Normalize).Distinct(StringComparer.Ordinal).ToList();
        _emails.RemoveAll(e => !wanted.Contains(e.Address, StringComparer.Ordinal));
        foreach (var (address, place) in wanted.Select((a, i) => (a, i)))
        {
            var known = _emails.Find(e => string.Equals(e.Address, address, StringComparison.Ordinal));
            if (known is null)
            {
                _emails.Add(known = new ContactEmail(address));
            }

            known.Place = place;
        }
    }
}

/// <summary>The switches by which the programs know this person; <c>config.ini</c> overrides them.</summary>
internal sealed partial class Contact
{
    /// <summary>Takes part in leader messages.</summary>
    public bool Stat { get; set; }

    /// <summary>Stays off the leaderboard that others see.</summary>
    public bool OffBoard { get; set; }

    /// <summary>The perfectionist may correct this person's tickets.</summary>
    public bool Correct { get; set; }

    /// <summary>The IMAP folder of this person's incoming mail.</summary>
    public string? ImapFolder { get; set; }

    /// <summary>The kind of ticket that a new letter opens; none = letters open nothing.</summary>
    public TicketKind? OpensKind { get; set; }
}

internal sealed class ContactEmail
{
    private ContactEmail()
    {
    }

    public ContactEmail(string address) => Address = Normalize(address);

    public long Id { get; private set; }

    public long ContactId { get; private set; }

    public string Address { get; private set; } = "";

    /// <summary>The first address is the one that is written to.</summary>
    public int Place { get; set; }

    /// <summary>Since when nothing arrives there; another address is written to, if there is one.</summary>
    public DateTime? UndeliverableAt { get; private set; }

    /// <summary>What the mail server said about it.</summary>
    public string? UndeliverableWhy { get; private set; }

    public static string Normalize(string address) => address.Trim().ToLowerInvariant();
}
