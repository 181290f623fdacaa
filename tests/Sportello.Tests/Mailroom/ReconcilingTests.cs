using Sportello.Data;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Reconciling;

namespace Sportello.Tests.Mailroom;

/// <summary>Server, ledger and database beside each other: nothing to say after honest work, and a sentence for each thing that is wrong.</summary>
public sealed class ReconcilingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task After_every_letter_there_is_there_is_nothing_to_say(DatabaseProvider provider)
    {
        await using var scene = await Scene.Set(provider, new DovecotFolders());
        var before = await Reconcile(scene.World);
        Assert.Equal((Outcome.Partly, scene.Letters.Count), (before.Outcome, before.Answer!.Differences.Count));
        Assert.All(before.Answer.Differences, d => Assert.EndsWith("stands on the server, and the ledger knows nothing of it yet.", d));
        await scene.World.Run();
        var after = await Reconcile(scene.World);
        Assert.Equal((Outcome.Done, ""), (after.Outcome, string.Join('\n', after.Answer!.Differences)));
        Assert.All(after.Answer.Folders, f => Assert.Equal((f.OnServer, 0), (f.InLedger, f.TakenAway)));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Each_difference_has_its_sentence(DatabaseProvider provider)
    {
        await using var box = await Box.Open(provider);
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: One\r\nMessage-ID: <1@barilla.example>\r\n\r\nOne.\r\n");
        await box.Put("Subject: Two\r\nMessage-ID: <2@barilla.example>\r\n\r\nTwo.\r\n");
        await box.Run();
        Assert.Empty((await Reconcile(box.World)).Answer!.Differences);
        var clean = await box.World.Rows("select sha256 from letter where id = 1", r => r.GetString(0));

        await Finds(box, "and the ledger knows nothing of it yet", () => box.Put("Subject: Three\r\n\r\nThree.\r\n"));
        await box.Run();
        await Finds(box, "its subject has not got the number yet", () => Sql(box, "update letter set renumbering = 1 where id = 1"), "update letter set renumbering = 3 where id = 1");
        await Finds(box, "has not been decided", () => Sql(box, "update letter set outcome = 1 where id = 1"), "update letter set outcome = 2 where id = 1");
        await Finds(box, "the ticket or its comment is gone", () => Sql(box, "update letter set comment_id = null where id = 1"), "update letter set comment_id = (select id from comment where letter_id = 1) where id = 1");
        await Finds(box, "that it came with another letter", () => Sql(box, "update comment set letter_id = null where letter_id = 1"), "update comment set letter_id = 1 where id = (select comment_id from letter where id = 1)");
        await Finds(box, "became 2 comments", () => Sql(box, "update comment set letter_id = 1 where id = (select comment_id from letter where id = 2)"), "update comment set letter_id = 2 where id = (select comment_id from letter where id = 2)");
        await Finds(box, "is in the tickets 2 times", () => Sql(box, "update comment set message_id = '1@barilla.example', body = 'One.' where letter_id = 2"), "update comment set message_id = '2@barilla.example', body = 'Two.' where letter_id = 2");
        await Finds(box, "are not in the file store", () => Sql(box, $"update letter set sha256 = '{new string('0', 64)}' where id = 1"), $"update letter set sha256 = '{clean[0]}' where id = 1");

        // A copy that stands there twice, once as ours.
        var copy = (await box.Now()).First(s => System.Text.Encoding.UTF8.GetString(s.Bytes).Contains("Subject: One", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(Path.Combine(box.PathOf(MailWorld.LucaFolder), "cur", "9.copy.x:2,S"), copy.Bytes);
        await box.Run();
        Assert.Contains("stands there 2 times with the number", Assert.Single((await Reconcile(box.World)).Answer!.Differences));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, false)]
    [InlineData(DatabaseProvider.PostgreSql, true)]
    public async Task The_journal_and_Unmatched_are_compared_too(DatabaseProvider provider, bool onServer)
    {
        await using IFoldersOfTest folders = onServer ? new DovecotFolders("namespace inbox {\n  prefix = INBOX.\n  separator = .\n}\n") : new MaildirFolders();
        var prefix = onServer ? "INBOX." : "";
        await using var world = await MailWorld.Open(provider, folders.Settings with { Journal = $"{prefix}Journal" }, settings => settings with { People = [] });
        await folders.Create($"{prefix}Journal");
        await Put("Journal", "Lost DPR:99999");
        await Put("Journal", "No number");
        await new JournalProgram(world.House).Run(new Manner(world.House.Now), default);
        Assert.Empty((await Reconcile(world)).Answer!.Differences);
        await Put("Unmatched", "Somebody put this here");
        Assert.Equal("Unmatched: the letter <Somebody@x.example> lies there, and the ledger knows nothing of it.", Assert.Single((await Reconcile(world)).Answer!.Differences));

        Task Put(string folder, string subject) => folders.Put(
            prefix + folder,
            System.Text.Encoding.ASCII.GetBytes($"From: a@b.example\r\nSubject: {subject}\r\nMessage-ID: <{subject.Split(' ')[0]}@x.example>\r\n\r\nText.\r\n"),
            [@"\Seen"],
            new DateTimeOffset(2013, 6, 29, 8, 0, 0, TimeSpan.Zero));
    }

    private static Task<Ended<ReconcileAnswer>> Reconcile(MailWorld world) => new ReconcileProgram(world.House).Run(new Manner(world.House.Now), default);

    private static async Task Finds(Box box, string sentence, Func<Task> harm, string? mend = null)
    {
        await harm();
        var differences = (await Reconcile(box.World)).Answer!.Differences;
        Assert.Contains(differences, d => d.Contains(sentence, StringComparison.Ordinal));
        if (mend is not null)
        {
            await Sql(box, mend);
            Assert.Empty((await Reconcile(box.World)).Answer!.Differences);
        }
    }

    private static async Task Sql(Box box, string statement)
    {
        await using var desk = await box.World.House.DeskOfProgram("test", default);
        await desk.Begin(default);
        await desk.Sql.Run(statement, default);
        await desk.Save(default);
    }
}
