using System.Text;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;

namespace Sportello.Tests.Mailroom;

/// <summary>The box that gets a copy of all mail.</summary>
public sealed class JournalTests
{
    private const string Journal = "Журнал";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task On_a_real_server(DatabaseProvider provider) => await Everything(provider, new DovecotFolders());

    [Fact]
    public async Task In_a_Maildir() => await Everything(DatabaseProvider.Sqlite, new MaildirFolders());

    private static async Task Everything(DatabaseProvider provider, IFoldersOfTest folders)
    {
        await using var world = await MailWorld.Open(provider, folders.Settings with { Journal = Journal });
        await using var _ = folders;
        await folders.Create(MailWorld.LucaFolder);
        await folders.Create(MailWorld.SandroFolder);
        await folders.Create(Journal);
        await world.Knows("chiara", "chiara@barilla.example");
        await world.Knows("elena", "elena@else.example");
        await Put(MailWorld.LucaFolder, "chiara@barilla.example", "Invoice", "1", "One.");
        Assert.Equal(10000, Assert.Single((await world.Run()).Answer!.Folders[0].Opened));

        await Put(Journal, "chiara@barilla.example", "Invoice", "1", "One.");
        await Put(Journal, "chiara@barilla.example", "Invoice DPR:10000", "1", "One.");
        await Put(Journal, "chiara@barilla.example", "Re: Invoice dpr: 10000", "2", "Two.");
        await Put(Journal, "elena@else.example", "Re: Invoice DPR:10000", "3", "I should like to know too.");
        await Put(Journal, "nobody@else.example", "Re: Invoice DPR:10000", "4", "Buy this.");
        await Put(Journal, "chiara@barilla.example", "Re: DPR:99999", "5", "Where is it?");
        Assert.Equal("looked at 6, added 10000, duplicates 1, unmatched 1, held 2, failed 0", await Run());
        Assert.Equal(["One.", "Two."], (await world.Ticket(10000)).Comments.OrderBy(c => c.Id).Select(c => c.Body));
        Assert.Equal(5, (await folders.All(Journal)).Count);
        Assert.Contains("Where is it?", Encoding.UTF8.GetString(Assert.Single(await folders.All("Unmatched")).Bytes));
        Assert.Equal("looked at 0, added , duplicates 0, unmatched 0, held 1, failed 0", await Run());

        async Task Put(string folder, string from, string subject, string id, string text) => await folders.Put(
            folder,
            Encoding.UTF8.GetBytes($"From: {from}\r\nSubject: {subject}\r\nMessage-ID: <{id}@barilla.example>\r\n\r\n{text}\r\n"),
            [],
            new DateTimeOffset(2013, 6, 29, 8, 0, 0, TimeSpan.Zero));

        async Task<string> Run()
        {
            var ended = await new JournalProgram(world.House).Run(new Manner(world.House.Now), default);
            Assert.Equal(Outcome.Done, ended.Outcome);
            var a = ended.Answer!;
            return $"looked at {a.LookedAt}, added {string.Join(' ', a.AddedTo)}, duplicates {a.Duplicates}, unmatched {a.Unmatched}, held {a.Held}, failed {a.Failed}";
        }
    }
}
