using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.History;
using Sportello.Mailroom.Spool;

namespace Sportello.Mailroom.Deciding;

/// <summary>Makes a contact of a held letter's sender and takes in what waits of them, by the usual rules.</summary>
public sealed class MakeContactOfSender(Desk desk)
{
    /// <param name="letter">The letter's number.</param>
    /// <param name="organization">The organization's name.</param>
    /// <param name="name">The contact's name; none = as the letter says it. A contact of that name in that organization gets the address added.</param>
    /// <param name="stop">Calls it off.</param>
    /// <returns>What became of this letter.</returns>
    public async Task<Decided> Run(long letter, string organization, string? name, CancellationToken stop)
    {
        MailRights.Demand(desk, "contact.add");
        var waiting = await WaitingLetter.Get(desk, letter, stop);
        var address = waiting.Row.Sender;
        if (address.Length == 0)
        {
            throw Refusal.Invalid("letter", Words.Said.Of("letter-no.sender"));
        }

        if (await desk.ContactByAddress(address, stop) is null)
        {
            await Make(organization, name ?? (waiting.Row.SenderName.Length > 0 ? waiting.Row.SenderName : address.Split('@')[0]), address, stop);
        }

        var others = await desk.Sql.List(
            $"select id from letter where outcome = {(int)LetterOutcome.Held} and hold = {(int)Hold.UnknownSender} and sender = @address and id <> @id order by sent_at, id",
            r => r.GetInt64(0),
            stop,
            ("@address", address),
            ("@id", letter));
        var decided = await waiting.TakeInByTheRules(stop);
        foreach (var other in others)
        {
            await (await WaitingLetter.Get(desk, other, stop)).TakeInByTheRules(stop);
        }

        return decided;
    }

    private async Task Make(string organization, string name, string address, CancellationToken stop)
    {
        await desk.Begin(stop);
        var employer = await desk.FindOrganization(organization, stop)
            ?? throw Refusal.Invalid("organization", Words.Said.Of("letter-no.organization", ("organization", organization)));
        name = Words.OneLine.Of(name);
        if (name.Length is 0 or > Organization.NameLength)
        {
            throw Refusal.Invalid("name", Words.Said.Of("letter-no.name", ("n", Organization.NameLength)));
        }

        var contact = await desk.Db.Contacts.Include(c => c.Emails).Include(c => c.User).FirstOrDefaultAsync(c => c.OrganizationId == employer.Id && c.Name == name && c.MergedIntoId == null, stop);
        if (contact is null)
        {
            desk.Db.Add(Contact.Added(new() { Name = name, Organization = employer.Name, Addresses = [address] }, employer, desk.Stamp));
        }
        else
        {
            // Links to sign in go to a contact's addresses.
            Accounts.DemandRight(desk, "contact.change");
            Accounts.DemandAsHigh(desk, contact.User?.Superuser == true);
            contact.AlsoReachableAt(address, desk.Stamp);
        }

        await desk.Save(stop);
    }
}
