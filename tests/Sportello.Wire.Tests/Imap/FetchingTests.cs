using System.Text;
using Sportello.Wire.Imap;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

public sealed class FetchingTests
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task Headers_come_with_flags_dates_and_sizes_whatever_else_the_server_says(int readAtMost)
    {
        await using var play = await Play.BeginSelected("dovecot/fetch-headers", readAtMost: readAtMost);

        var messages = await play.Client.FetchHeadersAsync(UidSet.FromRanges([new(3, 3), new(5, uint.MaxValue)]), ["SUBJECT", "MESSAGE-ID"]).ToListAsync();

        Assert.Equal([3u, 17u], messages.Select(message => message.Uid));
        Assert.Equal("Subject: hello\r\n", Encoding.ASCII.GetString(messages[0].Header));
        Assert.Equal([@"\Seen", "$Junk"], messages[0].Flags);
        Assert.Equal(new DateTimeOffset(1996, 7, 17, 2, 44, 25, TimeSpan.FromHours(-7)), messages[0].ArrivedAt);
        Assert.Equal((4286, 12111230047ul), (messages[0].Size, messages[0].ModSeq));
        Assert.Equal("Subject: \"in quotes\"", Encoding.ASCII.GetString(messages[1].Header));
        Assert.Null(messages[1].ArrivedAt);
        play.AssertPlayed();
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(7)]
    public async Task Bodies_come_as_streams_and_what_is_not_read_is_passed_over(int readAtMost)
    {
        foreach (var octetsRead in new[] { 0, 10, 100_000 })
        {
            var log = new StringWriter();
            await using var play = await Play.BeginSelected("dovecot/fetch-bodies", readAtMost: readAtMost, log: new TextWireLog(log));
            var bodies = new List<(uint Uid, long Length, string Start)>();

            await foreach (var body in play.Client.FetchBodiesAsync(UidSet.Of(3, 5)))
            {
                var start = new byte[Math.Min(octetsRead, body.Length)];
                await body.Content.ReadExactlyAsync(start);
                bodies.Add((body.Uid, body.Length, Encoding.ASCII.GetString(start)));
            }

            Assert.Equal([(3u, 100_000L), (5u, 10L)], bodies.Select(body => (body.Uid, body.Length)));
            Assert.All(bodies[0].Start, octet => Assert.Equal('x', octet));
            Assert.Equal("0123456789"[..Math.Min(octetsRead, 10)], bodies[1].Start);
            Assert.Equal(5u, play.Client.Selected!.Exists);
            Assert.DoesNotContain("0123456789", log.ToString(), StringComparison.Ordinal);
            Assert.Contains("S: [10 octets]\n", log.ToString(), StringComparison.Ordinal);
            play.AssertPlayed();
        }
    }

    [Fact]
    public async Task A_body_cannot_be_read_when_the_enumeration_has_moved_on()
    {
        await using var play = await Play.BeginSelected("dovecot/fetch-bodies");
        var kept = new List<Stream>();

        await foreach (var body in play.Client.FetchBodiesAsync(UidSet.Of(3, 5)))
            kept.Add(body.Content);

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept[0].ReadExactlyAsync(new byte[1]));
    }

    [Fact]
    public async Task Bodies_come_as_odd_servers_send_them()
    {
        await using var play = await Play.BeginSelected("odd/fetch-bodies");
        var bodies = new List<(uint Uid, long Length)>();
        var binary = new byte[6];

        await foreach (var body in play.Client.FetchBodiesAsync(UidSet.Range(3, 6)))
        {
            bodies.Add((body.Uid, body.Length));
            if (body.Uid == 3)
                Assert.Equal([ImapFlags.Seen], body.Flags!);
            if (body.Uid == 6)
                await body.Content.ReadExactlyAsync(binary);
        }

        Assert.Equal([(3u, 100_000L), (4u, 5L), (6u, 6L)], bodies);
        Assert.Equal([0, 1, 2, 3, 13, 10], binary);
        play.AssertPlayed();
    }

    [Fact]
    public async Task A_batch_refused_in_part_gives_what_it_has_and_then_says_so()
    {
        await using var play = await Play.BeginSelected("gmail/fetch-partly-refused");
        var uids = new List<uint>();

        var refused = await Assert.ThrowsAsync<ImapRefusedException>(async () =>
        {
            await foreach (var body in play.Client.FetchBodiesAsync(UidSet.Range(3, 4)))
                uids.Add(body.Uid);
        });
        await play.Client.NoopAsync();

        Assert.Equal([3u], uids);
        Assert.Contains("could not be FETCHed", refused.Message, StringComparison.Ordinal);
        play.AssertPlayed();
    }

    [Fact]
    public async Task A_line_that_drops_in_the_middle_of_a_body_breaks_the_conversation()
    {
        await using var play = await Play.BeginSelected("odd/drops-in-literal");

        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => play.Client.FetchBodyAsync(3, new MemoryStream()));
        await Assert.ThrowsAsync<ConversationBrokenException>(() => play.Client.NoopAsync());

        Assert.Contains("991 octets before the end", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_size_announced_and_never_sent_costs_no_memory()
    {
        // What is allocated is counted for each thread, so only a try that stayed on one says something.
        long? allocated = null;
        for (var tries = 0; allocated is null && tries < 200; tries++)
        {
            await using var play = await Play.BeginSelected("odd/drops-in-header-literal");
            var (before, thread) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CurrentManagedThreadId);
            await Assert.ThrowsAsync<ConversationBrokenException>(async () => await play.Client.FetchHeadersAsync(UidSet.Of(3)).ToListAsync());
            allocated = Environment.CurrentManagedThreadId == thread ? GC.GetAllocatedBytesForCurrentThread() - before : null;
        }

        Assert.InRange(allocated ?? long.MaxValue, 0, 500_000);
    }

    [Fact]
    public async Task A_header_beyond_the_limit_is_cut_and_the_next_is_whole()
    {
        await using var play = await Play.BeginSelected("odd/long-header", ImapLimits.Default with { LiteralOctets = 1000 });

        var messages = await play.Client.FetchHeadersAsync(UidSet.Range(3, 4)).ToListAsync();

        Assert.Equal([(1000, true), (10, false)], messages.Select(message => (message.Header.Length, message.IsHeaderCut)));
        play.AssertPlayed();
    }

    [Fact]
    public async Task Nothing_is_asked_for_no_messages()
    {
        await using var play = await Play.BeginSelected("odd/no-uidplus");

        Assert.Empty(await play.Client.FetchHeadersAsync(UidSet.Empty).ToListAsync());
        await play.Client.StoreAsync(UidSet.Empty, ImapFlagChange.Add, [ImapFlags.Seen]);
        await play.Client.NoopAsync();

        play.AssertPlayed();
    }

    [Fact]
    public async Task Two_calls_at_once_are_a_mistake_of_the_caller()
    {
        await using var play = await Play.BeginSelected("dovecot/fetch-bodies");

        await foreach (var body in play.Client.FetchBodiesAsync(UidSet.Of(3, 5)))
            await Assert.ThrowsAsync<InvalidOperationException>(() => play.Client.NoopAsync());

        play.AssertPlayed();
    }
}
