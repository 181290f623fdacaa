using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.History;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;

namespace Sportello.Portable.Taking;

/// <summary>Finds for each contact of the file the contact it is, or that it is new, and writes what differs.</summary>
internal sealed class TakeContacts(ImportRun run)
{
    private readonly Dictionary<string, int> _claims = new(StringComparer.Ordinal);

    /// <summary>Contacts that bring their number go before those that get one, so that none is given away that is asked for.</summary>
    public async Task Run(IEnumerable<ContactForm> forms, int batch, CancellationToken stop)
    {
        var (numbered, others) = (forms.Where(f => f.Id is not null).ToList(), forms.Where(f => f.Id is null).ToList());
        foreach (var chunk in numbered.Chunk(batch))
        {
            await Take(chunk, stop);
        }

        if (numbered.Count > 0)
        {
            await run.Desk.Sql.Dialect.MoveKeysPast(run.Desk.Sql, "contact", stop);
        }

        foreach (var chunk in others.Chunk(batch))
        {
            await Take(chunk, stop);
        }
    }

    private async Task Take(ContactForm[] forms, CancellationToken stop)
    {
        var identities = forms.Select(f => (Form: f, Who: Identify(f))).Where(x => x.Who is not null).ToList();
        var ids = identities.Select(x => x.Who!.Known?.Id).OfType<long>().ToList();
        var db = run.Desk.Db;
        var known = await db.Contacts.Include(c => c.Emails).Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, stop);
        var taken = new List<Taken<Contact>>();
        var usernames = new List<string?>();
        foreach (var (form, who) in identities)
        {
            var contact = who!.Known is null ? New(form, who) : known[who.Known.Id];
            var changed = Describe(contact, form, who);
            taken.Add(new(contact, who.Known is null, changed.Count > 0, string.Join(", ", changed)));
            usernames.Add(who.Username);
        }

