using System.Globalization;
using System.Text;
using Npgsql;
using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Projects;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tests.Notices;
using Sportello.Tickets;
using Sportello.Wire.Mime;

namespace Sportello.Tests.Mailroom;

/// <summary>
/// Letters come in and go out at the same time, both built programs killed at random moments, Dovecot and Postfix restarted in between: each letter is in one place with
/// one outcome, each mail arrives once, and <c>mail reconcile</c> finds server, ledger and database of one mind.
/// SPORTELLO_TEST_KILLS and SPORTELLO_TEST_LETTERS make it larger; such a run restarts PostgreSQL too and must be alone.
/// </summary>
public sealed class BothWaysKilledTests
{
    private const string Folder = "Luca";
    private static readonly int Kills = Number("SPORTELLO_TEST_KILLS", 5);
    private static readonly int Letters = Number("SPORTELLO_TEST_LETTERS", 60);
    private static readonly bool IsLarge = Kills > 5;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Each_letter_comes_in_once_and_each_mail_goes_out_once(DatabaseProvider provider)
    {
        await using var folders = new DovecotFolders("");
        using var post = Postfix.Start();
        await using var world = await Open(provider, folders, post);
        await Write(world);
        await Fill(folders);
        var program = new BuiltProgram(world.House);
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        var (interruptedIn, interruptedOut) = (0, 0);
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var comesIn = program.Start("mail", "folders");
            using var goesOut = program.Start("mail", "send");
            await UntilBothWork(world, comesIn, goesOut);
            await Task.Delay(chance.Next(0, 600));
            Restart(kill, folders, post, provider);
            await Task.Delay(chance.Next(0, 600));
            interruptedIn += comesIn.HasEnded ? 0 : 1;
            interruptedOut += goesOut.HasEnded ? 0 : 1;
        }

