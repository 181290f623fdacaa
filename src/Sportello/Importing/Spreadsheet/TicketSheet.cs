using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sportello.Directory.Import;
using Sportello.Mailroom.Spool;
using Sportello.Portable;
using Sportello.Portable.Reading;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Importing.Spreadsheet;

/// <summary>Reads tickets from a spreadsheet's file, whatever its letters, separator and headings.</summary>
internal sealed class TicketSheet
{
    private readonly Intake _intake;
    private readonly TicketColumns _columns;
    private readonly ForeignPeople _people;
    private readonly ForeignTime _time;
    private readonly ForeignWords _words;

    private TicketSheet(Intake intake, TicketColumns columns, ForeignTime time) =>
        (_intake, _columns, _people, _time, _words) = (intake, columns, new(intake), time, new(intake.Data.Map));

    public static async Task Read(Intake intake, string path, CancellationToken stop)
    {
        var table = ForeignTable.OfCsv(path, intake.Draft);
        var columns = TicketColumns.Of(table.Columns, intake.Data.Map);
        intake.Findings.Notice(columns.Said(table.Columns));
        foreach (var field in TicketColumns.Fields.Where(f => columns[f] is not null))
        {
            intake.Draft.Calls(field, columns[field]!);
        }

        var sheet = new TicketSheet(intake, columns, Times(intake, table, columns));
        await sheet.Take(table.Rows, stop);
    }

    /// <summary>Days with slashes say by themselves which way round they are, if one of them is behind the twelfth.</summary>
    private static ForeignTime Times(Intake intake, ForeignTable table, TicketColumns columns)
    {
        var dates = table.Rows.SelectMany(r => new[] { columns.Of(r, "opened"), columns.Of(r, "closed"), columns.Of(r, "updated") })
            .Select(d => d.Split(' ')[0].Split('/')).Where(p => p.Length == 3 && p[0].Length <= 2).ToList();
        bool Behind(int part) => dates.Exists(d => int.TryParse(d[part], System.Globalization.CultureInfo.InvariantCulture, out var n) && n > 12);
        var monthFirst = Behind(1) && !Behind(0);
        if (dates.Count > 0 && !Behind(0) && !Behind(1))
        {
            intake.Findings.Notice($"A day such as {string.Join('/', dates[0])} is read as day/month/year.");
        }

        return new(intake.Zone) { MonthFirst = monthFirst };
    }

    private async Task Take(IReadOnlyList<ForeignRow> rows, CancellationToken stop)
    {
        var keys = Keys(rows);
        var numbers = await Numbering.Of(_intake, PortableTypes.Ticket, stop);
        numbers.Give(keys, keep: _columns["number"] is not null);
        var touched = await TouchedHere.Tickets(_intake.Desk, _intake.Data.Source ?? _intake.Data.Kind, stop);
        TakePeople(rows);
        foreach (var (row, key) in rows.Zip(keys).Where(r => !touched.Contains(numbers[r.Second])))
        {
            if (Ticket(row, key, numbers[key]) is { } ticket)
            {
                _intake.Draft.Add(PortableTypes.Ticket, row.At, ticket);
            }
        }
    }