        await run.Settle(PortableTypes.Contact, Subject.Contact, taken, c => (c.Id, c.Version), stop);
        foreach (var (one, username) in taken.Zip(usernames))
        {
            run.People.Know(new KnownPerson(one.Thing.Id, one.Thing.Name, username, one.Thing.OrganizationId));
        }
    }

    private Contact New(ContactForm form, Identity who)
    {
        var contact = new Contact(form.Name, who.OrganizationId);
        if (form.Id is { } id)
        {
            run.Desk.Db.Entry(contact).Property(c => c.Id).CurrentValue = id;
        }

        run.Desk.Db.Add(contact);
        return contact;
    }

    private Identity? Identify(ContactForm form)
    {
        if (run.Organizations.Find(form.At, "organization", form.Organization!) is not { } organization)
        {
            return Faulty(form);
        }

        var username = form.Plain && run.Users.Has(form.Name) ? form.Name : form.Username.Value;
        long? userId = null;
        if (username is not null && (userId = run.Users.Find(form.At, "username", username)) is null)
        {
            return Faulty(form);
        }

        var ofUser = run.People.OfUser(username);
        if (!TryFindKnown(form, organization, username, ofUser, out var known) || !Claim(form, known, username))
        {
            return Faulty(form);
        }

        if (form.At.Faulty)
        {
            return Faulty(form);
        }

        // A file that says nothing of an account leaves the one there is.
        var keepsUser = !form.Username.Is && username is null;
        return new Identity(known, organization, keepsUser ? known?.Username : username, keepsUser, userId);
    }

    private bool TryFindKnown(ContactForm form, long organization, string? username, KnownPerson? ofUser, out KnownPerson? known)
    {
        known = null;
        if (form.Id is { } id)
        {
            known = run.People.At(id);
            if (known is not null && !Same(known, form.Name, username))
            {
                run.Findings.Fault(form.At, "id", string.Create(CultureInfo.InvariantCulture, $"the number {id} belongs to {known.Name}{(known.Username is null ? "" : $" ({known.Username})")} already; give another number, or none."));
                return false;
            }
        }
        else if (ofUser is not null)
        {
            known = ofUser;
        }
        else
        {
            var named = run.People.Named(form.Name).Where(p => p.OrganizationId == organization && (username is null || p.Username is null)).ToList();
            if (named.Count > 1)
            {
                run.Findings.Fault(form.At, "name", $"there are {named.Count} contacts of this name in {form.Organization}: {string.Join(", ", named.Select(p => p.Id))}; give the id of the one that is meant.");
                return false;
            }

            known = named.FirstOrDefault();
        }

        if (ofUser is not null && ofUser.Id != known?.Id)
        {
            run.Findings.Fault(form.At, "username", string.Create(CultureInfo.InvariantCulture, $"the account {username} belongs to the contact {ofUser.Name} (number {ofUser.Id}) already; an account has one contact."));
            return false;
        }

        return true;
    }

    private static bool Same(KnownPerson known, string name, string? username) =>
        string.Equals(known.Name, name, StringComparison.Ordinal) || (username is not null && string.Equals(known.Username, username, StringComparison.Ordinal));

    private bool Claim(ContactForm form, KnownPerson? known, string? username)
    {
        var key = (known?.Id ?? form.Id, username) switch
        {
            ({ } id, _) => id.ToString(CultureInfo.InvariantCulture),
            (_, { } user) => $"user {user}",
            _ => $"name {form.Organization}/{form.Name}",
        };
        if (_claims.TryAdd(key, form.At.Line) && (username is null || key.StartsWith("user ", StringComparison.Ordinal) || _claims.TryAdd($"user {username}", form.At.Line)))
        {
            return true;
        }

        run.Findings.Fault(form.At, "", "stands in this file already; once is enough.");
        return false;
    }

    private Identity? Faulty(ContactForm form)
    {
        run.People.IsFaulty(form.Name);
        run.People.IsFaulty(form.Username.Value);
        run.People.IsFaulty(form.Id?.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    private static List<string> Describe(Contact contact, ContactForm form, Identity who)
    {
        var changed = new List<string>();
        void Set<T>(string what, T from, T to, Action<T> set)
        {
            if (!EqualityComparer<T>.Default.Equals(from, to))
            {
                changed.Add(what);
                set(to);
            }
        }

        Set("name", contact.Name, form.Plain ? contact.Name : form.Name, name => contact.Describe(name, contact.OrganizationId));
        Set("organization", contact.OrganizationId, who.OrganizationId, id => contact.Describe(contact.Name, id));
        Set("user", contact.UserId, who.KeepsUser ? contact.UserId : who.UserId, id => contact.UserId = id);
        Set("active", contact.Active, form.Active.Or(contact.Active), v => contact.Active = v);
        Set("language", contact.Language, form.Language.Or(contact.Language), v => contact.Language = v);
        Set("slack", contact.Slack, form.Slack.Or(contact.Slack), v => contact.Slack = v);
        Set("jabber", contact.Jabber, form.Jabber.Or(contact.Jabber), v => contact.Jabber = v);
        Set("stat", contact.Stat, form.Stat.Or(contact.Stat), v => contact.Stat = v);
        Set("correct", contact.Correct, form.Correct.Or(contact.Correct), v => contact.Correct = v);
        Set("imap", contact.ImapFolder, form.Imap.Or(contact.ImapFolder), v => contact.ImapFolder = v);
        Set("new_obr", contact.OpensKind, form.Opens.Or(contact.OpensKind), v => contact.OpensKind = v);
        var addresses = form.Emails.Or([.. contact.Emails.OrderBy(e => e.Place).Select(e => e.Address)]).Select(ContactEmail.Normalize).Distinct(StringComparer.Ordinal).ToList();
        if (!addresses.SequenceEqual(contact.Emails.OrderBy(e => e.Place).Select(e => e.Address), StringComparer.Ordinal))
        {
            changed.Add("emails");
            contact.ReachableAt(addresses);
        }

        return changed;
    }

    /// <summary>Who a contact of the file is: somebody known, or somebody new.</summary>
    private sealed record Identity(KnownPerson? Known, long OrganizationId, string? Username, bool KeepsUser, long? UserId);
}
