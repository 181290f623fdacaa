using System.Text.Json;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;

namespace Sportello.Portable.Writing;

/// <summary>Groups, users, organizations and their contacts, in the order of their names.</summary>
internal sealed class DirectoryWriting(Sql sql, PortableWriter writer)
{
    public async Task Write(CancellationToken stop)
    {
        await Groups(stop);
        await Users(stop);
        var contacts = await Contacts(stop);
        var organizations = await sql.List(
            "select id, name, category, active from organization where merged_into_id is null",
            r => (Id: r.GetInt64(0), Name: r.GetString(1), Category: (OrganizationCategory)r.GetInt32(2), Active: r.GetBoolean(3)), stop);
        var byOrganization = contacts.ToLookup(c => c.OrganizationId);
        await writer.List(PortableTypes.Organization, Sorted(organizations, o => o.Name), (json, o) =>
        {
            json.Text("name", o.Name);
            json.Text("category", OrganizationCategories.ShortName(o.Category));
            json.WriteBoolean("active", o.Active);
            if (!writer.ContactsStandAlone)
            {
                json.WriteStartArray("contacts");
                foreach (var contact in InOrder(byOrganization[o.Id]))
                {
                    json.WriteStartObject();
                    contact.Write(json);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        }, stop);
        if (writer.ContactsStandAlone)
        {
            await writer.List(PortableTypes.Contact, InOrder(contacts).ToAsyncEnumerable(), (json, c) =>
            {
                json.Text("organization", c.Organization);
                c.Write(json);
            }, stop);
        }
    }

    internal static IAsyncEnumerable<T> Sorted<T>(IEnumerable<T> things, Func<T, string> name) => things.OrderBy(name, StringComparer.Ordinal).ToAsyncEnumerable();

    private static IEnumerable<ContactRow> InOrder(IEnumerable<ContactRow> contacts) => contacts.OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Id);

    private async Task Groups(CancellationToken stop)
    {
        var groups = await sql.List("select id, name from access_group", r => (Id: r.GetInt64(0), Name: r.GetString(1)), stop);
        var permissions = (await sql.List("select group_id, permission from group_permission", r => (Group: r.GetInt64(0), Permission: r.GetString(1)), stop)).ToLookup(p => p.Group, p => p.Permission);
        await writer.List(PortableTypes.Group, Sorted(groups, g => g.Name), (json, g) =>
        {
            json.Text("name", g.Name);
            json.Texts("permissions", permissions[g.Id].Order(StringComparer.Ordinal));
        }, stop);
    }

    private async Task Users(CancellationToken stop)
    {
        var users = await sql.List(
            "select id, username, superuser, staff, active, language, time_zone, theme from user_account",
            r => (Id: r.GetInt64(0), Username: r.GetString(1), Superuser: r.GetBoolean(2), Staff: r.GetBoolean(3), Active: r.GetBoolean(4), Language: r.Text(5), Zone: r.Text(6), Theme: r.Text(7)),
            stop);
        var groups = (await sql.List(
            "select m.user_id, g.name from group_member m join access_group g on g.id = m.group_id", r => (User: r.GetInt64(0), Name: r.GetString(1)), stop)).ToLookup(m => m.User, m => m.Name);
        await writer.List(PortableTypes.User, Sorted(users, u => u.Username), (json, u) =>
        {
            json.Text("username", u.Username);
            json.WriteBoolean("superuser", u.Superuser);
            json.WriteBoolean("staff", u.Staff);
            json.WriteBoolean("active", u.Active);
            json.Texts("groups", groups[u.Id].Order(StringComparer.Ordinal));
            json.TextIfAny("language", u.Language);
            json.TextIfAny("timezone", u.Zone);
            json.TextIfAny("theme", u.Theme);
        }, stop);
    }

    private async Task<List<ContactRow>> Contacts(CancellationToken stop)
    {
        var emails = (await sql.List(
            "select contact_id, address from contact_email order by contact_id, place, id", r => (Contact: r.GetInt64(0), Address: r.GetString(1)), stop)).ToLookup(e => e.Contact, e => e.Address);
        return await sql.List(
            """
            select c.id, c.organization_id, o.name, c.name, u.username, c.slack, c.jabber, c.language, c.active, c.stat, c.correct, c.imap_folder, c.opens_kind
            from contact c join organization o on o.id = c.organization_id left join user_account u on u.id = c.user_id
            where c.merged_into_id is null
            """,
            r => new ContactRow(
                r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.Text(4), [.. emails[r.GetInt64(0)]], r.Text(5), r.Text(6), r.Text(7),
                r.GetBoolean(8), r.GetBoolean(9), r.GetBoolean(10), r.Text(11), r.IsDBNull(12) ? null : r.GetInt32(12)),
            stop);
    }

    private sealed record ContactRow(
        long Id, long OrganizationId, string Organization, string Name, string? Username, IReadOnlyList<string> Emails, string? Slack, string? Jabber, string? Language,
        bool Active, bool Stat, bool Correct, string? Imap, int? Opens)
    {
        public void Write(Utf8JsonWriter json)
        {
            json.Text("name", Name);
            json.Text("username", Username);
            json.WriteNumber("id", Id);
            json.Texts("emails", Emails);
            json.Text("slack", Slack);
            json.Text("jabber", Jabber);
            json.Text("language", Language);
            json.WriteBoolean("active", Active);
            json.WriteBoolean("stat", Stat);
            json.WriteBoolean("correct", Correct);
            json.Text("imap", Imap);
            json.WriteNumber("new_obr", Opens ?? 0);
        }
    }
}
