using System.Text.Json;
using Sportello.Data;
using Sportello.Directory;

namespace Sportello.Portable.Writing;

/// <summary>What each contact is called by others: the username, else the name where it means nobody else, else the number.</summary>
internal sealed class PeopleNames
{
    private readonly Dictionary<long, Person> _people;
    private readonly HashSet<string> _usernames;
    private readonly HashSet<string> _usersWithoutContact;
    private readonly HashSet<string> _sharedNames;

    private PeopleNames(List<Person> people, List<string> usernames)
    {
        _people = people.ToDictionary(p => p.Id);
        _usernames = usernames.ToHashSet(StringComparer.Ordinal);
        _usersWithoutContact = _usernames.Except(people.Select(p => p.Username).OfType<string>(), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        _sharedNames = people.GroupBy(p => p.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
    }

    public static async Task<PeopleNames> Read(Sql sql, CancellationToken stop) => new(
        await sql.List(
            "select c.id, c.name, u.username, o.category from contact c join organization o on o.id = c.organization_id left join user_account u on u.id = c.user_id where c.merged_into_id is null",
            r => new Person(r.GetInt64(0), r.GetString(1), r.Text(2), (OrganizationCategory)r.GetInt32(3) is OrganizationCategory.Owner or OrganizationCategory.Supplier),
            stop),
        await sql.List("select username from user_account", r => r.GetString(0), stop));

    public string NameOf(long id) => _people[id].Name;

    public bool IsWorker(long id) => _people[id].Worker;

    /// <summary>An account of this name exists and has no contact: then the account itself is the author.</summary>
    public bool IsAccountOnly(string name) => _usersWithoutContact.Contains(name);

    public void Write(Utf8JsonWriter json, string member, long? id)
    {
        json.WritePropertyName(member);
        Write(json, id);
    }

    public void Write(Utf8JsonWriter json, string member, IEnumerable<long> ids)
    {
        json.WriteStartArray(member);
        foreach (var id in ids.OrderBy(Word, StringComparer.Ordinal).ThenBy(i => i))
        {
            Write(json, id);
        }

        json.WriteEndArray();
    }

    /// <summary>For lists in order: as text, the number included.</summary>
    public string Word(long id) => Called(id) ?? id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Write(Utf8JsonWriter json, long? id)
    {
        if (id is not { } key)
        {
            json.WriteNullValue();
        }
        else if (Called(key) is { } word)
        {
            json.TextValue(word);
        }
        else
        {
            json.WriteNumberValue(key);
        }
    }

    private string? Called(long id)
    {
        var person = _people[id];
        return person.Username ?? (_sharedNames.Contains(person.Name) || _usernames.Contains(person.Name) ? null : person.Name);
    }

    private sealed record Person(long Id, string Name, string? Username, bool Worker);
}
