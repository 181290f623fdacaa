using System.Globalization;
using Sportello.Data;

namespace Sportello.Settings;

/// <summary>What only shows when settings are looked at together, or beside the people they name.</summary>
/// <param name="Faults">Each must be put right.</param>
/// <param name="Notices">Each works, and is perhaps not what was meant.</param>
public sealed record ConfigurationReport(IReadOnlyList<Fault> Faults, IReadOnlyList<string> Notices);

public sealed class CheckConfiguration(HouseSettings settings)
{
    private readonly List<Fault> _faults = [];
    private readonly List<string> _notices = [.. settings.Notices];

    public async Task<ConfigurationReport> Run(CancellationToken stop)
    {
        foreach (var person in settings.People)
        {
            Look(person);
        }

        foreach (var twice in settings.People.GroupBy(p => p.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            _faults.Add(new("configuration", twice.Last().Section, "id", $"“{twice.Key}” stands in [{twice.First().Section}] already; a contact has one section."));
        }

        if (settings.Smtp is null && settings.Imap is not null)
        {
            _notices.Add("There is no [smtp]: letters come in, and replies and notices wait in the outbox until it is there.");
        }

        if (settings.People.Count > 0 || settings.Delivery is not { Project: null, Assignee: null })
        {
            await LookForContacts(stop);
        }

        return new(_faults, _notices);
    }

    private void Look(PersonSettings person)
    {
        if (person is { Imap: not null, OpensKind: null })
        {
            Notice(person, "a mail folder is given without new_obr: letters are added to their tickets, and new ones open none.");
        }

        if (person is { Imap: null, OpensKind: not null })
        {
            Notice(person, "new_obr is given without a mail folder (imap), so there is nothing to open tickets from.");
        }

        if (person.Imap is not null && settings.Imap is null)
        {
            Notice(person, "a mail folder is given, and no mail store: [imap] host or maildir is needed to read it.");
        }

        if (person is { Slack: not null } && settings.Slack.Token is null)
        {
            Notice(person, "a Slack handle is given, and no token: messages wait until token.txt holds one.");
        }

        if (person is { Jabber: not null } && settings.Xmpp is null)
        {
            Notice(person, "a Jabber address is given, and no [xmpp]: messages wait until it is there.");
        }
    }

    private async Task LookForDestination(Sql sql, CancellationToken stop)
    {
        if (settings.Delivery.Project is { } project && await sql.First("select 1 from project where name = @name", _ => (int?)1, stop, ("@name", project)) is null)
        {
            _faults.Add(new("configuration", "deliver", "project", $"there is no project “{project}”; the name of one is needed, as the web shows it."));
        }

        if (settings.Delivery.Assignee is { } assignee && await sql.First(
            "select 1 from contact c left join user_account u on u.id = c.user_id where u.username = @name or c.name = @name or c.id = @number",
            _ => (int?)1,
            stop,
            ("@name", assignee),
            ("@number", long.TryParse(assignee, CultureInfo.InvariantCulture, out var number) ? number : -1L)) is null)
        {
            _faults.Add(new("configuration", "deliver", "assignee", $"“{assignee}” is no contact; its number, username or name is needed."));
        }
    }

    private void Notice(PersonSettings person, string what) => _notices.Add($"[{person.Section}]: {what}");

    /// <summary>Without a database, or where it cannot be reached, everything else is checked all the same.</summary>
    private async Task LookForContacts(CancellationToken stop)
    {
        try
        {
            using var database = Database.At(settings.Database);
            if (!await database.Exists(stop))
            {
                _notices.Add("There is no database yet, so whether each id is a contact was not checked.");
                return;
            }

            await using var connection = await database.Dialect.Open(stop);
            var sql = new Sql(connection, database.Dialect);
            var known = (await sql.List("select c.id, u.username from contact c left join user_account u on u.id = c.user_id", r => (r.GetInt64(0).ToString(CultureInfo.InvariantCulture), r.Text(1)), stop))
                .SelectMany(c => new[] { c.Item1, c.Item2 }).OfType<string>().ToHashSet(StringComparer.Ordinal);
            foreach (var person in settings.People.Where(p => p.Id.Length > 0 && !known.Contains(p.Id)))
            {
                _faults.Add(new("configuration", person.Section, "id", $"“{person.Id}” is no contact; its number (as the web shows it) or its username is needed."));
            }

            await LookForDestination(sql, stop);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or System.Net.Sockets.SocketException or TimeoutException)
        {
            _notices.Add($"The database does not answer ({e.Message}), so whether each id is a contact was not checked.");
        }
    }
}
