using System.Globalization;
using Npgsql;
using Sportello.Data;
using Sportello.Testing;

namespace Sportello.Tests.Mailroom;

/// <summary>The built program, killed at twenty random moments while it takes every letter in, and run again: as if it had never been disturbed.</summary>
public sealed class KillingTests
{
    private const int Kills = 20;

    [Theory, ClassData(typeof(BothDatabases))]
    public Task On_a_real_server_nothing_is_lost_and_nothing_doubled(DatabaseProvider provider) => Killed(provider, new DovecotFolders());

    [Fact]
    public Task In_a_Maildir_nothing_is_lost_and_nothing_doubled() => Killed(DatabaseProvider.Sqlite, new MaildirFolders());

    private static async Task Killed(DatabaseProvider provider, IFoldersOfTest folders)
    {
        await using var scene = await Scene.Set(provider, folders);
        var program = new BuiltProgram(scene.World);
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        var interrupted = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = program.Start("mail", "folders", "--date", "2013-06-30");
            await UntilItWorks(scene.World, process);
            await Task.Delay(chance.Next(0, 300));
            interrupted += process.HasEnded ? 0 : 1;
        }

        Assert.True(interrupted > Kills / 2, $"Only {interrupted} of {Kills} runs were still at work when they were killed (seed {seed}).");
        using var last = program.Start("mail", "folders", "--date", "2013-06-30");
        Assert.True(last.WaitForEnd(TimeSpan.FromMinutes(3)), $"The last run does not end (seed {seed}):\n{last.Output}");
        Assert.True(last.ExitCode == 0, $"The last run ended with {last.ExitCode} (seed {seed}):\n{last.Output}");
        await scene.Check();
    }

    /// <summary>Most of a run's time is its start; the moments that count begin when it holds the lease.</summary>
    private static async Task UntilItWorks(MailWorld world, ServerProcess process)
    {
        var id = $"/{process.Id.ToString(CultureInfo.InvariantCulture)}/";
        while (!process.HasEnded && !(await world.Rows("select holder from lease", r => r.GetString(0))).Exists(h => h.Contains(id, StringComparison.Ordinal)))
        {
            await Task.Delay(10);
        }
    }
}

/// <summary>The executable as it was built, with a configuration file for the world of a test.</summary>
internal sealed class BuiltProgram
{
    private readonly string _program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Sportello.App", "debug", "Sportello.App.dll"));
    private readonly string _data;

    public BuiltProgram(MailWorld world)
    {
        _data = world.Data;
        File.WriteAllLines(Path.Combine(_data, "config.ini"), Configuration(world));
    }

    public ServerProcess Start(params string[] words) => ServerProcess.Start("dotnet", [_program, .. words, "--data", _data, "--config", Path.Combine(_data, "config.ini")]);

    private static IEnumerable<string> Configuration(MailWorld world)
    {
        var settings = world.House.Settings;
        if (settings.Database.Provider == DatabaseProvider.PostgreSql)
        {
            var postgres = new NpgsqlConnectionStringBuilder(settings.Database.ConnectionString);
            yield return $"[DB]\nprovider = postgresql\nname = {postgres.Database}\naddress = {postgres.Host}\nport = {postgres.Port}\nuser = {postgres.Username}";
        }

        yield return "[work]\ntimeZone = Europe/Rome";
        yield return settings.Imap is { Maildir: { } maildir }
            ? $"[imap]\nmaildir = {maildir}\ndays = {settings.Imap.Days}\njournal = {settings.Imap.Journal}"
            : $"[imap]\nhost = {settings.Imap!.Host}\nport = {settings.Imap.Port}\nuser = {settings.Imap.User}\npassword = {settings.Imap.Password}\nsecurity = none\ndays = {settings.Imap.Days}\njournal = {settings.Imap.Journal}";
        yield return $"[user1]\nid = luca\nimap = {MailWorld.LucaFolder}\nnew_obr = 3\nРассматривается = 1";
        yield return $"[user2]\nid = sandro\nimap = {Wire.Imap.ModifiedUtf7.Encode(MailWorld.SandroFolder)}\nnew_obr = 1";
    }
}
