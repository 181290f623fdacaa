using Sportello.Wire.Imap;
using Sportello.Wire.Tests.Transport;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

public sealed class BrokenServerTests
{
    [Fact]
    public async Task A_goodbye_in_the_middle_breaks_the_conversation_with_its_reason()
    {
        await using var play = await Play.BeginSelected("odd/bye");

        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => play.Client.SearchAsync(ImapSearch.All));

        Assert.Contains("Disconnected for inactivity.", broken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("odd/turned-away", "Too many connections.")]
    [InlineData("odd/not-imap", "not IMAP")]
    public async Task A_server_that_does_not_greet_is_left(string name, string why)
    {
        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => Play.Begin(name));

        Assert.Contains(why, broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_what_was_refused_and_the_next_command_follows()
    {
        await using var play = await Play.Begin("odd/bad");

        var bad = await Assert.ThrowsAsync<ImapRefusedException>(() => play.Client.NoopAsync());
        var no = await Assert.ThrowsAsync<ImapRefusedException>(() => play.Client.NoopAsync());
        await play.Client.NoopAsync();

        Assert.Equal("The mail server did not understand NOOP: Command line too long", bad.Message);
        Assert.Equal((ImapStatus.No, "INUSE"), (no.Status, no.Code?.Name));
        play.AssertPlayed();
    }

    [Theory]
    [InlineData("S: A7 OK done")]
    [InlineData("S: * LIST (((((((((( ))")]
    [InlineData("S: * LIST")]
    [InlineData("S: * FLAGS \\Seen")]
    [InlineData("S: * 99999999999999999999 EXISTS")]
    [InlineData("S: * 5000000000 EXISTS")]
    [InlineData("S: * ")]
    [InlineData("S: ")]
    [InlineData("S: hello")]
    [InlineData("S: * LIST () {99999999999999999999} x")]
    [InlineData("S: * LIST () \"/\" {5000000000}")]
    public async Task What_is_not_imap_breaks_the_conversation(string said)
    {
        await using var play = await Play.Begin(Transcript.Parse(
            $"S: * PREAUTH [CAPABILITY IMAP4rev1] ready\nC: A1 SELECT \"a\"\nS: A1 OK done\nC: A2 LIST \"\" \"*\"\n{said}"));
        await play.Client.SelectAsync("a");

        await Assert.ThrowsAsync<ConversationBrokenException>(() => play.Client.ListAsync());
    }

    [Fact]
    public async Task Lists_in_lists_without_end_break_the_conversation()
    {
        var nested = $"S: * STATUS {new string('(', 100_000)}";
        await using var play = await Play.Begin(Transcript.Parse(
            $"S: * PREAUTH [CAPABILITY IMAP4rev1] ready\nC: A1 STATUS \"a\" (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)\n{nested}"));

        var broken = await Assert.ThrowsAsync<ConversationBrokenException>(() => play.Client.StatusAsync("a"));

        Assert.Contains("64 deep", broken.Message, StringComparison.Ordinal);
    }
}
