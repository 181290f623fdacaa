using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sportello.Testing;
using Sportello.Wire.Imap;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Bench;

/// <summary>
/// Round trips and messages/s from a real Dovecot, beside two floors: the same commands read by somebody who understands nothing
/// (what Dovecot itself needs), and the same number of bytes out of memory over a loopback socket.
/// </summary>
internal static class ImapBench
{
    private const int Headers = 10_000;
    private const int Bodies = 1_000;
    private const int Rounds = 7;

    // The end of a command may name all capabilities.
    private const int Tail = 2000;

    public static async Task<int> RunAsync(string[] args)
    {
        using var server = Dovecot.Start(users: ["headers", "bodies"]);
        Fill(server, "headers", Headers, 2_000);
        Fill(server, "bodies", Bodies, 30_000);
        await MeasureAsync(server, "headers", Headers, "(UID FLAGS INTERNALDATE RFC822.SIZE MODSEQ BODY.PEEK[HEADER])", async client =>
        {
            var count = 0;
            await foreach (var message in client.FetchHeadersAsync(UidSet.From(1)))
                count += message.Header.Length > 0 ? 1 : 0;
            return count;
        });
        await MeasureAsync(server, "bodies", Bodies, "(UID FLAGS INTERNALDATE BODY.PEEK[])", async client =>
        {
            var count = 0;
            var scrap = new byte[64 * 1024];
            await foreach (var body in client.FetchBodiesAsync(UidSet.From(1)))
            {
                while (await body.Content.ReadAsync(scrap) > 0)
                {
                }
                count++;
            }
            return count;
        });
        return 0;
    }

    private static async Task MeasureAsync(Dovecot server, string user, int messages, string items, Func<ImapClient, Task<int>> fetch)
    {
        await using var client = await ImapClient.ConnectAsync(new WireEndpoint("localhost", server.Port, ConnectionSecurity.None));
        await client.SignInAsync(SaslCredentials.Password(user, Dovecot.Password));
        await client.SelectAsync("INBOX");
        var (trips, octets) = (client.RoundTrips, client.Octets.Received);
        if (await fetch(client) != messages)
            throw new InvalidOperationException("Not every message came.");
        (trips, octets) = (client.RoundTrips - trips, client.Octets.Received - octets);

        using var deaf = await DeafAsync(server, user);
        using var source = new Source(octets);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        await fetch(client);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        // In turn, so that what else the machine does falls on all three.
        var (ours, dovecot, bare) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            bare.Add(await TimeAsync(source.ReadAsync));
            dovecot.Add(await TimeAsync(() => CommandAsync(deaf, $"UID FETCH 1:* {items}")));
            ours.Add(await TimeAsync(() => fetch(client)));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{messages} {user}: {octets / 1e6:F1} MB in {trips} round trip(s), {allocated / messages} bytes allocated per message"));
        Print("bare socket, same bytes", bare, bare, dovecot, messages, octets);
        Print("Dovecot, nothing understood", dovecot, bare, dovecot, messages, octets);
        Print("ImapClient from Dovecot", ours, bare, dovecot, messages, octets);
    }

    private static void Print(string what, List<double> times, List<double> bare, List<double> dovecot, int messages, long octets)
    {
        var time = Median(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what,-30} {time * 1000,8:F1} ms {messages / time,10:F0} messages/s {octets / time / 1e6,8:F0} MB/s   {time / Median(bare),6:F2} of the bare socket, {time / Median(dovecot),5:F2} of Dovecot"));
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Fill(Dovecot server, string user, int count, int octets)
    {
        var folder = server.NewMaildir(user);
        var text = string.Concat(Enumerable.Repeat("All work and no play makes a dull letter, seventy octets and a bit.\r\n", octets / 70));
        for (var i = 1; i <= count; i++)
        {
            var message = string.Create(CultureInfo.InvariantCulture,
                $"Received: from relay{i}.post.example by mail.example with ESMTPS id {i:X8}\r\n\tfor <desk@mail.example>; Mon, 1 Jan 2024 10:00:00 +0000\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\nFrom: Sandro <sandro@post.example>\r\nTo: desk@mail.example\r\nSubject: =?utf-8?B?0J/RgNC40LLQtdGC?= {i}\r\nMessage-ID: <{i}@post.example>\r\nReferences: <{i - 1}@post.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}");
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + i}.M{i}.post")), message);
        }
        server.OwnMaildirs();
    }

    private static async Task<Socket> DeafAsync(Dovecot server, string user)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        await CommandAsync(socket, $"LOGIN {user} \"{Dovecot.Password}\"");
        await CommandAsync(socket, "SELECT INBOX (CONDSTORE)");
        return socket;
    }

    // Reads until the end of the command comes by, and looks at nothing else.
    private static async Task CommandAsync(Socket socket, string command)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes($"Z1 {command}\r\n"));
        var buffer = new byte[64 * 1024];
        for (var end = 0; ;)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(end));
            var seen = buffer.AsSpan(0, end + count);
            if (count == 0 || (seen.EndsWith("\r\n"u8) && seen[Math.Max(0, seen.Length - Tail)..].IndexOf("Z1 OK"u8) >= 0))
                return;
            var kept = seen[Math.Max(0, seen.Length - Tail)..].ToArray();
            kept.CopyTo(buffer, 0);
            end = kept.Length;
        }
    }

    /// <summary>Sends so many bytes out of memory whenever it is asked.</summary>
    private sealed class Source : IDisposable
    {
        private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
        private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly Socket _server;
        private readonly byte[] _bytes;

        public Source(long octets)
        {
            _bytes = new byte[octets];
            _listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            _listener.Listen();
            _client.Connect(_listener.LocalEndPoint!);
            _server = _listener.Accept();
        }

        public async Task ReadAsync()
        {
            var sending = Task.Run(async () => await _server.SendAsync(_bytes));
            var scrap = new byte[64 * 1024];
            for (var left = (long)_bytes.Length; left > 0;)
                left -= await _client.ReceiveAsync(scrap);
            await sending;
        }

        public void Dispose()
        {
            _server.Dispose();
            _client.Dispose();
            _listener.Dispose();
        }
    }
}