    /// <summary>By what a row is known again: its number, else all that it says.</summary>
    private List<string> Keys(IReadOnlyList<ForeignRow> rows)
    {
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. rows.Select(row =>
        {
            if (_columns.Of(row, "number").TrimStart('#') is { Length: > 0 } number)
            {
                return number;
            }

            var said = string.Join('\n', new[] { "subject", "opened", "requester", "email", "body" }.Select(f => _columns.Of(row, f)));
            var key = $"row {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)))[..32]}";
            met[key] = met.GetValueOrDefault(key) + 1;
            return met[key] == 1 ? key : $"{key} {met[key]}";
        })];
    }

    /// <summary>Who asks and is not here becomes a contact of the organization whose project it is.</summary>
    private void TakePeople(IReadOnlyList<ForeignRow> rows)
    {
        var people = new List<ForeignPerson>();
        foreach (var row in rows)
        {
            if (Asker(row) is { } id && Resident(_columns.Of(row, "requester")) is null && ProjectOf(row) is { } project && _intake.Here.OrganizationOf.TryGetValue(project, out var organization))
            {
                var address = Address(row);
                var name = _columns.Of(row, "requester") is var called && called.Contains('@', StringComparison.Ordinal) ? "" : OneLine.Of(called);
                people.Add(new(id, row.At, name.Length > 0 ? name : address, organization) { Addresses = address.Length > 0 ? [address] : [] });
            }
        }

        _people.Take([.. people.DistinctBy(p => p.Id)]);
    }

    private string? Asker(ForeignRow row) => (Address(row), _columns.Of(row, "requester")) switch
    {
        ({ Length: > 0 } address, _) => address.ToLowerInvariant(),
        (_, { Length: > 0 } name) => $"{name} / {ProjectOf(row)}",
        _ => null,
    };

    private string Address(ForeignRow row)
    {
        var (address, name) = (_columns.Of(row, "email"), _columns.Of(row, "requester"));
        return address.Contains('@', StringComparison.Ordinal) ? address : name.Contains('@', StringComparison.Ordinal) ? name : "";
    }

    /// <summary>The one who is called so here, by username, address, or a name that only one has.</summary>
    private long? Resident(string called) =>
        called.Length == 0 ? null
        : _intake.Here.ByUsername.TryGetValue(called, out var id) || _intake.Here.ByAddress.TryGetValue(Directory.ContactEmail.Normalize(called), out id) ? id
        : _intake.Here.ByName.GetValueOrDefault(called) is [var only] ? only : null;

    private string? ProjectOf(ForeignRow row) => _columns.Of(row, "project") is { Length: > 0 } project ? project : _intake.Data.Project is null ? null : _intake.Project;

    private JsonObject? Ticket(ForeignRow row, string key, long number)
    {
        if (ProjectOf(row) is not { } project)
        {
            _intake.Draft.Fault(row.At, _columns["project"] ?? "project", "is needed: a column with the project, or --project for all rows.");
            return null;
        }

        var subject = OneLine.Of(_columns.Of(row, "subject"));
        var ticket = new JsonObject { ["number"] = number, ["project"] = project, ["subject"] = Storable.Cut(subject, Tickets.Ticket.SubjectLength) };
        Choice(ticket, row, "kind");
        Choice(ticket, row, "status");
        Choice(ticket, row, "priority");
        Time(ticket, row, "opened");
        Time(ticket, row, "updated");
        Time(ticket, row, "closed");
        if (!ticket.ContainsKey("opened") && !_intake.Known.IsOld(PortableTypes.Ticket, key))
        {
            ticket["opened"] = Portable.Times.Write(_intake.Desk.Now);
        }

        var asker = Resident(_columns.Of(row, "requester")) ?? _people[Asker(row)];
        if (asker is { } requester)
        {
            ticket["requester"] = requester;
        }

        if (_columns.Of(row, "assignee") is { Length: > 0 } assignee)
        {
            if (Resident(assignee) is { } contact)
            {
                ticket["assignee"] = contact;
            }
            else
            {
                _intake.Draft.Fault(row.At, _columns["assignee"]!, $"nobody is called “{assignee}” here; the rest of the row was taken.");
            }
        }

        Body(ticket, row, asker, subject);
        return ticket;
    }

    /// <summary>What was asked, said by whoever asked when the ticket was opened.</summary>
    private void Body(JsonObject ticket, ForeignRow row, long? asker, string subject)
    {
        var body = _columns.Of(row, "body");
        body = subject.Length > Tickets.Ticket.SubjectLength ? $"{subject}\n\n{body}".TrimEnd() : body;
        if (body.Length == 0 || !ticket.ContainsKey("opened"))
        {
            return;
        }

        var comment = new JsonObject { ["at"] = ticket["opened"]!.DeepClone(), ["body"] = body };
        if (asker is { } contact)
        {
            comment["author"] = contact;
        }
        else
        {
            comment["author_name"] = _columns.Of(row, "requester") is { Length: > 0 } name ? name : "?";
            comment["by_staff"] = false;
        }

        ticket["comments"] = new JsonArray((JsonNode)comment);
    }

    private void Choice(JsonObject ticket, ForeignRow row, string field)
    {
        if (_columns.Of(row, field) is { Length: > 0 } word)
        {
            ticket[field] = _words.Find(field, word) ?? word;
        }
    }

    private void Time(JsonObject ticket, ForeignRow row, string field)
    {
        if (_time.MomentText(_columns.Of(row, field)) is { } text)
        {
            ticket[field] = text;
        }
    }
}
