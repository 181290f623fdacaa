using Sportello.History;

namespace Sportello.CannedReplies;

/// <summary>What is written down of a canned reply.</summary>
/// <param name="Name">What it is picked by.</param>
/// <param name="Body">Its text, with variables such as <c>{{ticket.number}}</c>.</param>
/// <param name="Project">The name of the project it is for; none = all.</param>
/// <param name="Language">The language it is written in; none = any.</param>
public sealed record CannedFields(string Name, string Body, string? Project = null, string? Language = null);

/// <summary>A text that is written once and sent often.</summary>
internal sealed class CannedReply : IHistoric
{
    public const int NameLength = 100;
    public const int BodyLength = 20_000;

    private CannedReply()
    {
    }

    public CannedReply(CannedFields what, long? projectId, Stamp by)
    {
        Describe(what, projectId);
        Changes.Add(new Change(by, "added", null, what.Name));
    }

    public long Id { get; private set; }

    public string Name { get; private set; } = "";

    public long? ProjectId { get; private set; }

    public string? Language { get; private set; }

    public string Body { get; private set; } = "";

    public int Version { get; private set; }

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => Subject.CannedReply;

    public void Change(CannedFields to, long? projectId, string? fromProject, Stamp by)
    {
        this.Note(by, "name", Name, to.Name);
        this.Note(by, "project", fromProject, to.Project);
        this.Note(by, "language", Language, to.Language);
        this.Note(by, "text", Body, to.Body);
        Describe(to, projectId);
    }

    private void Describe(CannedFields what, long? projectId)
    {
        Name = what.Name;
        ProjectId = projectId;
        Language = what.Language;
        Body = what.Body;
    }
}
