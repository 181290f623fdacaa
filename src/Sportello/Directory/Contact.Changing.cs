using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

internal sealed partial class Contact
{
    public static Contact Added(ContactFields what, Organization organization, Stamp by)
    {
        var contact = new Contact(what.Name, organization);
        contact.Fill(what);
        contact.Changes.Add(new Change(by, "added", null, what.Name));
        return contact;
    }

    /// <summary>One more address, at which nothing goes yet.</summary>
    public void AlsoReachableAt(string address, Stamp by)
    {
        ReachableAt([.. Addresses, address]);
        Changes.Add(new Change(by, "emails", null, address));
    }

    public void Change(ContactFields to, Organization organization, Stamp by)
    {
        this.Note(by, "name", Name, to.Name);
        this.Note(by, "organization", Organization!.Name, organization.Name);
        this.Note(by, "active", Active, to.Active);
        this.Note(by, "emails", string.Join(", ", Addresses), string.Join(", ", to.Addresses));
        this.Note(by, "language", Language, to.Language);
        this.Note(by, "slack", Slack, to.Slack);
        this.Note(by, "jabber", Jabber, to.Jabber);
        this.Note(by, "stat", Stat, to.Stat);
        this.Note(by, "correct", Correct, to.Correct);
        this.Note(by, "imap-folder", ImapFolder, to.ImapFolder);
        this.Note(by, "opens-kind", OpensKind is { } was ? Words.Name.Of(was) : null, to.OpensKind is { } now ? Words.Name.Of(now) : null);
        Describe(to.Name, organization.Id);
        Fill(to);
    }

    /// <summary>Nobody can tell any more who it was. The entry itself says nothing of it, either.</summary>
    public void Forget(string former, Stamp by)
    {
        Changes.Add(new Change(by, "anonymized", null, null));
        (Name, Active, Language, Slack, Jabber, Stat, Correct, ImapFolder, OpensKind) = (former, false, null, null, null, false, false, null, null);
        ReachableAt([]);
    }

    private IEnumerable<string> Addresses => _emails.OrderBy(e => e.Place).Select(e => e.Address);

    private void Fill(ContactFields from)
    {
        Active = from.Active;
        ReachableAt(from.Addresses);
        Language = from.Language;
        Slack = from.Slack;
        Jabber = from.Jabber;
        Stat = from.Stat;
        Correct = from.Correct;
        ImapFolder = from.ImapFolder;
        OpensKind = from.OpensKind;
    }
}
