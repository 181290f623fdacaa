using System.Globalization;
using System.Text;
using Sportello.Testing;
using Sportello.Wire.Imap;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Tests.Imap;

/// <summary>Many messages, and a server that dies in the middle.</summary>
[Collection(nameof(Alone))]
public sealed class DovecotUnderLoadTests : IDisposable
{
    private readonly Dovecot _server = Dovecot.Start(users: "marco");

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Ten_thousand_headers_and_three_thousand_bodies_take_a_handful_of_round_trips()
    {
        Fill(10_000, "short");
        await using var client = await SignIn();
        var before = client.RoundTrips;

        await client.SelectAsync("INBOX");
        var found = await client.SearchAsync(ImapSearch.All);
        var messages = await client.FetchHeadersAsync(found, ["Subject", "Message-ID"]).ToListAsync();

        Assert.Equal(10_000, messages.Count);
        Assert.Equal(10_000, messages.DistinctBy(message => message.Uid).Count());
        Assert.All(messages, message => Assert.StartsWith("Subject: ", Encoding.ASCII.GetString(message.Header), StringComparison.Ordinal));
        Assert.Equal(3, client.RoundTrips - before);

        var last = client.Selected!.UidNext - 1;
        Assert.True((await client.SearchAsync(ImapSearch.Uids(UidSet.From(last + 1)).And(ImapSearch.Undeleted))).Count <= 1);
        Assert.Empty(await client.FetchHeadersAsync(UidSet.From(last + 1)).ToListAsync());
        Assert.Equal(5, client.RoundTrips - before);

        // Scattered messages need several commands, but no more waiting.
        before = client.RoundTrips;
        var odd = UidSet.Of(Enumerable.Range(0, 3_000).Select(i => (uint)((2 * i) + 1)));
        var bodies = 0;
        await foreach (var body in client.FetchBodiesAsync(odd))
            bodies += odd.Contains(body.Uid) ? 1 : 0;

        Assert.Equal(3_000, bodies);
        Assert.Equal(1, client.RoundTrips - before);
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_of_a_body_breaks_the_conversation_and_serves_the_next()
    {
        Fill(3, new string('x', 20_000_000));
        await using (var client = await SignIn())
        {
            await client.SelectAsync("INBOX");
            await Assert.ThrowsAsync<ConversationBrokenException>(async () =>
            {
                await foreach (var body in client.FetchBodiesAsync(UidSet.From(1)))
                {
                    await body.Content.ReadExactlyAsync(new byte[1000]);
                    _server.Kill();
                    await body.Content.CopyToAsync(Stream.Null);
                }
            });
            await Assert.ThrowsAsync<ConversationBrokenException>(() => client.NoopAsync());
        }

        _server.Start();
        await using var again = await SignIn();
        await again.SelectAsync("INBOX");

        Assert.Equal(3, (await again.SearchAsync(ImapSearch.All)).Count);
        var length = 0L;
        var memory = GC.GetTotalAllocatedBytes(precise: true);
        await foreach (var body in again.FetchBodiesAsync(UidSet.From(1)))
        {
            await body.Content.CopyToAsync(Stream.Null);
            length += body.Length;
        }
        Assert.True(length > 60_000_000);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - memory, 0, 20_000_000);
    }

    private async Task<ImapClient> SignIn()
    {
        var client = await ImapClient.ConnectAsync(new WireEndpoint("localhost", _server.Port, ConnectionSecurity.None));
        await client.SignInAsync(SaslCredentials.Password("marco", Dovecot.Password));
        return client;
    }

    private void Fill(int count, string text)
    {
        var folder = _server.NewMaildir("marco");
        for (var i = 1; i <= count; i++)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"Subject: letter {i}\nMessage-ID: <{i}@post.example>\n\n{text}\n");
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + i}.M{i}.post")), message);
        }
        _server.OwnMaildirs();
    }
}
