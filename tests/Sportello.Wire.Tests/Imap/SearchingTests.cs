using Sportello.Wire.Imap;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

public sealed class SearchingTests
{
    [Fact]
    public async Task Found_messages_come_as_ranges_where_the_server_can()
    {
        await using var play = await Play.BeginSelected("dovecot/search");

        Assert.Equal([2u, 10u, 11u, 12u, 13u, 14u, 15u, 17u], await play.Client.SearchAsync(ImapSearch.SentSince(new DateOnly(2024, 3, 5))));
        Assert.True((await play.Client.SearchAsync(ImapSearch.All)).IsEmpty);
        Assert.Equal([3u], await play.Client.SearchAsync(ImapSearch.ModifiedSince(5)));
        play.AssertPlayed();
    }

    [Fact]
    public async Task A_server_that_refuses_the_charset_is_asked_without_it()
    {
        await using var play = await Play.BeginSelected("exchange/search-without-charset");

        Assert.Equal([4u, 5u, 6u], await play.Client.SearchAsync(ImapSearch.Subject("привет")));

        play.AssertPlayed();
    }

    [Fact]
    public async Task A_server_that_finds_four_thousand_million_messages_is_not_believed()
    {
        await using var play = await Play.BeginSelected("odd/search-floods");

        await Assert.ThrowsAsync<ConversationBrokenException>(() => play.Client.SearchAsync(ImapSearch.All));
    }
}
