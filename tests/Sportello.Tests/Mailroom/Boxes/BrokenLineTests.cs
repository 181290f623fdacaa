using System.Text;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Stores;
using Sportello.Testing;

namespace Sportello.Tests.Mailroom.Boxes;

/// <summary>What a server does to a run: dies in the middle of it, changes a folder under it, keeps its folders below INBOX.</summary>
public sealed class BrokenLineTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_server_that_is_killed_and_started_again_in_the_middle_of_a_run_changes_nothing_about_its_result(DatabaseProvider provider)
    {
        await using var folders = new DovecotFolders("");
        await using var world = await Filled(provider, folders, letters: 300);
        var running = Task.Run(() => world.Run());
        await Until(async () => await world.Count("comment") > 20);
        folders.Own.Kill();
        await Task.Delay(300);
        folders.Own.Start();
        var ended = await running;
        Assert.Equal((Outcome.Done, ""), (ended.Outcome, string.Join('\n', ended.Notes)));
        var answer = ended.Answer!.Folders[0];
        Assert.Equal((300, 300, 0), (answer.LookedAt, answer.Opened.Distinct().Count(), answer.AlreadyNumbered));
        Assert.Equal(300, await world.Count("ticket"));
        var subjects = (await folders.All(MailWorld.LucaFolder)).Select(s => Encoding.UTF8.GetString(s.Bytes).Split("Subject: ")[1].Split('\r')[0]).ToList();
        Assert.Equal(300, subjects.Count);
        Assert.All(subjects, s => Assert.Contains(" DPR:", s));
        Assert.Equal(300, (await world.Run()).Answer!.Folders[0].AlreadyNumbered);
    }

    [Fact]
    public async Task A_folder_that_is_replaced_between_two_looks_is_looked_at_anew()
    {
        await using var folders = new DovecotFolders("");
        await using var world = await Filled(DatabaseProvider.Sqlite, folders, letters: 2);
        await using var store = new ImapStore(folders.Settings, _ => { });
        var before = await Look();
        await using (var client = await folders.Client())
        {
            await client.DeleteAsync(MailWorld.LucaFolder);
            await Task.Delay(1100);
            await client.CreateAsync(MailWorld.LucaFolder);
        }

        var after = await Look();
        Assert.NotEqual(before, after);

        Task<long> Look() => store.In(MailWorld.LucaFolder, forReading: true, (folder, _) => Task.FromResult(folder.UidValidity), default);
    }

    [Fact]
    public async Task A_server_that_is_down_is_not_asked_again_for_each_folder()
    {
        await using var folders = new DovecotFolders("");
        await using var world = await Filled(DatabaseProvider.Sqlite, folders, letters: 1);
        folders.Own.Kill();
        var ended = await world.Run();
        Assert.Equal(Outcome.Outside, ended.Outcome);
        Assert.All(ended.Answer!.Folders, f => Assert.NotNull(f.Error));
    }

    [Theory]
    [InlineData("INBOX.", ".")]
    [InlineData("INBOX/", "/")]
    [InlineData("", ".")]
    public async Task What_names_no_ticket_goes_to_Unmatched_wherever_the_server_keeps_its_folders(string prefix, string separator)
    {
        await using var folders = new DovecotFolders($"namespace inbox {{\n  prefix = {prefix}\n  separator = {separator}\n}}\n");
        await using var world = await MailWorld.Open(DatabaseProvider.Sqlite, folders.Settings with { Journal = $"{prefix}Journal" });
        await folders.Create($"{prefix}Journal");
        for (var letter = 1; letter <= 2; letter++)
        {
            await folders.Put($"{prefix}Journal", Encoding.ASCII.GetBytes($"From: a@b.example\r\nSubject: {letter} DPR:99999\r\n\r\nWhere?\r\n"), [], TimeProvider.System.GetUtcNow());
            var ended = await new JournalProgram(world.House).Run(new Manner(world.House.Now), default);
            Assert.Equal((Outcome.Done, 1), (ended.Outcome, ended.Answer!.Unmatched));
            Assert.Empty(await folders.All($"{prefix}Journal"));
            Assert.Equal(letter, (await folders.All($"{prefix}Unmatched")).Count);
        }
    }

    private static async Task<MailWorld> Filled(DatabaseProvider provider, DovecotFolders folders, int letters)
    {
        var world = await MailWorld.Open(provider, folders.Settings);
        await folders.Create(MailWorld.LucaFolder);
        await folders.Create(MailWorld.SandroFolder);
        await world.Knows("chiara", "chiara@barilla.example");
        await using var client = await folders.Client();
        for (var i = 1; i <= letters; i++)
        {
            var letter = Encoding.ASCII.GetBytes($"From: chiara@barilla.example\r\nSubject: Letter {i}\r\nMessage-ID: <{i}@barilla.example>\r\n\r\nText {i}.\r\n");
            await client.AppendAsync(MailWorld.LucaFolder, new MemoryStream(letter), letter.Length, [], new DateTimeOffset(2013, 6, 29, 8, 0, 0, TimeSpan.Zero).AddSeconds(i));
        }

        return world;
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 3000; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(10);
        }

        Assert.Fail("It did not come to that within half a minute.");
    }
}
