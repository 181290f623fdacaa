using System.Text.RegularExpressions;
using Sportello.Words;

namespace Sportello.CannedReplies;

/// <summary>
/// The variables of canned replies. One that has no value for a ticket stays as it stands, and nothing is sent with it in:
/// whoever writes decides what to say instead.
/// </summary>
public static partial class Variables
{
    private static readonly string[] All =
        ["ticket.number", "ticket.subject", "ticket.project", "ticket.organization", "ticket.opened", "requester.name", "assignee.name", "my.name"];

    public static IReadOnlyList<string> Known => All;

    /// <summary>As it is written in a text.</summary>
    public static string Written(string variable) => $"{{{{{variable}}}}}";

    internal static string Fill(string text, Func<string, string?> valueOf) =>
        Slot().Replace(text, found => valueOf(Called(found)) is { Length: > 0 } value ? value : found.Value);

    /// <exception cref="Refusal">The text has a variable that nobody knows.</exception>
    internal static void Demand(string text)
    {
        var unknown = Slot().Matches(text).Select(Called).FirstOrDefault(called => !All.Contains(called, StringComparer.Ordinal));
        if (unknown is not null)
        {
            throw Refusal.Invalid("body", Said.Of("refusal.canned.variable", ("variable", Written(unknown)), ("known", All.Select(Written).ToList())));
        }
    }

    /// <summary>The first variable that was left in a text; none when there is nothing to fill in any more.</summary>
    internal static string? Left(string text) =>
        text.Contains("{{", StringComparison.Ordinal) ? Slot().Matches(text).FirstOrDefault(found => All.Contains(Called(found), StringComparer.Ordinal))?.Value : null;

    private static string Called(Match found) => found.Groups["name"].Value.ToLowerInvariant();

    [GeneratedRegex(@"\{\{\s*(?<name>[^{}]*?)\s*\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Slot();
}
