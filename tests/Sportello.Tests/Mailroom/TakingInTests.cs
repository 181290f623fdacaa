using System.Text;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Stores;

namespace Sportello.Tests.Mailroom;

/// <summary>Every letter there is, half of the senders known: what is a ticket afterwards, and what on the server has changed.</summary>
public sealed class TakingInTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task On_a_real_server_every_letter_of_somebody_known_is_one_ticket_and_all_others_are_left_alone(DatabaseProvider provider) =>
        await Everything(provider, new DovecotFolders());

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task In_a_Maildir_every_letter_of_somebody_known_is_one_ticket_and_all_others_are_left_alone(DatabaseProvider provider) =>
        await Everything(provider, new MaildirFolders());

    [Fact]
    public async Task A_letter_that_the_server_will_not_take_back_keeps_no_other_from_its_number()
    {
        // The number makes the first letter longer than this server allows; the second one stays within.
        var letter = $"From: chiara@barilla.example\r\nSubject: Long\r\nMessage-ID: <1@barilla.example>\r\n\r\n{new string('a', 900)}\r\n";
        var limit = letter.Length + 2;
        await using var folders = new DovecotFolders($"mail_plugins = quota\nplugin {{\n  quota = count:User\n  quota_vsizes = yes\n  quota_max_mail_size = {limit} B\n}}\n");
        await using var world = await MailWorld.Open(DatabaseProvider.Sqlite, folders.Settings);
        await folders.Create(MailWorld.LucaFolder);
        await folders.Create(MailWorld.SandroFolder);
        await world.Knows("chiara", "chiara@barilla.example");
        var arrived = new DateTimeOffset(2013, 6, 29, 8, 0, 0, TimeSpan.Zero);
        await folders.Put(MailWorld.LucaFolder, Encoding.ASCII.GetBytes(letter), [], arrived);
        await folders.Put(MailWorld.LucaFolder, "From: chiara@barilla.example\r\nSubject: Short\r\n\r\nb\r\n"u8.ToArray(), [], arrived.AddMinutes(1));

        for (var run = 1; run <= 2; run++)
        {
            var ended = await world.Run();
            Assert.Equal(Outcome.Partly, ended.Outcome);
            Assert.Contains("could not be put into the subject", Assert.Single(ended.Notes));
            Assert.Equal(2, await world.Count("ticket"));
            var subjects = (await folders.All(MailWorld.LucaFolder)).OrderBy(s => s.ArrivedAt).Select(s => Encoding.UTF8.GetString(s.Bytes).Split("Subject: ")[1].Split('\r')[0]);
            Assert.Equal(["Long", "Short DPR:10001"], subjects);
        }
    }

    [Fact]
    public async Task A_folder_with_nothing_new_costs_two_round_trips()
    {
        await using var scene = await Scene.Set(DatabaseProvider.Sqlite, new DovecotFolders());
        await scene.World.Run();
        var manner = new Manner(scene.World.House.Now);
        await using var store = new ImapStore(scene.World.House.Settings.Imap!, _ => { });
        var before = await store.In(MailWorld.SandroFolder, forReading: true, (_, _) => Task.FromResult(store.RoundTrips), default);
        Assert.InRange(before, 1, 6);
        var owner = new FolderOwner(1, "luca", MailWorld.LucaFolder, Sportello.Tickets.TicketKind.Bug, Correct: false);
        var answer = new FolderAnswer(owner.Contact, owner.Folder);
        await store.In(
            owner.Folder,
            forReading: false,
            async (folder, stop) =>
            {
                await new FolderVisit(new JobRun(scene.World.House, FoldersProgram.Name, manner), store.Box, folder, owner, answer).Go(stop);
                return answer;
            },
            default);
        Assert.Equal((scene.Letters.Count, 2), (answer.LookedAt, store.RoundTrips - before));
    }

    private static async Task Everything(DatabaseProvider provider, IFoldersOfTest folders)
    {
        await using var scene = await Scene.Set(provider, folders);
        var ended = await scene.World.Run();
        Assert.Equal((Outcome.Done, ""), (ended.Outcome, string.Join('\n', ended.Notes)));
        Assert.Equal(scene.Letters.Count, ended.Answer!.Folders.Sum(f => f.LookedAt));
        Assert.Equal(0, ended.Answer.Folders.Sum(f => f.Failed));
        await scene.Check();

        var before = await scene.Now();
        var counts = (await scene.World.Count("ticket"), await scene.World.Count("history"), await scene.World.Count("letter"));
        var again = await scene.World.Run();
        Assert.All(again.Answer!.Folders, f => Assert.Empty(f.Opened.Concat(f.AddedTo)));
        Assert.Equal(scene.Letters.Count, again.Answer.Folders.Sum(f => f.LookedAt));
        Assert.Equal(counts, (await scene.World.Count("ticket"), await scene.World.Count("history"), await scene.World.Count("letter")));
        Assert.Equal(before.Select(Everything), (await scene.Now()).Select(Everything));
    }

    private static string Everything(Standing s) => $"{s.Uid} {s.ArrivedAt:O} {s.Flags} {Convert.ToHexString(s.Bytes)}";
}
