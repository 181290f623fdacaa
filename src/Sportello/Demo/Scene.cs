using Sportello.Directory;
using Sportello.Projects;

namespace Sportello.Demo;

/// <summary>How far a story goes. Whatever would lie in the future has not happened in any case.</summary>
internal enum Ending
{
    /// <summary>To its end.</summary>
    Told,

    /// <summary>Nobody took it.</summary>
    Untaken,

    /// <summary>Somebody accepted it, and that was all.</summary>
    Taken,

    /// <summary>It was answered, but its status was not moved on.</summary>
    Forgotten,

    /// <summary>The customer never answered the question.</summary>
    Waiting,

    /// <summary>Tasks were said to be issued, but none is there.</summary>
    WorkMissing,

    /// <summary>The work is done, and nobody told the customer.</summary>
    WorkDone,
}

/// <summary>One story, where and when it is played, and by whom.</summary>
internal sealed record Scene(Story Story, string Subject, Wording Wording, Project Project, Contact Requester, Contact Manager, Contact Assignee, DateTime Opened)
{
    public Ending Ending { get; set; }
}
