using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sportello.Data;
using Sportello.Words;

namespace Sportello.Directory.PersonData;

/// <summary>
/// All that is kept of a person, for whoever asks for what is theirs: one ZIP with what is known of them, their tickets with what was said to them,
/// the letters they sent, and the files of both. What others wrote among themselves is not theirs and stays here.
/// </summary>
public sealed class ExportPerson(Desk desk)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Each is a member of person.json, with its columns by their names.</summary>
    private static readonly (string Name, string Query)[] Kept =
    [
        ("contact", "select c.id as number, c.name, o.name as organization, c.active, c.language, c.slack, c.jabber, c.imap_folder from contact c join organization o on o.id = c.organization_id where c.id = @id"),
        ("addresses", "select address, undeliverable_why as trouble from contact_email where contact_id = @id order by place"),
        ("account", "select u.username, u.active, u.language, u.time_zone, u.theme, u.last_sign_in as last_sign_in_at from user_account u join contact c on c.user_id = u.id where c.id = @id"),
        ("groups", "select g.name from access_group g join group_member m on m.group_id = g.id join contact c on c.user_id = m.user_id where c.id = @id order by g.name"),
        ("roles", "select p.name as project, m.role from project_member m join project p on p.id = m.project_id where m.contact_id = @id order by p.name, m.role"),
        ("general_permissions", "select role from general_permission where contact_id = @id order by role"),
        ("asked_for", "select number, subject, status, opened_at, closed_at from ticket where requester_id = @id order by number"),
        ("answers_for", "select number, subject, status, opened_at, closed_at from ticket where assignee_id = @id order by number"),
        ("watches", "select t.number, t.subject from ticket_watcher w join ticket t on t.id = w.ticket_id where w.contact_id = @id order by t.number"),
        ("identities", "select l.issuer, l.subject, l.made_at from identity_link l join contact c on c.user_id = l.user_id where c.id = @id order by l.issuer, l.subject"),
        ("passkeys", "select k.name, k.made_at, k.used_at from passkey k join contact c on c.user_id = k.user_id where c.id = @id order by k.id"),
        ("written", "select t.number as ticket, c.at as at, c.internal, c.body from comment c join ticket t on t.id = c.ticket_id where c.author_id = @id order by c.id"),
        ("mails_sent_to_them", "select r.address, r.created_at, r.sent_at, t.number as ticket from mail_recipient r join mail m on m.id = r.mail_id join ticket t on t.id = m.ticket_id where r.contact_id = @id order by r.id"),
        ("messages_sent_to_them", "select address, text, created_at, sent_at from chat_message where contact_id = @id order by id"),
        ("reports", "select day, text from perfectionist_report where contact_id = @id order by id"),
        ("history", "select at, what, from_value, to_value from history where subject = 5 and subject_id = @id order by id"),
    ];

    /// <returns>The ZIP, in a file that goes when it is closed: there may be more of it than memory should hold.</returns>
    public async Task<Stream> Run(long id, CancellationToken stop)
    {
        var whole = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 65536, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            await Write(id, whole, stop);
            whole.Position = 0;
            return whole;
        }
        catch
        {
            await whole.DisposeAsync();
            throw;
        }
    }

    private async Task Write(long id, Stream into, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.change");
        await desk.BeginReading(stop);
        await Demand(id, stop);
        await using var zip = await ZipArchive.CreateAsync(into, ZipArchiveMode.Create, leaveOpen: true, null, stop);
        var person = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, query) in Kept)
        {
            person[name] = await Rows(query, stop, ("@id", id));
        }

        await Write(zip, "person.json", person, stop);
        foreach (var ticket in await desk.Sql.List("select id, number, subject from ticket where requester_id = @id order by number", r => (Id: r.GetInt64(0), Number: r.GetInt32(1), Subject: r.GetString(2)), stop, ("@id", id)))
        {
            var said = await Rows("select author_name as author, at as at, body from comment where ticket_id = @ticket and internal = false order by at, id", stop, ("@ticket", ticket.Id));
            await Write(zip, string.Create(CultureInfo.InvariantCulture, $"tickets/{ticket.Number}.json"), new { ticket.Number, ticket.Subject, said }, stop);
        }

        await Files(zip, "files", "select a.id, a.name, a.sha256 from attachment a join comment c on c.id = a.comment_id where c.author_id = @id and a.sha256 <> '' order by a.id", id, stop);
        await Files(zip, "letters", "select l.id, 'letter.eml', l.sha256 from letter l where l.sha256 is not null and l.id in (select c.letter_id from comment c where c.author_id = @id) order by l.id", id, stop);
    }

    private async Task Demand(long id, CancellationToken stop)
    {
        var superuser = await desk.Sql.First(
            "select coalesce(u.superuser, false) from contact c left join user_account u on u.id = c.user_id where c.id = @id", r => (bool?)r.GetBoolean(0), stop, ("@id", id))
            ?? throw Refusal.NotFound(Said.Of("refusal.contact.number", ("id", id)));
        Accounts.DemandAsHigh(desk, superuser);
    }

    private async Task<List<Dictionary<string, object?>>> Rows(string query, CancellationToken stop, (string, object?) parameter) => await desk.Sql.List(
        query,
        r => Enumerable.Range(0, r.FieldCount).ToDictionary(r.GetName, i => Value(r, i), StringComparer.Ordinal),
        stop,
        parameter);

    private static object? Value(System.Data.Common.DbDataReader row, int i) =>
        row.IsDBNull(i) ? null
        : row.GetName(i) is "at" || row.GetName(i).EndsWith("_at", StringComparison.Ordinal) ? row.Time(i)
        : row.GetValue(i);

    private async Task Files(ZipArchive zip, string folder, string query, long id, CancellationToken stop)
    {
        foreach (var file in await desk.Sql.List(query, r => (Id: r.GetInt64(0), Name: r.GetString(1), Sha256: r.GetString(2)), stop, ("@id", id)))
        {
            if (!desk.House.Files.Has(file.Sha256))
            {
                continue;
            }

            var entry = zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{folder}/{file.Id}-{Safe(file.Name)}"));
            await using var to = await entry.OpenAsync(stop);
            await using var from = desk.House.Files.Open(file.Sha256);
            await from.CopyToAsync(to, stop);
        }
    }

    /// <summary>A name that leads nowhere else when it is unpacked.</summary>
    private static string Safe(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ' ' ? c : '_')).TrimStart('.');

    private static async Task Write(ZipArchive zip, string name, object what, CancellationToken stop)
    {
        await using var to = await zip.CreateEntry(name).OpenAsync(stop);
        await JsonSerializer.SerializeAsync(to, what, Readable, stop);
    }
}
