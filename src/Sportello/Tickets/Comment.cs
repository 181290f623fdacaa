using Sportello.History;

namespace Sportello.Tickets;

/// <summary>What somebody wrote: always as text, and as sanitized HTML where the sender sent HTML.</summary>
public readonly record struct CommentText(string Body, string? Html = null);

/// <summary>One entry of a ticket's conversation: public reply or internal note.</summary>
internal sealed class Comment
{
    private readonly List<Attachment> _attachments = [];

    private Comment()
    {
    }

    public Comment(CommentText text, bool isInternal, bool byStaff, Stamp by)
    {
        Body = text.Body;
        Html = text.Html;
        Internal = isInternal;
        ByStaff = byStaff;
        AuthorId = by.ContactId;
        AuthorName = by.Name;
        At = by.At;
        Door = by.Door;
    }

    public long Id { get; private set; }

    public long TicketId { get; private set; }

    public long? AuthorId { get; private set; }

    public string AuthorName { get; private set; } = "";

    public DateTime At { get; private set; }

    public bool Internal { get; private set; }

    public bool ByStaff { get; private set; }

    public Door Door { get; private set; }

    public string Body { get; private set; } = "";

    public string? Html { get; private set; }

    /// <summary>The Message-ID of the letter this came with, without angle brackets.</summary>
    public string? MessageId { get; set; }

    /// <summary>The stored letter this came with.</summary>
    public long? LetterId { get; set; }

    /// <summary>The ticket it was written in, when it came here by a merge.</summary>
    public long? MergedFromId { get; private set; }

    /// <summary>Where quoted history and the signature stand in <see cref="Body"/>, when that was decided as it came.</summary>
    public string? Folds { get; set; }

    /// <summary>A machine wrote it: folded, and without effect on the status.</summary>
    public bool Automatic { get; set; }

    /// <summary>Contacts who have got it already, since the letter it came with was sent to them too. Not stored.</summary>
    public IReadOnlySet<long> HaveIt { get; set; } = new HashSet<long>();

    public IReadOnlyList<Attachment> Attachments => _attachments;

    public void Attach(StoredFile file) => _attachments.Add(new Attachment(file));
}

/// <summary>A file whose bytes are already in the store, addressed by their hash.</summary>
public sealed record StoredFile(string Name, string MediaType, long Size, string Sha256, bool Inline = false, string? ContentId = null);

internal sealed class Attachment
{
    private Attachment()
    {
    }

    public Attachment(StoredFile file)
    {
        Name = file.Name;
        MediaType = file.MediaType;
        Size = file.Size;
        Sha256 = file.Sha256;
        Inline = file.Inline;
        ContentId = file.ContentId;
    }

    public long Id { get; private set; }

    public long CommentId { get; private set; }

    public string Name { get; private set; } = "";

    public string MediaType { get; private set; } = "";

    public long Size { get; private set; }

    public string Sha256 { get; private set; } = "";

    public bool Inline { get; private set; }

    public string? ContentId { get; private set; }
}
