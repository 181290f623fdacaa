using System.Text;
using Sportello.Access;
using Sportello.Directory;
using Sportello.Words;

namespace Sportello.Tickets;

/// <summary>The filter of a list as one line: <c>status:new project:"barilla sw1" assignee:me printer</c>. The words of it are those of the URL.</summary>
public static class QueryLine
{
    public static IReadOnlyList<string> Keys { get; } = ["status", "project", "assignee", "requester", "kind", "priority", "opened", "since", "sort"];

    /// <summary>What the line says, by key; what has no key are words to look for, under <c>q</c>.</summary>
    /// <exception cref="Refusal">A key is unknown, said twice or without its value; the sentence says what there is.</exception>
    public static IReadOnlyDictionary<string, string> Read(string line)
    {
        var state = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = new StringBuilder();
        foreach (var (key, value) in Parts(line))
        {
            if (key is null)
            {
                words.Append(words.Length > 0 ? " " : "").Append(value);
            }
            else if (!Keys.Contains(key, StringComparer.Ordinal))
            {
                throw Refusal.Invalid("line", Said.Of("query.key", ("key", key), ("keys", string.Join(", ", Keys))));
            }
            else if (value.Length == 0)
            {
                throw Refusal.Invalid("line", Said.Of("query.value", ("key", key)));
            }
            else if (!state.TryAdd(key, value))
            {
                throw Refusal.Invalid("line", Said.Of("query.twice", ("key", key)));
            }
        }

        if (words.Length > 0)
        {
            state["q"] = words.ToString();
        }

        return state;
    }

    /// <summary>The line that says this, for the box above the list.</summary>
    public static string Write(IEnumerable<(string Key, string? Value)> state, string? words) =>
        string.Join(' ', state.Where(p => !string.IsNullOrWhiteSpace(p.Value)).Select(p => $"{p.Key}:{Quoted(p.Value!)}").Append(words).Where(p => !string.IsNullOrWhiteSpace(p)));

    public static string Quoted(string value) => value.Any(c => char.IsWhiteSpace(c) || c == '"') ? $"\"{value.Replace("\"", "", StringComparison.Ordinal)}\"" : value;

    /// <summary>Split at spaces outside of quotation marks. A colon makes a key of letters before it; an address such as https://… is a word.</summary>
    private static IEnumerable<(string? Key, string Value)> Parts(string line)
    {
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < line.Length && char.IsLetter(line[at]))
            {
                at++;
            }

            var hasKey = at > start && at < line.Length && line[at] == ':' && !line.AsSpan(at).StartsWith("://");
            var key = hasKey ? line[start..at].ToLowerInvariant() : null;
            at = hasKey ? at + 1 : start;
            yield return (key, Value(line, ref at));
        }
    }

    private static string Value(string line, ref int at)
    {
        var quoted = at < line.Length && line[at] is '"' or '«' or '“';
        var start = quoted ? ++at : at;
        while (at < line.Length && (quoted ? line[at] is not ('"' or '»' or '”') : !char.IsWhiteSpace(line[at])))
        {
            at++;
        }

        var value = line[start..at];
        at += quoted && at < line.Length ? 1 : 0;
        return value;
    }
}

/// <summary>A line of a query against what there is, so that a slip is told instead of finding nothing.</summary>
public sealed class CheckQueryLine(Desk desk)
{
    /// <exception cref="Refusal">Something in it is not known; the sentence says what is.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Run(string line, CancellationToken stop)
    {
        var state = QueryLine.Read(line);
        foreach (var (key, value) in state)
        {
            await Check(key, value, stop);
        }

        return state;
    }

    private Task Check(string key, string value, CancellationToken stop) => key switch
    {
        "status" => Known(key, value.Split(',', StringSplitOptions.TrimEntries).All(s => s is "open" or "any" || Name.TryRead<TicketStatus>(s, out _)), value, $"open, any, {Name.Choices<TicketStatus>()}"),
        "kind" => Known(key, Name.TryRead<TicketKind>(value, out _), value, Name.Choices<TicketKind>()),
        "priority" => Known(key, Name.TryRead<Priority>(value, out _), value, Name.Choices<Priority>()),
        "sort" => Known(key, TicketFilter.Sorts.Contains(value, StringComparer.Ordinal), value, string.Join(", ", TicketFilter.Sorts)),
        "opened" or "since" => Task.FromResult(DaySpan.Of(desk, "line", value)),
        "project" => Project(value, stop),
        "assignee" or "requester" => Person(key, value, stop),
        _ => Task.CompletedTask,
    };

    private static Task Known(string key, bool known, string value, string choices) =>
        known ? Task.CompletedTask : throw Refusal.Invalid("line", Said.Of("query.unknown", ("key", key), ("value", value), ("choices", choices)));

    private async Task Project(string name, CancellationToken stop)
    {
        var project = await desk.Sql.First("select id from project where name = @name", r => Data.RowReading.Key(r, 0), stop, ("@name", name));
        if (project is not { } key || !Law.Sees(desk.Actor).Includes(key))
        {
            throw Refusal.Invalid("line", Said.Of("query.project", ("name", name)));
        }
    }

    /// <summary>Customers are not told who there is: to them a stranger's list is empty.</summary>
    private async Task Person(string key, string called, CancellationToken stop)
    {
        var known = called is "me" || (called is "none" && string.Equals(key, "assignee", StringComparison.Ordinal))
            || !desk.Actor.WorksSomewhere
            || (called.Contains('@', StringComparison.Ordinal) ? await desk.ContactByAddress(called, stop) : await desk.FindContact(called, stop)) is not null;
        if (!known)
        {
            throw Refusal.Invalid("line", Said.Of("query.person", ("name", called)));
        }
    }
}
