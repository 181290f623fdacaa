using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory.PersonData;

/// <param name="What">The key of what it is, among the texts.</param>
public sealed record PersonToForget(long Id, string Name, IReadOnlyList<(string What, int Count)> Counts, Said? Why);

/// <summary>
/// Forgets who a contact was. Tickets and what was said stay readable, as of "former contact 12"; name, addresses, handles, account, letters'
/// sources and search words are gone, in one transaction, and the files after it. History keeps that it happened. It cannot be undone.
/// </summary>
public sealed class AnonymizeContact(Desk desk)
{
    private static readonly (string What, string Query)[] Counted =
    [
        ("tickets", $"select count(*) from ticket where id in ({ForgetPerson.TicketsOf})"),
        ("comments", "select count(*) from comment where author_id = @id"),
        ("letters", $"select count(*) from letter where sha256 is not null and ({ForgetPerson.LettersOf})"),
        ("addresses", "select count(*) from contact_email where contact_id = @id"),
        ("mails", "select count(*) from mail_recipient where contact_id = @id"),
        ("accounts", "select count(*) from contact where id = @id and user_id is not null"),
    ];

    /// <summary>What would be forgotten, in numbers.</summary>
    public async Task<PersonToForget> Look(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.delete");
        var contact = await Load(id, stop);
        var counts = new List<(string, int)>();
        foreach (var (what, query) in Counted)
        {
            counts.Add((what, await desk.Sql.First(query, r => (int)r.GetInt64(0), stop, ("@id", id))));
        }

        return new(id, contact.Name, counts, await WhyNot(contact, stop));
    }

    /// <param name="id">The contact's number.</param>
    /// <param name="name">Its name, typed by whoever is sure.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(long id, string name, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.delete");
        await desk.Begin(stop);
        var contact = await Load(id, stop);
        if (await WhyNot(contact, stop) is { } why)
        {
            throw Refusal.Conflict(why);
        }

        if (!string.Equals(OneLine.Of(name), contact.Name, StringComparison.Ordinal))
        {
            throw Refusal.Invalid("name", Said.Of("forget.type", ("name", contact.Name)));
        }

        var former = Language.In(desk.House.Settings.Work.Language).Say("forget.former", ("n", id));
        var files = await new ForgetPerson(desk, contact, former).Run(stop);
        foreach (var one in await desk.Db.Contacts.Include(c => c.Emails).Where(c => c.Id == id || c.MergedIntoId == id).ToListAsync(stop))
        {
            one.Forget(former, desk.Stamp);
        }

        contact.User?.Forget(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"former-{id}"));
        await desk.Save(stop);
        files.ForEach(desk.House.Files.Remove);
        await desk.House.Database.Dialect.ForgetDeleted(stop);
    }

    private async Task<Contact> Load(long id, CancellationToken stop) =>
        await desk.Db.Contacts.Include(c => c.Emails).Include(c => c.Organization).Include(c => c.User!.Groups).SingleOrDefaultAsync(c => c.Id == id, stop)
        ?? throw Refusal.NotFound(Said.Of("refusal.contact.number", ("id", id)));

    private async Task<Said?> WhyNot(Contact contact, CancellationToken stop) => contact switch
    {
        { User.Superuser: true } when !desk.Actor.Superuser => Said.Of("refusal.accounts.high"),
        _ when contact.Id == desk.Actor.ContactId => Said.Of("forget.oneself"),
        _ when await desk.Sql.First("select count(*) from ticket where assignee_id = @id and open", r => r.GetInt64(0), stop, ("@id", contact.Id)) is var open and > 0 => Said.Of("forget.assigned", ("n", open)),
        _ => null,
    };
}
