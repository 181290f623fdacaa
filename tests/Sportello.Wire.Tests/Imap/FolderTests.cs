using Sportello.Wire.Imap;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

public sealed class FolderTests
{
    [Fact]
    public async Task Folders_are_listed_with_names_in_every_form()
    {
        await using var play = await Play.Begin("dovecot/list");

        var folders = await play.Client.ListAsync();

        Assert.Equal(["Sent", "Входящие", "with \"quotes\"", "a \"b\" \\c", "INBOX"], folders.Select(folder => folder.Name));
        Assert.Equal(@"\Sent", folders[0].SpecialUse);
        Assert.Null(folders[1].SpecialUse);
        Assert.False(folders[3].CanBeSelected);
        Assert.Null(folders[3].Delimiter);
        play.AssertPlayed();
    }

    [Fact]
    public async Task Folders_are_listed_as_odd_servers_write_them()
    {
        await using var play = await Play.Begin("odd/list");

        var folders = await play.Client.ListAsync();

        Assert.Equal(["Входящие", "Sent Items", "&broken", "NIL"], folders.Select(folder => folder.Name));
        Assert.False(folders[0].CanBeSelected);
    }

    [Fact]
    public async Task Folders_are_counted_made_and_deleted_and_the_session_ends_with_a_goodbye()
    {
        await using var play = await Play.Begin("dovecot/status-create-namespace-id");

        Assert.Equal(new ImapFolderStatus(231, 44292, 3857529045, 7, 7011231777), await play.Client.StatusAsync("INBOX"));
        await play.Client.CreateAsync("Заявки");
        await play.Client.SubscribeAsync("Заявки");
        await Assert.ThrowsAsync<ImapRefusedException>(() => play.Client.DeleteAsync("nowhere"));
        Assert.Equal([new ImapNamespace("", "/"), new ImapNamespace("mail/", null)], await play.Client.PersonalNamespacesAsync());
        Assert.Equal("Dovecot", (await play.Client.IdentifyAsync("Sportello", "1.0"))["name"]);
        await play.Client.NoopAsync();
        await play.Client.LogoutAsync();
        play.AssertPlayed();
    }

    [Fact]
    public async Task A_selected_folder_tells_what_is_in_it()
    {
        await using var play = await Play.Begin("dovecot/select");

        var inbox = await play.Client.SelectAsync("INBOX");
        Assert.Equal((3u, 1700000000u, 18u, 42ul, false), (inbox.Exists, inbox.UidValidity, inbox.UidNext, inbox.HighestModSeq, inbox.IsReadOnly));
        Assert.Contains(@"\*", inbox.PermanentFlags);

        var archive = await play.Client.ExamineAsync("Archive");
        Assert.Equal((0u, 5u, 1u, 0ul, true), (archive.Exists, archive.UidValidity, archive.UidNext, archive.HighestModSeq, archive.IsReadOnly));
        Assert.Equal(3u, inbox.Exists);

        await Assert.ThrowsAsync<ImapRefusedException>(() => play.Client.SelectAsync("gone"));
        Assert.Null(play.Client.Selected);
        play.AssertPlayed();
    }

    [Fact]
    public async Task Uids_are_not_used_after_the_folder_was_replaced_by_another()
    {
        await using var play = await Play.BeginSelected("odd/uidvalidity-changes");
        await play.Client.NoopAsync();

        await Assert.ThrowsAsync<ImapFolderReplacedException>(() => play.Client.SearchAsync(ImapSearch.All));
        await Assert.ThrowsAsync<ImapFolderReplacedException>(() => play.Client.ExpungeAsync(UidSet.Of(1)));
        await Assert.ThrowsAsync<ImapFolderReplacedException>(async () => await play.Client.FetchHeadersAsync(UidSet.Of(1)).ToListAsync());

        Assert.Equal(8u, (await play.Client.SelectAsync("INBOX")).UidValidity);
        Assert.Equal([1u], await play.Client.SearchAsync(ImapSearch.All));
        play.AssertPlayed();
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task News_may_come_at_any_point(int readAtMost)
    {
        await using var play = await Play.BeginSelected("cyrus/unsolicited", readAtMost: readAtMost);

        Assert.Equal([11u, 12u, 14u], await play.Client.SearchAsync(ImapSearch.All));

        Assert.Equal(3u, play.Client.Selected!.Exists);
        Assert.Equal("The machine will be down tonight at 10 {5}", Assert.Single(play.Client.Alerts));
        Assert.True(play.Client.Capabilities.Has("UIDPLUS"));
    }

    [Fact]
    public async Task A_server_of_the_second_revision_alone_takes_names_as_they_are()
    {
        await using var play = await Play.Begin("odd/rev2-only");

        Assert.Equal(5u, (await play.Client.StatusAsync("Входящие")).Messages);
        await play.Client.SelectAsync("INBOX");
        Assert.Null(await play.Client.MoveAsync(UidSet.Of(5), "Archive"));

        play.AssertPlayed();
    }
}
