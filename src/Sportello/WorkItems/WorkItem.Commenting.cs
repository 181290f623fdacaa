using Sportello.History;

namespace Sportello.WorkItems;

internal sealed partial class WorkItem
{
    private readonly List<WorkItemComment> _comments = [];

    public IReadOnlyList<WorkItemComment> Comments => _comments;

    public WorkItemComment Comment(string body, Stamp by)
    {
        var comment = new WorkItemComment(Id, by.ContactId, by.Name, by.At, body.Trim().ReplaceLineEndings("\n"));
        _comments.Add(comment);
        Changes.Add(new Change(by, "comment", null, null));
        return comment;
    }
}

internal sealed class WorkItemComment
{
    private WorkItemComment()
    {
    }

    public WorkItemComment(long workItemId, long? authorId, string authorName, DateTime at, string body)
    {
        WorkItemId = workItemId;
        AuthorId = authorId;
        AuthorName = authorName;
        At = at;
        Body = body;
    }

    public long Id { get; private set; }

    public long WorkItemId { get; private set; }

    public long? AuthorId { get; private set; }

    public string AuthorName { get; private set; } = "";

    public DateTime At { get; private set; }

    public string Body { get; private set; } = "";
}
