using System.Collections.Frozen;

namespace Sportello.Access;

/// <summary>The model permissions that groups carry: the first of the two conditions.</summary>
public static class Permission
{
    public const string TicketView = "ticket.view";
    public const string TicketAdd = "ticket.add";
    public const string TicketChange = "ticket.change";
    public const string TicketDelete = "ticket.delete";
    public const string CommentAdd = "comment.add";
    public const string CommentInternal = "comment.internal";
    public const string ReportView = "report.view";
    public const string ProgramRun = "program.run";
    public const string WorkItemView = "workitem.view";

    private static readonly string[] Managed = ["workitem", "project", "organization", "contact", "user", "settings"];

    /// <summary>The group that exists from the start.</summary>
    public const string TicketUsers = "ticket user";

    public static FrozenSet<string> All { get; } = new[]
        {
            TicketView, TicketAdd, TicketChange, TicketDelete, CommentAdd, CommentInternal, ReportView, ProgramRun,
        }
        .Concat(Managed.SelectMany(m => new[] { $"{m}.view", $"{m}.add", $"{m}.change", $"{m}.delete" }))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What the group of the start may do; the role in the project still decides where.</summary>
    public static IReadOnlyList<string> OfTicketUsers { get; } =
    [
        TicketView, TicketAdd, TicketChange, CommentAdd, CommentInternal, WorkItemView, "workitem.add", "workitem.change", ReportView,
    ];

    /// <summary><c>workitem.*</c> stands for every permission that begins with <c>workitem.</c>, and <c>*</c> for all.</summary>
    public static bool IsKnown(string permission) =>
        All.Contains(permission)
        || string.Equals(permission, "*", StringComparison.Ordinal)
        || (permission.EndsWith(".*", StringComparison.Ordinal) && All.Any(p => p.StartsWith(permission[..^1], StringComparison.Ordinal)));

    public static IEnumerable<string> Expand(string permission) =>
        permission.EndsWith('*') ? All.Where(p => p.StartsWith(permission[..^1], StringComparison.Ordinal)) : [permission];
}
