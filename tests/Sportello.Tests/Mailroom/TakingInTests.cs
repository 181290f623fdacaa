using Sportello.Data;
using Sportello.Jobs;

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
