using Sportello.Data;
using Sportello.Directory;
using Sportello.Mailroom.Reading;

namespace Sportello.Mailroom.Spool;

/// <summary>What a stored letter says, and where it most likely belongs.</summary>
/// <param name="Shown">The letter as it is read today.</param>
/// <param name="Organization">An organization whose people write from the same domain.</param>
/// <param name="Known">The contact of the sender's address.</param>
public sealed record LetterContent(ShownLetter Shown, string? Organization, string? Known);

/// <summary>Reads a stored letter for whoever has to decide on it.</summary>
public sealed class LetterContents(Desk desk)
{
    // Where everybody has an address, a common domain says nothing.
    private const int MostOrganizations = 2;

    public async Task<LetterContent> Run(LetterFile letter, CancellationToken stop)
    {
        await using var bytes = desk.House.Files.Open(await Source(letter.Id, stop));
        var shown = await ShownLetter.Read(bytes, desk.House.Settings, stop);
        var known = await desk.Sql.First(
            "select c.name from contact_email e join contact c on c.id = e.contact_id where e.address = @address",
            r => r.GetString(0), stop, ("@address", ContactEmail.Normalize(letter.Sender)));
        return new LetterContent(shown, known is null ? await Neighbours(letter.Sender, stop) : null, known);
    }

    /// <returns>The hash under which the letter lies, byte for byte, in the file store.</returns>
    public async Task<string> Source(long id, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        return await desk.Sql.First("select sha256 from letter where id = @id", r => r.Text(0), stop, ("@id", id))
            ?? throw Refusal.NotFound(Words.Said.Of("letter-no.source", ("id", id)));
    }

    private async Task<string?> Neighbours(string sender, CancellationToken stop)
    {
        var at = sender.LastIndexOf('@');
        if (at < 0)
        {
            return null;
        }

        var names = await desk.Sql.List(
            "select distinct o.name from contact_email e join contact c on c.id = e.contact_id join organization o on o.id = c.organization_id where e.address like @domain escape '!' limit @most",
            r => r.GetString(0),
            stop,
            ("@domain", "%@" + sender[(at + 1)..].Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)),
            ("@most", (long)MostOrganizations));
        return names.Count == 1 ? names[0] : null;
    }
}
