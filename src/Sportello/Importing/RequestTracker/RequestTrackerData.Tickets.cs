using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sportello.Importing.Servers;
using Sportello.Mailroom.Reading;
using Sportello.Mailroom.Spool;
using Sportello.Portable.Reading;
using Sportello.Tickets;
using Sportello.Wire.Mime;
using Sportello.Words;

namespace Sportello.Importing.RequestTracker;

/// <summary>A ticket there, with what was said in it and the parts that those letters have.</summary>
internal sealed record RtTicket(JsonElement Row, IReadOnlyList<JsonElement> Said, ILookup<string, JsonElement> Parts)
{
    /// <summary>What RT calls those who are nobody.</summary>
    private static readonly string[] Nobodies = ["Nobody", "RT_System", ""];

    public static bool IsNobody(string name) => Nobodies.Contains(name, StringComparer.Ordinal);

    public string Id => Row.Text("id");

    public string Queue => Row.Id("Queue");

    public string Owner => Row.Id("Owner");

    public IEnumerable<string> Requestors => Row.Each("Requestor").Select(r => r.Text("id"));

    public IEnumerable<string> Watchers => Row.Each("Cc").Concat(Row.Each("AdminCc")).Where(w => w.Text("type") is "user").Select(w => w.Text("id"));

    public IEnumerable<string> People => Requestors.Append(Owner).Concat(Watchers).Concat(Said.Select(s => s.Id("Creator"))).Where(p => !IsNobody(p));
}

internal sealed partial class RequestTrackerData
{
    private const string Fields = "Subject,Status,Queue,Owner,Requestor,Cc,AdminCc,Created,LastUpdated,Resolved,Priority,Type,EffectiveId";
    private const int High = 50;
    private const int Urgent = 90;

    private async Task<List<RtTicket>> Tickets(CancellationToken stop)
    {
        var rows = (await Rows(stop)).Where(r => r.Text("Type") is "ticket" && string.Equals(r.Text("EffectiveId"), r.Text("id"), StringComparison.Ordinal)).ToList();
        var tickets = new List<RtTicket>();
        foreach (var row in rows)
        {
            var (id, state) = (row.Text("id"), string.Concat(row.Text("LastUpdated").Where(char.IsAsciiDigit)));
            var history = await All($"ticket/{id}/history?fields=Type,Creator,Created", stop, $"history-{id}-{state}");
            var parts = await All($"ticket/{id}/attachments?fields=ContentType,Filename,TransactionId,MessageId", stop, $"parts-{id}-{state}");
            tickets.Add(new(row, [.. history.Where(h => h.Text("Type") is "Create" or "Correspond" or "Comment")], parts.ToLookup(p => p.Text("TransactionId"))));
            _intake.Reading?.Report(0.5 * tickets.Count / rows.Count);
        }

        return tickets;
    }

    /// <summary>Each page begins behind the last number, so that nothing slips between two.</summary>
    private async Task<List<JsonElement>> Rows(CancellationToken stop)
    {
        var rows = new List<JsonElement>();
        for (var last = "0"; ;)
        {
            var answer = await _server.Get($"{Api}tickets?query=id%3E{last}&orderby=id&order=ASC&per_page={PageSize}&fields={Fields}", stop)
                ?? throw Refusal.Denied("The key may not look for tickets.");
            var page = answer.Each("items").ToList();
            rows.AddRange(page);
            if (page.Count < PageSize)
            {
                return rows;
            }

            last = page[^1].Text("id");
        }
    }

    private async Task Take(List<RtTicket> tickets, CancellationToken stop)
    {
        var numbers = await Numbering.Of(_intake, PortableTypes.Ticket, stop);
        numbers.Give(tickets.Select(t => t.Id), keep: true);
        var touched = await TouchedHere.Tickets(_intake.Desk, _intake.Data.Source ?? _intake.Data.Kind, stop);
        foreach (var (ticket, i) in tickets.Select((t, i) => (t, i)))
        {
            var at = new Spot($"ticket {ticket.Id}", 0);
            if (!_projects.TryGetValue(ticket.Queue, out var project))
            {
                _intake.Draft.Fault(at, "Queue", $"the key does not see queue {ticket.Queue}.");
                continue;
            }

            var json = new JsonObject { ["number"] = numbers[ticket.Id] };
            if (!touched.Contains(numbers[ticket.Id]))
            {
                Describe(json, ticket.Row, project);
                json["requester"] = ticket.Requestors.Select(r => _people[r]).FirstOrDefault(r => r is not null);
                json["assignee"] = _people[ticket.Owner];
                json["watchers"] = ForeignPlaces.People(ticket.Requestors.Skip(1).Concat(ticket.Watchers).Select(w => _people[w]));
            }

            json["comments"] = await Comments(ticket, at, stop);
            _intake.Draft.Add(PortableTypes.Ticket, at, json);
            _intake.Reading?.Report(0.5 + (0.5 * i / tickets.Count));
        }
    }

