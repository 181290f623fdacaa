using System.Text.RegularExpressions;
using Sportello.Wire.Mime;

namespace Sportello.Mailroom.Reading;

/// <summary>
/// What the mail server that took a letter found out about its sender (Authentication-Results, RFC 8601). Each server puts its field on top,
/// so the first one is the nearest to us; one that a forger wrote below it is not looked at.
/// </summary>
internal static partial class SenderCheck
{
    /// <returns>Why the sender is not who the letter says; none when nothing speaks against it.</returns>
    public static string? Fault(Letter letter) =>
        letter.Headers.Get("Authentication-Results") is { } results && Failed().IsMatch(Comments().Replace(results, " "))
            ? "the mail server says that the sender is forged (dmarc=fail)"
            : null;

    [GeneratedRegex(@"(^|[;\s])dmarc\s*=\s*fail\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Failed();

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.None, 1000)]
    private static partial Regex Comments();
}
