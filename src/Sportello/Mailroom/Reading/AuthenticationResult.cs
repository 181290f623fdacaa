using System.Text.RegularExpressions;

namespace Sportello.Mailroom.Reading;

/// <summary>What one method found out about a letter's sender (RFC 8601 section 2.2).</summary>
/// <param name="Method">spf, dkim, dmarc and so on, in lower case.</param>
/// <param name="Result">pass, fail, none and so on, in lower case.</param>
/// <param name="Properties">What it looked at, such as <c>header.d</c>.</param>
internal sealed partial record AuthenticationResult(string Method, string Result, IReadOnlyDictionary<string, string> Properties)
{
    public string Of(string property) => Properties.GetValueOrDefault(property, "");

    /// <summary>A whole field: the name of the server that wrote it, and its results.</summary>
    public static (string Server, List<AuthenticationResult> Results) ReadField(string field)
    {
        var parts = Comments().Replace(field, " ").Split(';');
        var server = parts[0].Trim().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";

        // Some servers leave out their name and begin with the results.
        return server.Contains('=', StringComparison.Ordinal) ? ("", Read(parts)) : (server, Read(parts.Skip(1)));
    }

    private static List<AuthenticationResult> Read(IEnumerable<string> parts)
    {
        var results = new List<AuthenticationResult>();
        foreach (var part in parts)
        {
            var pairs = Pairs().Matches(part).Select(m => (Name: m.Groups["name"].Value.ToLowerInvariant(), Value: m.Groups["value"].Value.Trim('"'))).ToList();
            if (pairs is [var (method, result), .. var rest])
            {
                results.Add(new AuthenticationResult(
                    method.Split('/')[0], result.ToLowerInvariant(), rest.DistinctBy(p => p.Name, StringComparer.Ordinal).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)));
            }
        }

        return results;
    }

    [GeneratedRegex(@"(?<name>[^\s=]+)\s*=\s*(?<value>""[^""]*""|\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pairs();

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.None, 1000)]
    private static partial Regex Comments();
}