    private void Describe(JsonObject json, JsonElement row, string project)
    {
        var status = _words.Taken(_intake.Findings, "status", row.Text("Status"), "accepted");
        json["project"] = project;
        json["subject"] = OneLine.Of(row.Text("Subject")) is { Length: > 0 } subject ? Storable.Cut(subject, Ticket.SubjectLength) : "(no subject)";
        json["kind"] = Name.Of(TicketKind.Consultation);
        json["status"] = status;
        json["priority"] = PriorityOf(row.Text("Priority"));
        json["opened"] = _time.MomentText(row.Text("Created"));
        json["updated"] = _time.MomentText(row.Text("LastUpdated"));
        if (status is "closed")
        {
            // What was never resolved has the beginning of time there.
            json["closed"] = _time.MomentText(row.Text("Resolved").StartsWith("1970", StringComparison.Ordinal) ? row.Text("LastUpdated") : row.Text("Resolved"));
        }
    }

    /// <summary>A number to 100, or a word; 0 is what nobody has set.</summary>
    private string PriorityOf(string text) => _words.Find("priority", text) ?? Name.Of(
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number switch { >= Urgent => Priority.Urgent, >= High => Priority.High, _ => Priority.Normal } : Priority.Normal);

    private async Task<JsonArray> Comments(RtTicket ticket, Spot at, CancellationToken stop)
    {
        var comments = new JsonArray();
        foreach (var said in ticket.Said)
        {
            var parts = ticket.Parts[said.Text("id")].ToList();
            var comment = new JsonObject { ["at"] = _time.MomentText(said.Text("Created")), ["internal"] = said.Text("Type") is "Comment" };
            var text = parts.Find(p => IsText(p, "text/plain")) is { ValueKind: JsonValueKind.Object } plain ? plain : parts.Find(p => IsText(p, "text/html"));
            await Write(comment, text, stop);
            Author(comment, said.Id("Creator"), ticket);
            if (parts.Select(p => p.Text("MessageId")).FirstOrDefault(m => m.Length > 0) is { } message)
            {
                comment["message_id"] = Storable.Text(message);
            }

            comment["attachments"] = await Files(parts.Where(p => p.Text("Filename").Length > 0), at, stop);
            if (comment["body"]!.GetValue<string>().Length > 0 || comment["attachments"]!.AsArray().Count > 0)
            {
                comments.Add((JsonNode)comment);
            }
        }

        return comments;
    }

    private static bool IsText(JsonElement part, string type) => part.Text("Filename").Length == 0 && part.Text("ContentType").StartsWith(type, StringComparison.OrdinalIgnoreCase);

    private async Task Write(JsonObject comment, JsonElement part, CancellationToken stop)
    {
        var text = part.ValueKind == JsonValueKind.Object && await Content(part.Text("id"), stop) is { } bytes ? Storable.Text(Encoding.UTF8.GetString(bytes)) : "";
        if (part.Text("ContentType").StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
        {
            comment["html"] = SafeHtml.Of(text);
            text = HtmlText.Convert(text);
        }

        comment["body"] = text.ReplaceLineEndings("\n").Trim();
    }

    /// <summary>What came through RT's own account on behalf of somebody is the requestor's.</summary>
    private void Author(JsonObject comment, string creator, RtTicket ticket) =>
        _people.Author(comment, RtTicket.IsNobody(creator) ? ticket.Requestors.FirstOrDefault() : creator, creator);

    private Task<JsonArray> Files(IEnumerable<JsonElement> parts, Spot at, CancellationToken stop) => ForeignFiles.Of(
        _intake,
        _server,
        parts.Select(p => new ForeignFile(
            p.Text("id"), p.Text("Filename"), p.Text("ContentType"), async () => await _server.Fresh($"{Api}attachment/{p.Text("id")}", stop) is { } part ? Decoded(part) : null)),
        at,
        stop);

    /// <summary>What a letter's part says never changes, so it is asked for once.</summary>
    private async Task<byte[]?> Content(string id, CancellationToken stop) => await _server.Get($"{Api}attachment/{id}", stop, $"part-{id}") is { } part ? Decoded(part) : null;

    private static byte[]? Decoded(JsonElement part)
    {
        try
        {
            return Convert.FromBase64String(part.Text("Content"));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
