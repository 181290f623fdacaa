using System.Globalization;
using Sportello.Data;
using Sportello.Mailroom.Stores;
using Sportello.Settings;
using Sportello.Tickets;

namespace Sportello.Mailroom.Intake;

/// <summary>A person whose folder is looked into, and what its letters become.</summary>
internal sealed record FolderOwner(long ContactId, string Contact, string Folder, TicketKind Kind, bool Correct)
{
    /// <summary>The people of config.ini and the contacts with a folder of their own; where both speak, the file wins.</summary>
    /// <exception cref="ConfigurationFaults">Somebody in config.ini is not in the directory.</exception>
    public static async Task<List<FolderOwner>> All(Desk desk, CancellationToken stop)
    {
        var contacts = (await desk.Sql.List(
            "select c.id, c.name, c.imap_folder, c.opens_kind, c.correct, u.username from contact c left join user_account u on u.id = c.user_id order by c.name, c.id",
            r => new Switches(r.GetInt64(0), r.GetString(1), r.Text(2), r.IsDBNull(3) ? null : (TicketKind)r.GetInt32(3), r.GetBoolean(4), r.Text(5)),
            stop)).ToDictionary(c => c.Id);
        var faults = new List<Fault>();
        foreach (var said in desk.House.Settings.People)
        {
            if (Find(contacts.Values, said.Id) is { } contact)
            {
                contacts[contact.Id] = contact with
                {
                    Folder = said.Imap ?? contact.Folder,
                    Kind = said.OpensKind ?? contact.Kind,
                    Correct = said.Correct ?? contact.Correct,
                };
            }
            else
            {
                faults.Add(new("config.ini", said.Section, "id", $"“{said.Id}” is nobody in the directory; a contact's number or username is needed."));
            }
        }

        return faults.Count > 0
            ? throw new ConfigurationFaults(faults)
            : [.. contacts.Values
                .Where(c => !string.IsNullOrWhiteSpace(c.Folder) && c.Kind is not null)
                .Select(c => new FolderOwner(c.Id, c.Name, MailStores.PlainName(c.Folder!.Trim()), c.Kind!.Value, c.Correct))];
    }

    private static Switches? Find(IEnumerable<Switches> contacts, string id)
    {
        var number = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1;
        return contacts.FirstOrDefault(c => c.Id == number)
            ?? contacts.FirstOrDefault(c => string.Equals(c.Username, id, StringComparison.Ordinal))
            ?? contacts.FirstOrDefault(c => string.Equals(c.Name, id, StringComparison.Ordinal));
    }

    private sealed record Switches(long Id, string Name, string? Folder, TicketKind? Kind, bool Correct, string? Username);
}
