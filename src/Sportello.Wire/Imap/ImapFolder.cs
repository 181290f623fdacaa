namespace Sportello.Wire.Imap;

/// <summary>A folder as the server lists it (RFC 9051 section 7.3.1).</summary>
/// <param name="Name">Its whole name, decoded.</param>
/// <param name="Delimiter">What parts the levels of the name; null for a flat name.</param>
/// <param name="Attributes">Its attributes, such as <c>\Noselect</c> or <c>\HasChildren</c>.</param>
public sealed record ImapFolder(string Name, string? Delimiter, IReadOnlyList<string> Attributes)
{
    private static readonly string[] Uses = [@"\All", @"\Archive", @"\Drafts", @"\Flagged", @"\Important", @"\Junk", @"\Sent", @"\Trash"];

    /// <summary>What the folder is for, such as <c>\Sent</c> (RFC 6154); null for an ordinary one.</summary>
    public string? SpecialUse => Array.Find(Uses, Has);

    /// <summary>Whether it can be selected.</summary>
    public bool CanBeSelected => !Has(@"\Noselect") && !Has(@"\NonExistent");

    /// <summary>Whether it has this attribute, in any case.</summary>
    public bool Has(string attribute) => Attributes.Contains(attribute, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What STATUS tells of a folder without selecting it (RFC 9051 section 6.3.11); null where the server did not say.</summary>
/// <param name="Messages">Messages in it.</param>
/// <param name="UidNext">The UID the next message will get at the least.</param>
/// <param name="UidValidity">The number that goes with its UIDs.</param>
/// <param name="Unseen">Messages nobody has read.</param>
/// <param name="HighestModSeq">The highest modification sequence (RFC 7162).</param>
public sealed record ImapFolderStatus(uint? Messages, uint? UidNext, uint? UidValidity, uint? Unseen, ulong? HighestModSeq);

/// <summary>Where a kind of folders begins (RFC 2342).</summary>
/// <param name="Prefix">What their names begin with, decoded.</param>
/// <param name="Delimiter">What parts the levels.</param>
public sealed record ImapNamespace(string Prefix, string? Delimiter);
