using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Mailroom.Spool;
using Sportello.Mailroom.Stores;
using Sportello.Settings;

namespace Sportello.Mailroom.Intake;

/// <summary>What became of a letter that was handed over.</summary>
/// <param name="Outcome">opened, added, duplicate, report, held or failed.</param>
/// <param name="Ticket">The number of the ticket it is in.</param>
/// <param name="Letter">Its number in the spool, by which its trace is shown.</param>
/// <param name="Reason">Why it is held, or how it defeated us.</param>
public sealed record Delivered(string Outcome, int? Ticket, long Letter, string? Reason);

/// <summary>
/// Takes one raw letter from a program that had it: <c>mail deliver</c> at the end of a mail server's pipe, or <c>POST /api/v1/mail</c>.
/// The same spool and the same intake as for letters that are fetched. Once this has answered, the letter is kept, whatever became of it.
/// </summary>
public sealed class DeliverLetter(Desk desk)
{
    public const string Program = "mail deliver";
    internal const string Box = "deliver";
    private const long MostBytes = 50L << 20;
    private const int HeaderBytes = 256 * 1024;

    private readonly House _house = desk.House;

    public async Task<Delivered> Run(Stream message, CancellationToken stop)
    {
        if (!desk.Actor.Holds(Permission.ProgramRun))
        {
            throw Refusal.Denied($"Letters are handed over by those who hold {Permission.ProgramRun}.");
        }

        var (sha, size) = await _house.Files.Keep(message, stop, MostBytes);
        if (size == 0)
        {
            throw Refusal.Invalid("message", "There is no letter: its raw bytes are needed, header first.");
        }

        var letter = await Spool(sha, size, stop);
        var way = await Way(stop);
        var taken = await new TakeIn(_house, _house.Now, Program, way).Run(letter, stop);
        if (taken.Reason is { } reason)
        {
            _house.Log.Write(LogLevel.Warning, Program, $"letter {letter}: {reason}");
        }

        return new Delivered(Words.Name.Of(taken.Outcome), taken.Number, letter, taken.Reason?.In(Words.Language.In(_house.Settings.Work.Language)));
    }

    private async Task<long> Spool(string sha, long size, CancellationToken stop)
    {
        await using var raw = _house.Files.Open(sha);
        var header = new byte[(int)Math.Min(size, HeaderBytes)];
        await raw.ReadExactlyAsync(header, stop);
        await using var program = await _house.DeskOfProgram(Program, stop);
        await program.Begin(stop);
        var uid = await program.NextNumber("delivered", stop);
        var seen = await LetterRows.See(new LetterHead(uid, header, size, new Marks([], new DateTimeOffset(_house.Now, TimeSpan.Zero))), _house.Now, stop);
        var row = LetterRows.Of(seen, new LetterPlace(Box, Box, 1, uid), null, _house.Now);
        row.Sha256 = sha;
        row.Attempts = 1;
        program.Db.Add(row);
        await program.Save(stop);
        return row.Id;
    }

    private async Task<Way> Way(CancellationToken stop)
    {
        var settings = _house.Settings.Delivery;
        var judgement = new Judgement(_house, _house.Now);
        return new Way(judgement.DecideDelivered, await Assignee(settings, stop), Renumbers: false, TakesAutomatic: true) { Kind = settings.Kind };
    }

    /// <exception cref="ConfigurationFaults">The settings name somebody who is not there.</exception>
    private async Task<FolderOwner?> Assignee(DeliverySettings settings, CancellationToken stop)
    {
        if (settings.Assignee is not { } name)
        {
            return null;
        }

        await using var program = await _house.DeskOfProgram(Program, stop);
        var contact = await program.FindContact(name, stop)
            ?? throw new ConfigurationFaults([new Fault("config.ini", "deliver", "assignee", $"“{name}” is nobody in the directory; a contact's number, username or name is needed.")]);
        var called = await program.Sql.First("select name from contact where id = @id", r => r.GetString(0), stop, ("@id", contact));
        return new FolderOwner(contact, called!, Box, settings.Kind, Correct: false);
    }
}
