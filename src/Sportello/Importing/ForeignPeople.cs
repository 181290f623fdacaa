using System.Globalization;
using System.Text.Json.Nodes;
using Sportello.Directory;
using Sportello.Portable.Reading;

namespace Sportello.Importing;

/// <summary>A person as another system knows it.</summary>
/// <param name="Id">Over there.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Keep">Whether its id is to be its number here, too.</param>
internal sealed record ForeignPerson(string Id, Spot At, string Name, string Organization, bool Keep = false)
{
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The account to make for it; none where it has none.</summary>
    public string? Username { get; init; }

    public string? Jabber { get; init; }

    public bool Active { get; init; } = true;
}

/// <summary>
/// Says which contact each person of another system is: the one it became before, one with its address, one of its name in its organization,
/// or a new one. Whoever is here already stays as they are.
/// </summary>
internal sealed class ForeignPeople(Intake intake)
{
    private readonly HashSet<string> _usernames = new(intake.Here.Usernames, StringComparer.Ordinal);

    public void Take(IReadOnlyList<ForeignPerson> people)
    {
        var fresh = new List<ForeignPerson>();
        foreach (var person in people)
        {
            if (Here(person) is { } contact)
            {
                intake.Known.Note(PortableTypes.Contact, person.Id, contact);
            }
            else if (person.Name.Length == 0)
            {
                intake.Draft.Fault(person.At, "", "a person needs a name or an address.");
            }
            else
            {
                fresh.Add(person);
            }
        }

        var next = intake.Here.Contacts.Concat(fresh.Where(p => p.Keep).Select(p => Number(p.Id)).OfType<long>()).DefaultIfEmpty(0).Max();
        foreach (var person in fresh.OrderBy(p => p.Keep ? 0 : 1))
        {
            // Two of them may be one.
            if (Here(person) is { } contact)
            {
                intake.Known.Note(PortableTypes.Contact, person.Id, contact);
                continue;
            }

            var id = person.Keep && Number(person.Id) is { } own && !intake.Here.Contacts.Contains(own) ? own : ++next;
            Add(person, id);
        }
    }

    /// <summary>The contact's number; none for nobody.</summary>
    public long? this[string? id] => id is null ? null : intake.Known.Of(PortableTypes.Contact, id) is { } contact ? intake.Here.Final(contact) : null;

    /// <summary>Who wrote a comment: a contact, or a name that stays one.</summary>
    public void Author(JsonObject comment, string? id, string? name)
    {
        if (this[id] is { } author)
        {
            comment["author"] = author;
        }
        else
        {
            comment["author_name"] = name is { Length: > 0 } ? name : "?";
            comment["by_staff"] = false;
        }
    }

    private long? Here(ForeignPerson person)
    {
        if (intake.Known.Of(PortableTypes.Contact, person.Id) is { } known)
        {
            return known;
        }

        foreach (var address in person.Addresses.Select(ContactEmail.Normalize))
        {
            if (intake.Here.ByAddress.TryGetValue(address, out var contact))
            {
                return contact;
            }
        }

        return intake.Here.ByEmployer.TryGetValue((person.Name, person.Organization), out var named) ? named : null;
    }

    private void Add(ForeignPerson person, long id)
    {
        var addresses = person.Addresses.Select(ContactEmail.Normalize).Where(a => a.IndexOf('@', StringComparison.Ordinal) > 0).Distinct(StringComparer.Ordinal).ToList();
        intake.Here.Contacts.Add(id);
        intake.Here.ByEmployer.TryAdd((person.Name, person.Organization), id);
        addresses.ForEach(a => intake.Here.ByAddress.TryAdd(a, id));
        intake.Known.Note(PortableTypes.Contact, person.Id, id);
        var contact = new JsonObject
        {
            ["name"] = person.Name,
            ["organization"] = person.Organization,
            ["id"] = id,
            ["active"] = person.Active,
            ["emails"] = new JsonArray([.. addresses.Select(a => (JsonNode)a)]),
        };
        if (person.Jabber is { Length: > 0 } jabber)
        {
            contact["jabber"] = jabber;
        }

        if (person.Username is { Length: > 0 } username)
        {
            if (_usernames.Add(username))
            {
                intake.Draft.Add(PortableTypes.User, person.At, new JsonObject { ["username"] = username, ["active"] = person.Active });
                contact["username"] = username;
            }
            else
            {
                intake.Findings.Notice($"The username “{username}” is somebody else's here; {person.Name} came without an account.");
            }
        }

        intake.Draft.Add(PortableTypes.Contact, person.At, contact);
    }

    private static long? Number(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < int.MaxValue ? number : null;
}
