using Sportello.Wire.Imap;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

public sealed class ChangingTests
{
    private const string Message = "A: b\r\n\r\n";

    [Fact]
    public async Task A_message_is_appended_in_one_round_trip_where_literals_need_not_wait()
    {
        await using var play = await Play.Begin("dovecot/append");
        var date = new DateTimeOffset(2021, 3, 4, 5, 6, 7, TimeSpan.FromHours(1));

        var appended = await play.Client.AppendAsync("Sent", Play.Octets(Message), Message.Length, [ImapFlags.Seen, @"\Recent"], date);

        Assert.Equal(new ImapAppended(38505, 3955), appended);
        Assert.Equal(2, play.Client.RoundTrips);
        play.AssertPlayed();
    }

    [Fact]
    public async Task A_message_waits_for_the_consent_of_a_server_that_wants_to_be_asked()
    {
        await using var play = await Play.Begin("exchange/append-waits");

        Assert.Null(await play.Client.AppendAsync("Sent", Play.Octets(Message), Message.Length));

        play.AssertPlayed();
    }

    [Fact]
    public async Task A_message_refused_before_or_after_it_was_sent_leaves_the_conversation_whole()
    {
        await using var play = await Play.Begin("exchange/append-refused");

        var full = await Assert.ThrowsAsync<ImapRefusedException>(() => play.Client.AppendAsync("Sent", Play.Octets(Message), Message.Length));
        var nowhere = await Assert.ThrowsAsync<ImapRefusedException>(() => play.Client.AppendAsync("nowhere", Play.Octets(Message), Message.Length));
        await play.Client.NoopAsync();

        Assert.Equal("OVERQUOTA", full.Code?.Name);
        Assert.Equal("TRYCREATE", nowhere.Code?.Name);
        play.AssertPlayed();
    }

    [Fact]
    public async Task A_message_shorter_than_announced_ends_the_conversation_rather_than_the_next_command_in_it()
    {
        await using var play = await Play.Begin("exchange/append-waits");

        await Assert.ThrowsAsync<ConversationBrokenException>(() => play.Client.AppendAsync("Sent", Play.Octets("A"), Message.Length));
    }

    [Fact]
    public async Task Many_messages_go_there_by_one_command_where_the_server_takes_many()
    {
        await using var play = await Play.Begin("dovecot/append-many");

        var results = await play.Client.AppendAllAsync("Sent", Two());

        Assert.Equal([new ImapAppended(38505, 3955), new ImapAppended(38505, 3956)], results.Select(r => r.Appended));
        Assert.Equal(2, play.Client.RoundTrips);
        play.AssertPlayed();
    }

    [Fact]
    public async Task One_of_many_that_is_refused_keeps_none_of_the_others_out()
    {
        await using var play = await Play.Begin("dovecot/append-many-one-too-large");

        var results = await play.Client.AppendAllAsync("Sent", Two());
        await play.Client.NoopAsync();

        Assert.Equal("LIMIT", results[0].Refusal?.Code?.Name);
        Assert.Equal(new ImapAppended(38505, 3955), results[1].Appended);
        play.AssertPlayed();
    }

    [Fact]
    public async Task A_server_that_takes_one_at_a_time_and_wants_to_be_asked_gets_them_one_by_one()
    {
        await using var play = await Play.Begin("exchange/append-many");

        var results = await play.Client.AppendAllAsync("Sent", Two());
        await play.Client.NoopAsync();

        Assert.Equal(new ImapAppendResult(null, null), results[0]);
        Assert.Equal("OVERQUOTA", results[1].Refusal?.Code?.Name);
        play.AssertPlayed();
    }

    private static ImapNewMessage[] Two() =>
    [
        new(Play.Octets(Message), Message.Length, [ImapFlags.Seen], new DateTimeOffset(2021, 3, 4, 5, 6, 7, TimeSpan.FromHours(1))),
        new(Play.Octets(Message), Message.Length, [], null),
    ];

    [Fact]
    public async Task A_flag_that_is_none_is_refused_before_anything_is_sent()
    {
        await using var play = await Play.Begin("exchange/append-refused");

        await Assert.ThrowsAsync<ArgumentException>(() => play.Client.AppendAsync("Sent", Play.Octets(Message), Message.Length, ["a) \"b\""]));
    }

    [Fact]
    public async Task Messages_are_marked_copied_moved_and_expunged()
    {
        await using var play = await Play.BeginSelected("dovecot/store-copy-move-expunge");
        var client = play.Client;

        await client.StoreAsync(UidSet.Of(3, 5), ImapFlagChange.Add, [ImapFlags.Deleted]);
        Assert.Equal([4u, 5u], await client.StoreAsync(UidSet.Range(3, 5), ImapFlagChange.Replace, [ImapFlags.Flagged], unchangedSince: 40));
        Assert.Equal([101u, 103u, 104u], (await client.CopyAsync(UidSet.Range(3, 5), "Archive"))!.Destination);
        Assert.Equal([105u], (await client.MoveAsync(UidSet.Of(4), "Archive"))!.Destination);
        await client.ExpungeAsync(UidSet.Of(3));
        Assert.Equal(1u, client.Selected!.Exists);
        await client.UnselectAsync();

        play.AssertPlayed();
    }

    [Fact]
    public async Task Without_move_a_message_is_copied_and_only_that_one_removed()
    {
        await using var play = await Play.BeginSelected("courier/move-without-move");

        var moved = await play.Client.MoveAsync(UidSet.Of(4), "Archive");

        Assert.Equal([1u], moved!.Destination);
        play.AssertPlayed();
    }

    [Fact]
    public async Task Without_uidplus_nothing_is_removed_at_all()
    {
        await using var play = await Play.BeginSelected("odd/no-uidplus");

        await Assert.ThrowsAsync<CommandRefusedException>(() => play.Client.ExpungeAsync(UidSet.Of(1)));
        await Assert.ThrowsAsync<CommandRefusedException>(() => play.Client.MoveAsync(UidSet.Of(1), "Archive"));
        await play.Client.NoopAsync();

        play.AssertPlayed();
    }

    [Fact]
    public async Task Idling_hears_of_a_new_message()
    {
        await using var play = await Play.BeginSelected("dovecot/idle");

        Assert.True(await play.Client.IdleAsync(TimeSpan.FromMinutes(1)));
        await play.Client.NoopAsync();

        Assert.Equal(4u, play.Client.Selected!.Exists);
        play.AssertPlayed();
    }

    [Fact]
    public async Task Idling_ends_when_the_server_ends_it()
    {
        await using var play = await Play.BeginSelected("odd/idle-ends-by-itself");

        Assert.False(await play.Client.IdleAsync(TimeSpan.FromMinutes(1)));
        await play.Client.NoopAsync();

        play.AssertPlayed();
    }
}
