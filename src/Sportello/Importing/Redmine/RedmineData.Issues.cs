using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sportello.Importing.Servers;
using Sportello.Mailroom.Spool;
using Sportello.Portable.Reading;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Importing.Redmine;

internal sealed partial class RedmineData
{
    /// <summary>All issues, each with its notes and files, as they were at their last change.</summary>
    private async Task<IReadOnlyList<JsonElement>> Issues(CancellationToken stop)
    {
        var rows = await All("issues.json?status_id=*&sort=id", "issues", stop);
        var hidden = rows.Count(r => r.Flag("is_private"));
        if (hidden > 0 && !TakesPrivate)
        {
            _intake.Findings.Notice(string.Create(CultureInfo.InvariantCulture, $"{hidden} private issues were left out, since customers of a project see all of its tickets here; --map private=take takes them, too."));
        }

        var issues = new List<JsonElement>();
        var asked = rows.Where(r => TakesPrivate || !r.Flag("is_private")).ToList();
        foreach (var row in asked)
        {
            var id = row.Text("id");
            var kept = $"issue-{id}-{string.Concat(row.Text("updated_on").Where(char.IsAsciiDigit))}";
            if ((await _server.Get($"issues/{id}.json?include=journals,attachments,watchers", stop, kept))?.At("issue") is { } issue)
            {
                issues.Add(issue);
            }

            _intake.Reading?.Report((double)issues.Count / asked.Count);
        }

        return issues;
    }

    private bool TakesPrivate => _intake.Data.Map.GetValueOrDefault("private") is "take";

    private async Task Tickets(IReadOnlyList<JsonElement> issues, CancellationToken stop)
    {
        var numbers = await Numbering.Of(_intake, PortableTypes.Ticket, stop);
        numbers.Give(issues.Select(i => i.Text("id")), keep: true);
        var touched = await TouchedHere.Tickets(_intake.Desk, _intake.Data.Source ?? _intake.Data.Kind, stop);
        foreach (var issue in issues)
        {
            var (id, at) = (issue.Text("id"), new Spot($"issue {issue.Text("id")}", 0));
            if (!_projects.TryGetValue(issue.Id("project"), out var project))
            {
                _intake.Draft.Fault(at, "project", $"the key does not see project {issue.Id("project")}.");
                continue;
            }

            var ticket = new JsonObject { ["number"] = numbers[id] };
            if (!touched.Contains(numbers[id]))
            {
                Describe(ticket, issue, project);
            }

            ticket["comments"] = await Comments(issue, at, stop);
            _intake.Draft.Add(PortableTypes.Ticket, at, ticket);
        }
    }

    private void Describe(JsonObject ticket, JsonElement issue, string project)
    {
        var closed = issue.At("status")?.Flag("is_closed") == true;
        ticket["project"] = project;
        ticket["subject"] = Storable.Cut(OneLine.Of(issue.Text("subject")), Ticket.SubjectLength);
        ticket["kind"] = Word("kind", issue.At("tracker"), "consultation");
        ticket["status"] = closed ? "closed" : Word("status", issue.At("status"), "accepted");
        ticket["priority"] = Word("priority", issue.At("priority"), "normal");
        ticket["requester"] = _people[issue.Id("author")];
        ticket["assignee"] = _people[issue.Id("assigned_to")];
        ticket["opened"] = _time.MomentText(issue.Text("created_on"));
        ticket["updated"] = _time.MomentText(issue.Text("updated_on"));
        ticket["watchers"] = ForeignPlaces.People(issue.Each("watchers").Select(w => _people[w.Text("id")]));
        if (closed)
        {
            ticket["closed"] = _time.MomentText(issue.Text("closed_on")) ?? _time.MomentText(issue.Text("updated_on"));
        }
    }

    private string Word(string field, JsonElement? there, string usual) => _words.Taken(_intake.Findings, field, there?.Text("name") ?? "", usual);

    /// <summary>The description, then the notes. A file stands at the note it came with, else at the description.</summary>
    private async Task<JsonArray> Comments(JsonElement issue, Spot at, CancellationToken stop)
    {
        var files = issue.Each("attachments").ToDictionary(a => a.Text("id"), StringComparer.Ordinal);
        var notes = new List<JsonObject>();
        foreach (var journal in issue.Each("journals"))
        {
            var own = journal.Each("details").Where(d => d.Text("property") is "attachment" && d.Text("new_value").Length > 0).Select(d => d.Text("name")).Where(files.ContainsKey).ToList();
            if (journal.Text("notes").Trim().Length > 0 || own.Count > 0)
            {
                var comment = Comment(journal.At("user"), journal.Text("created_on"), journal.Text("notes"), journal.Flag("private_notes"));
                comment["attachments"] = await Files(own.Select(f => files[f]), at, stop);
                own.ForEach(f => files.Remove(f));
                notes.Add(comment);
            }
        }

        if (issue.Text("description").Trim().Length > 0 || files.Count > 0)
        {
            var first = Comment(issue.At("author"), issue.Text("created_on"), issue.Text("description"), false);
            first["attachments"] = await Files(files.Values, at, stop);
            notes.Insert(0, first);
        }

        return new JsonArray([.. notes.Select(n => (JsonNode)n)]);
    }

    private JsonObject Comment(JsonElement? user, string when, string text, bool isInternal)
    {
        var comment = new JsonObject { ["at"] = _time.MomentText(when), ["internal"] = isInternal, ["body"] = Storable.Text(text.ReplaceLineEndings("\n").Trim()) };
        _people.Author(comment, user?.Text("id"), user?.Text("name"));
        return comment;
    }

    private Task<JsonArray> Files(IEnumerable<JsonElement> attachments, Spot at, CancellationToken stop) => ForeignFiles.Of(
        _intake,
        _server,
        attachments.Select(a => new ForeignFile(
            a.Text("id"), a.Text("filename"), a.Text("content_type"), () => _server.Bytes($"attachments/download/{a.Text("id")}/{Uri.EscapeDataString(a.Text("filename"))}", stop))),
        at,
        stop);
}
