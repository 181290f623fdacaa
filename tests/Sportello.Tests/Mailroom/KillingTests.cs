using System.Globalization;
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
        var program = new BuiltProgram(scene.World.House);
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
