using System.Globalization;
using Sportello.Portable.Reading;

namespace Sportello.Portable.Taking;

/// <summary>A contact as others name it.</summary>
internal sealed record KnownPerson(long Id, string Name, string? Username, long OrganizationId);

/// <summary>All contacts by username, name and number. A username goes before a name, a name before a number.</summary>
internal sealed class PeopleBook(NamedKeys users, Findings findings)
{
    private readonly Dictionary<long, KnownPerson> _byId = [];
    private readonly Dictionary<string, long> _byUsername = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<long>> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);

    public KnownPerson? At(long id) => _byId.GetValueOrDefault(id);

    public KnownPerson? OfUser(string? username) => username is not null && _byUsername.TryGetValue(username, out var id) ? _byId[id] : null;

    public IEnumerable<KnownPerson> Named(string name) => _byName.GetValueOrDefault(name, []).Select(id => _byId[id]);

    public void Know(KnownPerson person)
    {
        if (_byId.TryGetValue(person.Id, out var before))
        {
            _byName[before.Name].Remove(before.Id);
            if (before.Username is not null)
            {
                _byUsername.Remove(before.Username);
            }
        }

        _byId[person.Id] = person;
        if (person.Username is not null)
        {
            _byUsername[person.Username] = person.Id;
        }

        if (!_byName.TryGetValue(person.Name, out var named))
        {
            _byName[person.Name] = named = [];
        }

        named.Add(person.Id);
    }

    /// <summary>Stands in the file, but cannot be taken.</summary>
    public void IsFaulty(string? called)
    {
        if (called is not null)
        {
            _faulty.Add(called);
        }
    }

    public long? Find(Place at, PersonRef person)
    {
        if (person.Number is { } number)
        {
            return Numbered(at, person, number);
        }

        if (OfUser(person.Text) is { } user)
        {
            return user.Id;
        }

        var named = Named(person.Text).ToList();
        if (named.Count == 1)
        {
            return named[0].Id;
        }

        if (named.Count > 1)
        {
            findings.Fault(at, person.Member, $"“{person.Text}” could be any of {string.Join(", ", named.Select(Candidate))}; give the username, or the number without quotes.");
            return null;
        }

        if (long.TryParse(person.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && _byId.ContainsKey(digits))
        {
            return digits;
        }

        if (!_faulty.Contains(person.Text))
        {
            findings.Fault(at, person.Member, users.Has(person.Text)
                ? $"the user “{person.Text}” has no contact, and only a contact can stand here; give it one in an organization."
                : $"nobody is called “{person.Text}”; give a username or the name of a contact, and list the contact in an organization if it is new.");
        }
        else
        {
            findings.LeansOnFaulty(at, person.Member, person.Text);
        }

        return null;
    }

    private static string Candidate(KnownPerson person) =>
        string.Create(CultureInfo.InvariantCulture, $"{person.Id}{(person.Username is null ? "" : $" ({person.Username})")}");

    private long? Numbered(Place at, PersonRef person, long number)
    {
        if (_byId.ContainsKey(number))
        {
            return number;
        }

        if (!_faulty.Contains(person.Text))
        {
            findings.Fault(at, person.Member, $"there is no contact with the number {person.Text}; give a username, a name, or a number that exists.");
        }
        else
        {
            findings.LeansOnFaulty(at, person.Member, person.Text);
        }

        return null;
    }
}
