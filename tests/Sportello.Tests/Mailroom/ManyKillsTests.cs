using System.Globalization;
using System.Text;
using Npgsql;
using Sportello.Data;
using Sportello.Testing;
using Sportello.Wire.Imap;

namespace Sportello.Tests.Mailroom;

/// <summary>
/// Folders and journal filled by many, the built programs killed at random moments, mail server and database restarted in between; afterwards every letter is in one place
/// with one outcome, and <c>mail reconcile</c> has nothing to say. SPORTELLO_TEST_KILLS and SPORTELLO_TEST_LETTERS make it larger; such a run restarts PostgreSQL too and must be alone.
/// </summary>
public sealed class ManyKillsTests
{
    private const string Journal = "Journal";
    private static readonly int Kills = Number("SPORTELLO_TEST_KILLS", 6);
    private static readonly int Letters = Number("SPORTELLO_TEST_LETTERS", 100);
    private static readonly bool IsLarge = Kills > 6;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Nothing_is_lost_and_nothing_doubled(DatabaseProvider provider)
    {
        await using var folders = new DovecotFolders("");
        await using var world = await MailWorld.Open(provider, folders.Settings with { Journal = Journal });
        await Fill(folders, world);
        var program = new BuiltProgram(world.House);
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        var interrupted = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var process = program.Start("mail", kill % 4 == 0 ? "journal" : "folders", "--date", "2013-06-30");
            await UntilItWorks(world, process);
            if (kill % 5 == 3)
            {
                Restart(folders, provider, kill);
            }

            await Task.Delay(chance.Next(0, 400));
            interrupted += process.HasEnded ? 0 : 1;
        }

        foreach (var last in new[] { "folders", "journal", "reconcile" })
        {
            using var process = program.Start("mail", last, "--date", "2013-06-30");
            Assert.True(process.WaitForEnd(TimeSpan.FromMinutes(10)), $"mail {last} does not end (seed {seed}):\n{process.Output}");
            Assert.True(process.ExitCode == 0, $"mail {last} ended with {process.ExitCode} (seed {seed}, {interrupted} interrupted):\n{process.Output}");
        }

        await Check(folders, world, seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"{interrupted} of {Kills} runs were at work when they were killed; {Letters} letters, seed {seed}.");
    }

    /// <summary>Of ten letters seven open a ticket, one answers, one is a machine's, one is of nobody known; and one in ten lies in the journal too, and one names no ticket.</summary>
    private static async Task Fill(DovecotFolders folders, MailWorld world)
    {
        await world.Knows("chiara", "chiara@barilla.example");
        await using var client = await folders.Client();
        foreach (var folder in new[] { MailWorld.LucaFolder, MailWorld.SandroFolder, Journal })
        {
            await client.CreateAsync(folder);
        }

        for (var i = 0; i < Letters; i++)
        {
            var text = (i % 10) switch
            {
                7 => Letter("chiara@barilla.example", $"Re: Letter {i - 7}", i, $"In-Reply-To: <{i - 7}@barilla.example>\r\n"),
                8 => Letter("chiara@barilla.example", $"Report {i}", i, "Auto-Submitted: auto-generated\r\n"),
                9 => Letter("nobody@else.example", $"Offer {i}", i, ""),
                _ => Letter("chiara@barilla.example", $"Letter {i}", i, ""),
            };
            await Append(client, i % 3 == 0 ? MailWorld.SandroFolder : MailWorld.LucaFolder, text, i);
            if (i % 10 == 0)
            {
                await Append(client, Journal, Letter("chiara@barilla.example", $"Lost {i} DPR:99999", 100_000 + i, ""), i);
                await Append(client, Journal, Letter("chiara@barilla.example", $"Without a number {i}", 200_000 + i, ""), i);
            }
        }
    }

    private static string Letter(string from, string subject, int id, string fields) =>
        $"From: {from}\r\nSubject: {subject}\r\nMessage-ID: <{id}@barilla.example>\r\nDate: {new DateTimeOffset(2013, 6, 29, 0, 0, 0, TimeSpan.Zero).AddSeconds(id % 86_000):ddd, dd MMM yyyy HH:mm:ss} +0000\r\n{fields}\r\nText {id}.\r\n";

    private static async Task Append(ImapClient client, string folder, string letter, int i)
    {
        var bytes = Encoding.ASCII.GetBytes(letter);
        await client.AppendAsync(folder, new MemoryStream(bytes), bytes.Length, [], new DateTimeOffset(2013, 6, 29, 8, 0, 0, TimeSpan.Zero).AddSeconds(i));
    }

    private static void Restart(DovecotFolders folders, DatabaseProvider provider, int kill)
    {
        if (IsLarge && provider == DatabaseProvider.PostgreSql && kill % 2 == 0)
        {
            PostgresServer.Shared.Restart();
            return;
        }

        folders.Own.Kill();
        folders.Own.Start();
    }

    private static async Task Check(DovecotFolders folders, MailWorld world, int seed)
    {
        var (tens, rest) = (Letters / 10, Letters % 10);
        var opening = (tens * 7) + Math.Min(rest, 7);
        var answers = tens + (rest > 7 ? 1 : 0);
        Assert.Equal((opening, opening + answers), ((int)await world.Count("ticket"), (int)await world.Count("comment")));
        Assert.Equal(Enumerable.Repeat(1L, opening + answers), await world.Rows("select count(*) from comment group by message_id", r => r.GetInt64(0)));
        Assert.Equal(Letters - opening - answers, (int)(await world.Rows("select count(*) from letter where outcome = 6 and hold in (1, 2)", r => r.GetInt64(0)))[0]);
        var subjects = new List<string>();
        foreach (var folder in new[] { MailWorld.LucaFolder, MailWorld.SandroFolder })
        {
            subjects.AddRange((await folders.All(folder)).Select(s => Encoding.UTF8.GetString(s.Bytes).Split("Subject: ")[1].Split('\r')[0]));
        }

        Assert.True(subjects.Count == Letters && subjects.Distinct(StringComparer.Ordinal).Count() == Letters, $"{subjects.Count} letters stand in the folders (seed {seed}).");
        Assert.Equal(opening + answers, subjects.Count(s => s.Contains(" DPR:1", StringComparison.Ordinal)));
        var lost = (Letters + 9) / 10;
        Assert.Equal((lost, lost), ((await folders.All("Unmatched")).Count, (await folders.All(Journal)).Count));
    }

    private static async Task UntilItWorks(MailWorld world, ServerProcess process)
    {
        var id = $"/{process.Id.ToString(CultureInfo.InvariantCulture)}/";
        while (!process.HasEnded && !(await Holders(world)).Exists(h => h.Contains(id, StringComparison.Ordinal)))
        {
            await Task.Delay(10);
        }
    }

    /// <summary>A connection that the restart of the database has ended says so once.</summary>
    private static async Task<List<string>> Holders(MailWorld world)
    {
        try
        {
            return await world.Rows("select holder from lease", r => r.GetString(0));
        }
        catch (NpgsqlException) when (IsLarge)
        {
            return [];
        }
    }

    private static int Number(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
