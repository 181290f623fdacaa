using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Sportello.Wire.Xmpp;

/// <summary>Asks a name server for SRV records, by UDP and, where the answer does not fit, by TCP.</summary>
internal sealed class SrvLookup(IReadOnlyList<IPEndPoint> nameServers, TimeProvider clock)
{
    private const int Tries = 2;
    private const int LargestDatagram = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The records; empty when there are none; null when no name server could say.</summary>
    public async Task<IReadOnlyList<SrvRecord>?> FindAsync(string name, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries * nameServers.Count; i++)
        {
            using var late = new CancellationTokenSource(Patience, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
            try
            {
                if (await AskAsync(nameServers[i % nameServers.Count], name, both.Token) is { } records)
                    return records;
            }
            catch (Exception problem) when (problem is SocketException or IOException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                // The next name server, or the next try, may know.
                continue;
            }
        }

        return null;
    }

    private static async Task<IReadOnlyList<SrvRecord>?> AskAsync(IPEndPoint server, string name, CancellationToken cancellation)
    {
        var id = BinaryPrimitives.ReadUInt16LittleEndian(RandomNumberGenerator.GetBytes(2));
        var question = DnsMessage.Question(id, name);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellation);
        await socket.SendAsync(question, cancellation);
        var answer = new byte[LargestDatagram];
        while (true)
        {
            var length = await socket.ReceiveAsync(answer, cancellation);
            var (isAnswer, isCut) = DnsMessage.Peek(answer.AsSpan(0, length), id);
            if (isAnswer)
                return isCut ? await AskByTcpAsync(server, question, id, cancellation) : DnsMessage.Read(answer.AsSpan(0, length));
        }
    }

    private static async Task<IReadOnlyList<SrvRecord>?> AskByTcpAsync(IPEndPoint server, byte[] question, ushort id, CancellationToken cancellation)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellation);
        await using var stream = new NetworkStream(socket);
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)question.Length);
        await stream.WriteAsync((byte[])[.. length, .. question], cancellation);
        await stream.ReadExactlyAsync(length, cancellation);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellation);
        return DnsMessage.Peek(answer, id).IsAnswer ? DnsMessage.Read(answer) : null;
    }
}
