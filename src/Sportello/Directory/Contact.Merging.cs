using System.Globalization;
using Sportello.History;

namespace Sportello.Directory;

internal sealed partial class Contact
{
    /// <summary>The contact that this one turned out to be; all links lead on to it.</summary>
    public long? MergedIntoId { get; private set; }

    /// <summary>What is missing here is taken from the other; what both have stays as it is here.</summary>
    public void TakeOver(Contact source, Stamp by)
    {
        Changes.Add(new Change(by, "merged-from", null, Called(source)));
        var now = ContactFields.Of(this);
        Change(
            now with
            {
                Addresses = [.. now.Addresses.Union(source.Emails.OrderBy(e => e.Place).Select(e => e.Address), StringComparer.Ordinal)],
                Language = Language ?? source.Language,
                Slack = Slack ?? source.Slack,
                Jabber = Jabber ?? source.Jabber,
                Stat = Stat || source.Stat,
                Correct = Correct || source.Correct,
                ImapFolder = ImapFolder ?? source.ImapFolder,
                OpensKind = OpensKind ?? source.OpensKind,
            },
            Organization!,
            by);
        OffBoard |= source.OffBoard;
    }

    public void MergeInto(Contact target, Stamp by)
    {
        Changes.Add(new Change(by, "merged-into", null, Called(target)));
        MergedIntoId = target.Id;
        Active = false;
        ReachableAt([]);
        (Slack, Jabber, ImapFolder, OpensKind, Stat, Correct) = (null, null, null, null, false, false);
    }

    /// <summary>Its organization goes on as another one.</summary>
    public void MoveTo(Organization organization, Stamp by)
    {
        this.Note(by, "organization", Organization!.Name, organization.Name);
        (OrganizationId, Organization) = (organization.Id, organization);
    }

    private static string Called(Contact contact) => string.Create(CultureInfo.InvariantCulture, $"{contact.Name} ({contact.Id})");
}
