using System.Text;
using Sportello.Wire.Imap;
using Sportello.Wire.Tests.Transport;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

/// <summary>A client in conversation with a transcript.</summary>
internal sealed class Play : IAsyncDisposable
{
    private readonly ReplayStream _replay;

    private Play(ReplayStream replay, ImapClient client)
    {
        _replay = replay;
        Client = client;
    }

    public ImapClient Client { get; }

    public static Task<Play> Begin(string name, ImapLimits? limits = null, int readAtMost = int.MaxValue, IWireLog? log = null) =>
        Begin(Transcript.Read($"Imap/Transcripts/{name}.txt"), limits, readAtMost, log);

    public static async Task<Play> Begin(
        Transcript transcript, ImapLimits? limits = null, int readAtMost = int.MaxValue, IWireLog? log = null, ConnectionSecurity security = ConnectionSecurity.None)
    {
        var replay = new ReplayStream(transcript, readAtMost);
        var connection = new WireConnection(replay, new WireEndpoint("mail.example", 143, security), log);
        return new Play(replay, await ImapClient.GreetAsync(connection, limits));
    }

    /// <summary>Begins with INBOX selected.</summary>
    public static async Task<Play> BeginSelected(string name, ImapLimits? limits = null, int readAtMost = int.MaxValue, IWireLog? log = null)
    {
        var play = await Begin(name, limits, readAtMost, log);
        await play.Client.SelectAsync("INBOX");
        return play;
    }

    public static MemoryStream Octets(string text) => new(Encoding.UTF8.GetBytes(text));

    public void AssertPlayed() => _replay.AssertPlayed();

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
