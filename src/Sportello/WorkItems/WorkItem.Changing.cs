using Sportello.Directory;
using Sportello.History;
using Sportello.TestSuites;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.WorkItems;

internal sealed partial class WorkItem
{
    public void Rename(string name, Stamp by)
    {
        name = NameOf(name);
        if (this.Note(by, "name", Name, name))
        {
            Name = name;
        }
    }

    /// <summary>The history says that it was rewritten; both texts would fill it.</summary>
    public void Describe(string text, Stamp by)
    {
        text = text.Trim().ReplaceLineEndings("\n");
        if (!string.Equals(Description, text, StringComparison.Ordinal))
        {
            Changes.Add(new Change(by, "description", null, null));
            Description = text;
        }
    }

    public void SetType(WorkType type, Stamp by)
    {
        if (this.Note(by, "type", Words.Name.Of(WorkType), Words.Name.Of(type)))
        {
            WorkType = type;
        }
    }

    public void SetPriority(Priority priority, Stamp by)
    {
        if (this.Note(by, "priority", Words.Name.Of(Priority), Words.Name.Of(priority)))
        {
            Priority = priority;
        }
    }

    /// <summary>Who may develop is for the law to say before; names are for the history.</summary>
    public void DevelopedBy(Contact? to, string? fromName, Stamp by)
    {
        if (DeveloperId != to?.Id)
        {
            this.Note(by, "developer", fromName, to?.Name);
            DeveloperId = to?.Id;
        }
    }

    public void TestedBy(Contact? to, string? fromName, Stamp by)
    {
        if (TesterId != to?.Id)
        {
            this.Note(by, "tester", fromName, to?.Name);
            TesterId = to?.Id;
        }
    }

    public void Attach(TestSuite? suite, string? fromName, Stamp by)
    {
        if (SuiteId != suite?.Id)
        {
            this.Note(by, "suite", fromName, suite?.Name);
            SuiteId = suite?.Id;
        }
    }

    public void Plan(DateOnly? start, DateOnly? end, Stamp by)
    {
        if (start > end)
        {
            throw Refusal.Invalid("planned_end", Said.Of("refusal.work.dates", ("end", $"{end:yyyy-MM-dd}"), ("start", $"{start:yyyy-MM-dd}")));
        }

        this.Note(by, "start", $"{Start:yyyy-MM-dd}", $"{start:yyyy-MM-dd}");
        this.Note(by, "planned-end", $"{PlannedEnd:yyyy-MM-dd}", $"{end:yyyy-MM-dd}");
        (Start, PlannedEnd) = (start, end);
    }
}
