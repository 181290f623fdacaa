using Sportello.Access;
using Sportello.App.Web.Shared;

namespace Sportello.App.Web.Access;

/// <summary>The model permissions in words, and by what they are about.</summary>
internal static class PermissionWords
{
    private static readonly string[] Subjects = ["ticket", "comment", "workitem", "project", "organization", "contact", "report", "program", "user", "settings"];
    private static readonly string[] Deeds = ["view", "add", "internal", "change", "delete", "run"];

    /// <summary>All of them, subject by subject, from seeing to deleting.</summary>
    public static IEnumerable<(string Subject, IReadOnlyList<string> Permissions)> BySubject { get; } =
    [
        .. Subjects.Select(s => (s, (IReadOnlyList<string>)[
            .. Permission.All.Where(p => p.StartsWith(s + ".", StringComparison.Ordinal)).OrderBy(p => Array.IndexOf(Deeds, p[(s.Length + 1)..])),
        ])),
    ];

    public static string Say(Page page, string permission) => page.Say($"permission.{permission.Replace('.', '-')}");

    public static string Subject(Page page, string subject) => page.Say($"permissions.{subject}");

    /// <summary>A list as it stands in the history.</summary>
    public static string All(Page page, string? listed) =>
        string.IsNullOrEmpty(listed) ? "–" : string.Join(", ", listed.Split(", ").Select(p => Permission.All.Contains(p) ? Say(page, p) : p));
}
