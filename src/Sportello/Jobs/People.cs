using System.Data.Common;
using System.Globalization;
using Sportello.Data;
using Sportello.Settings;

namespace Sportello.Jobs;

/// <summary>A person as the programs know them: the contact, and what config.ini says instead.</summary>
internal sealed record Person(long ContactId, string Contact, string Called, string? Language, string? Slack, string? Jabber, bool Stat, bool Correct)
{
    /// <summary>Rules of the perfectionist that the section of config.ini sets for this person.</summary>
    public IReadOnlyDictionary<string, string>? Modes { get; init; }
}

/// <summary>Who is listed as a user: the people of config.ini, and the contacts whose switch is on. Where both speak, the file wins.</summary>
internal static class People
{
    private const string Columns =
        """
        select c.id, c.name, coalesce(c.language, u.language), c.slack, c.jabber, c.stat, c.correct
        from contact c left join user_account u on u.id = c.user_id
        """;

    /// <param name="switchColumn">The switch of the contact that makes it a user of this program: stat or correct.</param>
    /// <exception cref="ConfigurationFaults">Somebody in config.ini is not in the directory, or is there twice.</exception>
    public static async Task<List<Person>> Listed(Desk desk, string switchColumn, CancellationToken stop)
    {
        var people = await OfFile(desk, stop);
        foreach (var person in await desk.Sql.List($"{Columns} where c.{switchColumn}", Read, stop))
        {
            people.TryAdd(person.ContactId, person);
        }

        return InOrder(people.Values);
    }

    public static Task<List<Person>> Of(Desk desk, IReadOnlyCollection<long> contacts, CancellationToken stop) =>
        desk.Sql.List($"{Columns} where {desk.Sql.Dialect.Among("c.id", "@contacts")}", Read, stop, ("@contacts", contacts));

    /// <summary>These people, by the ways that config.ini names for them where it does. Whoever it names and nobody knows is left out here.</summary>
    public static async Task<List<Person>> Reached(Desk desk, IReadOnlyCollection<long> contacts, CancellationToken stop)
    {
        var people = (await Of(desk, contacts, stop)).ToDictionary(p => p.ContactId);
        foreach (var said in desk.House.Settings.People)
        {
            if (await Find(desk, said.Id, stop) is { } contact && people.ContainsKey(contact.ContactId))
            {
                people[contact.ContactId] = Override(contact, said);
            }
        }

        return InOrder(people.Values);
    }

    public static List<Person> InOrder(IEnumerable<Person> people) =>
        [.. people.OrderBy(p => p.Contact, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.ContactId)];

    private static async Task<Dictionary<long, Person>> OfFile(Desk desk, CancellationToken stop)
    {
        var people = new Dictionary<long, Person>();
        var faults = new List<Fault>();
        foreach (var said in desk.House.Settings.People)
        {
            if (await Find(desk, said.Id, stop) is not { } contact)
            {
                faults.Add(new("config.ini", said.Section, "id", $"“{said.Id}” is nobody in the directory; a contact's number or username is needed."));
            }
            else if (!people.TryAdd(contact.ContactId, Override(contact, said)))
            {
                faults.Add(new("config.ini", said.Section, "id", $"“{said.Id}” is {contact.Contact}, who is listed in another section already; one section for each person is needed."));
            }
        }

        return faults.Count == 0 ? people : throw new ConfigurationFaults(faults);
    }

    /// <summary>A person by number, username or name, with what config.ini says of them.</summary>
    public static async Task<Person?> Called(Desk desk, string id, CancellationToken stop) =>
        await Find(desk, id, stop) is { } contact ? (await OfFile(desk, stop)).GetValueOrDefault(contact.ContactId, contact) : null;

    private static Task<Person?> Find(Desk desk, string id, CancellationToken stop) => desk.Sql.First(
        $"""
         {Columns} where c.id = @number or u.username = @name or c.name = @name
         order by case when c.id = @number then 0 when u.username = @name then 1 else 2 end, c.id limit 1
         """,
        r => (Person?)Read(r),
        stop,
        ("@number", long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1L),
        ("@name", id));

    private static Person Override(Person contact, PersonSettings said) => contact with
    {
        Called = said.Name ?? contact.Called,
        Slack = said.Slack ?? contact.Slack,
        Jabber = said.Jabber ?? contact.Jabber,
        Stat = said.Stat ?? contact.Stat,
        Correct = said.Correct ?? contact.Correct,
        Modes = said.Modes,
    };

    private static Person Read(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(1), row.Text(2), Filled(row.Text(3)), Filled(row.Text(4)), row.GetBoolean(5), row.GetBoolean(6));

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
