using Sportello.Directory;
using Sportello.Portable.Reading;
using Sportello.Tickets;

namespace Sportello.Portable.Forms;

internal sealed record GroupForm(Place At, string Name, Given<List<string>> Permissions)
{
    public static GroupForm? Read(PortableObject from, Findings findings)
    {
        if (Members.Of(from.Json, from.Type, from.Line, findings) is not { } m)
        {
            return null;
        }

        m.SkipType();
        var name = m.Required("name");
        m.IsCalled(name);
        var permissions = m.Texts("permissions");
        foreach (var unknown in permissions.Or([]).Where(p => !Access.Permission.IsKnown(p)))
        {
            m.Fault("permissions", $"“{unknown}” is not a permission; there are: {string.Join(", ", Access.Permission.All.Order(StringComparer.Ordinal))}, a prefix with .* such as workitem.*, and * for all.");
        }

        return new(m.Done(), name, permissions);
    }
}

internal sealed record UserForm(
    Place At, string Username, Given<bool> Superuser, Given<bool> Staff, Given<bool> Active, Given<List<string>> Groups, string? Password,
    Given<string?> Language, Given<string?> TimeZone, Given<string?> Theme)
{
    public static UserForm? Read(PortableObject from, Findings findings)
    {
        if (Members.Of(from.Json, from.Type, from.Line, findings) is not { } m)
        {
            return null;
        }

        m.SkipType();
        var username = m.Required("username");
        m.IsCalled(username);
        var form = new UserForm(
            m.At, username, m.Flag("superuser"), m.Flag("staff"), m.Flag("active"), m.Texts("groups"), m.Text("password").Value,
            m.Text("language"), m.Text("timezone"), m.Text("theme"));
        if (form.TimeZone.Value is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            m.Fault("timezone", $"“{zone}” is not a time zone; a name such as Europe/Rome is needed.");
        }

        return form with { At = m.Done() };
    }
}

internal sealed record OrganizationForm(Place At, string Name, Given<OrganizationCategory> Category, Given<bool> Active, List<ContactForm> Contacts)
{
    public static OrganizationForm? Read(PortableObject from, Findings findings)
    {
        if (Members.Of(from.Json, from.Type, from.Line, findings) is not { } m)
        {
            return null;
        }

        m.SkipType();
        var name = m.Required("name");
        m.IsCalled(name);
        Given<OrganizationCategory> category = default;
        if (m.Text("category") is { Is: true } word)
        {
            category = OrganizationCategories.Read(word.Value ?? "") is { } known ? new(true, known) : default;
            if (!category.Is)
            {
                m.Fault("category", $"“{word.Value}” is not a category; it must be com (owner), cus (customer) or sup (supplier).");
            }
        }

        var active = m.Flag("active");
        var contacts = m.Elements("contacts").Or([]).Select(c => ContactForm.Read(c, name, m, from.Line, findings)).OfType<ContactForm>().ToList();
        return new(m.Done(), name, category, active, contacts);
    }
}

internal sealed record ContactForm(
    Place At, string Name, string? Organization, bool Plain, Given<string?> Username, long? Id, Given<List<string>> Emails, Given<string?> Slack, Given<string?> Jabber,
    Given<string?> Language, Given<bool> Active, Given<bool> Stat, Given<bool> Correct, Given<string?> Imap, Given<TicketKind?> Opens)
{
    public static ContactForm? Read(PortableObject from, Findings findings) =>
        Members.Of(from.Json, from.Type, from.Line, findings) is { } m ? Read(m, null) : null;

    /// <summary>A contact within its organization: an object, or just a name.</summary>
    public static ContactForm? Read(System.Text.Json.JsonElement json, string organization, Members owner, int line, Findings findings)
    {
        if (json.ValueKind != System.Text.Json.JsonValueKind.String)
        {
            var place = new Place(line, $"{owner.At.Object}: contact");
            return Members.Of(json, "contact", place, findings) is { } m ? Read(m, organization) : null;
        }

        var name = owner.TextOf("contacts", json);
        if (string.IsNullOrWhiteSpace(name))
        {
            owner.Fault("contacts", "the name of a contact must not be empty.");
            return null;
        }

        return new(
            new Place(line, $"contact {name}"), name, organization, true, default, null, default, default, default, default, default, default, default, default, default);
    }

    private static ContactForm? Read(Members m, string? organization)
    {
        m.SkipType();
        var name = m.Required("name");
        m.IsCalled(name);
        var employer = organization ?? m.Required("organization");
        var kind = m.Whole("new_obr", 0, 3);
        var form = new ContactForm(
            m.At, name, employer, false, m.Text("username"), m.Whole("id", 1, long.MaxValue).Value, m.Texts("emails"), m.Text("slack"), m.Text("jabber"),
            m.Text("language"), m.Flag("active"), m.Flag("stat"), m.Flag("correct"), m.Text("imap"),
            new(kind.Is, kind.Value is null or 0 ? null : (TicketKind)kind.Value));
        foreach (var address in form.Emails.Or([]).Where(a => a.Trim().IndexOf('@', StringComparison.Ordinal) is <= 0))
        {
            m.Fault("emails", $"“{address}” is not an e-mail address; it looks like name@company.example.");
        }

        return form with { At = m.Done() };
    }
}
