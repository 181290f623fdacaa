using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Demo;

/// <summary>
/// Reads the embedded files <c>Stories/LANGUAGE/*.txt</c>. A story begins with a line <c># subject</c>; the next one says kind and,
/// if it is not normal, priority; then each step begins with its kind and a colon (<c>Staff:</c>), or <c>Staff?:</c> when it may be left out.
/// The file <c>words.txt</c> of a language holds what its <c>{words}</c> may stand for.
/// </summary>
internal static class StoryBook
{
    private const string Folder = "demo/stories/";

    public static IReadOnlyList<Story> Read(string language) =>
        [.. Resource.In($"{Folder}{language}/").Where(f => !f.EndsWith("/words.txt", StringComparison.Ordinal)).SelectMany(f => Stories(language, f))];

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Words(string language) => Resource.Text($"{Folder}{language}/words.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
        .ToDictionary(w => w[0], w => (IReadOnlyList<string>)w[1].Split('|', StringSplitOptions.TrimEntries), StringComparer.Ordinal);

    /// <summary>Work that no ticket asked for, one item a line: name, type and status.</summary>
    public static IEnumerable<string[]> OwnWork() => Resource.Text("demo/stories/work.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries));

    private static IEnumerable<Story> Stories(string language, string file)
    {
        foreach (var part in Resource.Text(file).Split("\n# ").Select(p => p.Trim().TrimStart('#').Trim()).Where(p => p.Length > 0))
        {
            var lines = part.Split('\n');
            var tags = lines[1].Split(',', StringSplitOptions.TrimEntries);
            yield return new Story(language, lines[0], Read<TicketKind>(tags[0], file), tags.Length > 1 ? Read<Priority>(tags[1], file) : Priority.Normal, Steps(lines[2..], file));
        }
    }

    private static List<Step> Steps(string[] lines, string file)
    {
        var steps = new List<Step>();
        foreach (var line in lines)
        {
            if (Marker(line) is var (kind, optional, rest))
            {
                steps.Add(new Step(kind, rest, optional));
            }
            else if (steps.Count > 0)
            {
                steps[^1] = steps[^1] with { Text = $"{steps[^1].Text}\n{line}" };
            }
            else
            {
                throw new FormatException($"{file}: “{line}” stands before the first step.");
            }
        }

        return steps.ConvertAll(s => s with { Text = s.Text.Trim() });
    }

    private static (StepKind Kind, bool Optional, string Text)? Marker(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetterUpper(line[0]) && Enum.TryParse<StepKind>(line[..colon].TrimEnd('?'), out var kind)
            ? (kind, line[colon - 1] == '?', line[(colon + 1)..])
            : null;
    }

    private static T Read<T>(string text, string file)
        where T : struct, Enum => Name.TryRead<T>(text, out var value) ? value : throw new FormatException($"{file}: “{text}” is none of {Name.Choices<T>()}.");
}
