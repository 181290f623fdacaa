namespace Sportello.App.Web.Tickets;

internal static class Quotes
{
    /// <summary>Cuts a text into what was written and what was quoted: runs of lines that begin with <c>&gt;</c>, with the line that announces them.</summary>
    public static IEnumerable<(bool Quoted, string Text)> Of(string text)
    {
        var part = new List<string>();
        var quoting = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var quoted = line.StartsWith('>') || (quoting && line.Length == 0);
            if (quoted != quoting && part.Count > 0)
            {
                yield return (quoting, Joined(part));
                part.Clear();
            }

            quoting = quoted;
            part.Add(line);
        }

        if (part.Count > 0)
        {
            yield return (quoting, Joined(part));
        }
    }

    private static string Joined(List<string> lines) => string.Join('\n', lines).Trim('\n');
}
