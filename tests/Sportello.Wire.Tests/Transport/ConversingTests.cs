using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Transport;

public sealed class ConversingTests
{
    private static readonly WireEndpoint Somewhere = new("mail.example", 143, ConnectionSecurity.None);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Lines_are_read_however_the_octets_arrive(int atOnce)
    {
        await using var connection = Over("S: first\nS: \nS. third{{0A}}\nS: fourth", out _, atOnce);

        Assert.Equal("first", await Line(connection));
        Assert.Equal("", await Line(connection));
        Assert.Equal("third", await Line(connection));
        Assert.Equal("fourth", await Line(connection));
    }

    [Fact]
    public async Task A_line_within_the_limit_is_read_and_one_octet_more_breaks_the_conversation()
    {
        var limits = WireLimits.Default with { LineOctets = 100_000 };
        await using var connection = Over($"S: {new string('a', 100_000)}\nS: {new string('b', 100_001)}", out _, limits: limits);

        Assert.Equal(100_000, (await Line(connection)).Length);
        await Assert.ThrowsAsync<ConversationBrokenException>(async () => await connection.ReadLineAsync());
    }

    [Fact]
    public async Task A_server_that_closes_in_the_middle_of_a_line_breaks_the_conversation()
    {
        await using var connection = Over("S. * OK hal", out _);

        await Assert.ThrowsAsync<ConversationBrokenException>(async () => await connection.ReadLineAsync());
    }

    [Fact]
    public async Task A_silent_server_breaks_the_conversation_after_the_timeout()
    {
        var limits = WireLimits.Default with { ReadTimeout = TimeSpan.FromMilliseconds(50) };
        await using var connection = Over("S: hello\n-- silence", out _, limits: limits);
        await connection.ReadLineAsync();

        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(async () => await connection.ReadLineAsync());

        Assert.Contains("silent for too long", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calling_off_a_read_is_told_apart_from_a_broken_conversation()
    {
        await using var connection = Over("-- silence", out _);
        using var off = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await connection.ReadLineAsync(off.Token));
    }

    [Fact]
    public async Task A_line_break_inside_a_line_is_refused_because_it_would_be_a_second_command()
    {
        await using var connection = Over("-- silence", out _);

        await Assert.ThrowsAsync<ArgumentException>(async () => await connection.WriteLineAsync("RCPT TO:<a@b.example>\r\nDATA"));
    }

    [Fact]
    public async Task The_log_is_a_transcript_without_the_secrets()
    {
        var written = new StringWriter();
        var replay = new ReplayStream(Transcript.Parse("S: 220 hello\nC: AUTH PLAIN AGEAYg==\nS: 235 come in"));
        await using var connection = new WireConnection(replay, Somewhere, new TextWireLog(written));

        await connection.ReadLineAsync();
        await connection.WriteLineAsync("AUTH PLAIN AGEAYg==", logAs: "AUTH PLAIN ***");
        await connection.FlushAsync();
        await connection.ReadLineAsync();

        Assert.Equal("S: 220 hello\nC: AUTH PLAIN ***\nS: 235 come in\n", written.ToString());
        replay.AssertPlayed();
        Assert.Equal(3, Transcript.Parse(written.ToString()).Steps.Count);
    }

    [Fact]
    public async Task A_line_cannot_forge_another_line_of_the_log()
    {
        var written = new StringWriter();
        await using var connection = new WireConnection(
            new ReplayStream(Transcript.Parse("S: a{{0D}}C: forged{{1B}}[2J")), Somewhere, new TextWireLog(written));

        await connection.ReadLineAsync();

        Assert.Equal("S: a\uFFFDC: forged\uFFFD[2J\n", written.ToString());
    }

    [Fact]
    public async Task Octets_follow_lines_without_loss()
    {
        await using var connection = Over("S: {70000}\nS: [70000 octets]\nS: end", out _);
        await connection.ReadLineAsync();
        var octets = new byte[70000];
        for (var done = 0; done < octets.Length;)
            done += await connection.ReadAsync(octets.AsMemory(done));

        Assert.All(octets, octet => Assert.Equal((byte)'x', octet));
        Assert.Equal("end", await Line(connection));
        Assert.Equal(0, await connection.ReadAsync(octets));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_broken_conversation_with_the_address_in_it()
    {
        var nobody = new WireEndpoint("127.0.0.1", 1, ConnectionSecurity.None);

        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => WireConnection.ConnectAsync(nobody));

        Assert.Contains("127.0.0.1:1", broken.Message, StringComparison.Ordinal);
    }

    private static WireConnection Over(string transcript, out ReplayStream replay, int atOnce = int.MaxValue, WireLimits? limits = null)
    {
        replay = new ReplayStream(Transcript.Parse(transcript), atOnce);
        return new WireConnection(replay, Somewhere, limits: limits);
    }

    private static async Task<string> Line(WireConnection connection) => Encoding.UTF8.GetString((await connection.ReadLineAsync()).Span);
}