        Assert.True(interruptedIn + interruptedOut > Kills / 2, $"Only {interruptedIn} and {interruptedOut} of {Kills} runs were still at work when they were killed (seed {seed}).");
        await End(program, seed, "folders");
        await End(program, seed, "send");
        var doubts = await SettleDoubts(world, post);
        await End(program, seed, "send");
        await AllDelivered(post);
        await End(program, seed, "reconcile");
        await CheckIn(folders, world, seed);
        await CheckOut(post, world, seed);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{interruptedIn} runs in and {interruptedOut} out of {Kills} were at work when they were killed; {Letters} letters, {await Count(world, "mail_recipient")} mails, {doubts} doubtful, seed {seed}.");
    }

    private static int Answers => Letters / 10;

    private static int Automatic => Letters / 10;

    private static int Opening => Letters - Answers - Automatic;

    /// <summary>luca alone answers for the project, so that each letter that comes in sends one mail to him.</summary>
    private static async Task<NoticeWorld> Open(DatabaseProvider provider, DovecotFolders folders, Postfix post)
    {
        var smtp = new SmtpSettings("127.0.0.1", post.Port, null, null, LineSecurity.None, $"Sportello <support@{Postfix.Domain}>", CheckCertificate: true);
        var world = await NoticeWorld.Open(provider, settings => settings with
        {
            Imap = folders.Settings,
            Smtp = smtp,
            Outgoing = new() { Undo = TimeSpan.Zero, PerHour = 10_000 },
            People = [new PersonSettings { Section = "user1", Id = "luca", Imap = Folder, OpensKind = TicketKind.Bug }],
        });
        world.Test.Clock.Now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await world.Change(desk => desk.Sql.Run($"delete from project_member where role = {(int)Roles.Manager}", default));
        return world;
    }

    /// <summary>Replies that wait when the programs begin: each goes to the customer and to a colleague who watches.</summary>
    private static async Task Write(NoticeWorld world)
    {
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        for (var i = 0; i < Letters / 2; i++)
        {
            await new ReplyToTicket(luca).Run(number, new($"Reply {i}."), default);
        }
    }

    /// <summary>Of ten letters eight open a ticket, one answers the one before, one is a machine's.</summary>
    private static async Task Fill(DovecotFolders folders)
    {
        await using var client = await folders.Client();
        await client.CreateAsync(Folder);
        for (var i = 0; i < Letters; i++)
        {
            var fields = (i % 10) switch { 8 => $"In-Reply-To: <{i - 1}@barilla.example>\r\n", 9 => "Auto-Submitted: auto-generated\r\n", _ => "" };
            var letter = Encoding.ASCII.GetBytes(
                $"From: {NoticeWorld.AddressOf("francesca")}\r\nSubject: Letter {i}\r\nMessage-ID: <{i}@barilla.example>\r\nDate: {new DateTimeOffset(2013, 6, 29, 0, 0, 0, TimeSpan.Zero).AddSeconds(i):ddd, dd MMM yyyy HH:mm:ss} +0000\r\n{fields}\r\nText {i}.\r\n");
            await client.AppendAsync(Folder, new MemoryStream(letter), letter.Length);
        }
    }

    private static void Restart(int kill, DovecotFolders folders, Postfix post, DatabaseProvider provider)
    {
        if (kill % 3 == 0)
        {
            folders.Own.Kill();
            folders.Own.Start();
        }
        else if (kill % 3 == 1)
        {
            post.Restart();
        }
        else if (IsLarge && provider == DatabaseProvider.PostgreSql)
        {
            PostgresServer.Shared.Restart();
        }
    }

    /// <summary>Most of a run's time is its start; the moments that count begin when one holds the lease and the other has taken mails.</summary>
    private static async Task UntilBothWork(NoticeWorld world, ServerProcess comesIn, ServerProcess goesOut)
    {
        var (inward, outward) = (false, false);
        while ((!inward && !comesIn.HasEnded) || (!outward && !goesOut.HasEnded))
        {
            inward |= (await Holders(world, "select holder from lease")).Exists(h => h.Contains(IdOf(comesIn), StringComparison.Ordinal));
            outward |= (await Holders(world, "select claimed_by from mail_recipient where claimed_by is not null")).Exists(h => h.Contains(IdOf(goesOut), StringComparison.Ordinal));
            await Task.Delay(10);
        }
    }

    private static string IdOf(ServerProcess process) => $"/{process.Id.ToString(CultureInfo.InvariantCulture)}/";

    /// <summary>A connection that the restart of the database has ended says so once.</summary>
    private static async Task<List<string>> Holders(NoticeWorld world, string query)
    {
        try
        {
            return await world.Rows(query, r => r.GetString(0));
        }
        catch (NpgsqlException) when (IsLarge)
        {
            return [];
        }
    }

    private static async Task End(BuiltProgram program, int seed, string what)
    {
        using var last = program.Start("mail", what);
        Assert.True(last.WaitForEnd(TimeSpan.FromMinutes(10)), $"mail {what} does not end (seed {seed}):\n{last.Output}");
        Assert.True(last.ExitCode == 0, $"mail {what} ended with {last.ExitCode} (seed {seed}):\n{last.Output}");
        await Task.CompletedTask;
    }

    /// <summary>What a person does who finds doubtful mails: looks whether they arrived, and decides.</summary>
    private static async Task<int> SettleDoubts(NoticeWorld world, Postfix post)
    {
        await AllDelivered(post);
        var arrived = (await Arrived(post, world)).ToHashSet(StringComparer.Ordinal);
        var doubtful = await world.Rows("select id, message_id from mail_recipient where state = 7", r => (Id: r.GetInt64(0), MessageId: r.GetString(1)));
        foreach (var (id, message) in doubtful)
        {
            await using var desk = await world.House.DeskOfProgram("test", default);
            await (arrived.Contains(message) ? new RetryMail(desk).Arrived(id, default) : new RetryMail(desk).Run(id, default));
        }

        return doubtful.Count;
    }

    private static async Task CheckIn(DovecotFolders folders, NoticeWorld world, int seed)
    {
        Assert.Equal(Opening + 1, await Count(world, "ticket"));
        Assert.Equal(Enumerable.Repeat(1L, Opening + Answers), await world.Rows("select count(*) from comment where letter_id is not null group by message_id", r => r.GetInt64(0)));
        Assert.Equal(Automatic, await Count(world, "letter where outcome = 6"));
        var subjects = (await folders.All(Folder)).Select(s => Encoding.UTF8.GetString(s.Bytes).Split("Subject: ")[1].Split('\r')[0]).ToList();
        Assert.True(subjects.Count == Letters && subjects.Distinct(StringComparer.Ordinal).Count() == Letters, $"{subjects.Count} letters stand in the folder (seed {seed}).");
        Assert.Equal(Opening + Answers, subjects.Count(s => s.Contains(" DPR:1", StringComparison.Ordinal)));
    }

    private static async Task CheckOut(Postfix post, NoticeWorld world, int seed)
    {
        await AllDelivered(post);
        var mails = await world.Rows("select message_id, state from mail_recipient order by id", r => (Id: r.GetString(0), State: (MailState)r.GetInt32(1)));
        Assert.Equal(Opening + Answers + (Letters / 2 * 2), mails.Count);
        Assert.All(mails, m => Assert.True(m.State == MailState.Sent, $"{m.Id} is {m.State} (seed {seed})"));
        var arrived = await Arrived(post, world);
        Assert.Equal((mails.Count, mails.Count), (arrived.Count, arrived.Intersect(mails.Select(m => m.Id), StringComparer.Ordinal).Count()));
    }

    private static async Task AllDelivered(Postfix post)
    {
        for (var tries = 0; post.Underway > 0; tries++)
        {
            Assert.True(tries < 600, $"Postfix does not deliver:\n{post.Log}");
            await Task.Delay(50);
        }
    }

    private static async Task<List<string>> Arrived(Postfix post, NoticeWorld world)
    {
        var ids = new List<string>();
        foreach (var raw in new[] { "luca", "francesca", "giorgia" }.SelectMany(post.LettersOf))
        {
            ids.Add((await Letter.ReadAsync(new MemoryStream(raw))).MessageId!);
        }

        Assert.All(ids, id => Assert.NotNull(OwnMessageId.Read(id, world.House.MailKey.Signature)));
        return ids;
    }

    private static async Task<int> Count(NoticeWorld world, string table) => (await world.Rows($"select count(*) from {table}", r => (int)r.GetInt64(0)))[0];

    private static int Number(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
