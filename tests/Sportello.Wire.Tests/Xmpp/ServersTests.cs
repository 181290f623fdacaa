using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Wire.Transport;
using Sportello.Wire.Xmpp;

namespace Sportello.Wire.Tests.Xmpp;

/// <summary>Finding the servers of a domain, with a name server of the test's own on the loopback.</summary>
public sealed class ServersTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Servers_come_in_the_order_of_their_priority_also_when_the_answer_needs_tcp(bool cut)
    {
        await using var names = new NameServer(cut)
        {
            ["_xmpp-client._tcp.chat.example"] = [new(20, 0, 5222, "late.chat.example"), new(5, 10, 5223, "first.chat.example")],
            ["_xmpps-client._tcp.chat.example"] = [new(10, 0, 443, "middle.chat.example")],
        };

        var found = await XmppServers.FindAsync("chat.example", nameServers: [names.EndPoint]);

        Assert.Equal(
            [("first.chat.example", 5223, ConnectionSecurity.StartTls), ("middle.chat.example", 443, ConnectionSecurity.Tls), ("late.chat.example", 5222, ConnectionSecurity.StartTls)],
            found.Select(endpoint => (endpoint.Host, endpoint.Port, endpoint.Security)));
        Assert.All(found, endpoint => Assert.Equal("chat.example", endpoint.CertificateName));
    }

    [Fact]
    public async Task Without_records_it_is_the_domain_itself()
    {
        await using var names = new NameServer(cut: false);

        var found = Assert.Single(await XmppServers.FindAsync("чат.example", nameServers: [names.EndPoint]));

        Assert.Equal(("xn--80a0bn.example", 5222, ConnectionSecurity.StartTls), (found.Host, found.Port, found.Security));
    }

    [Fact]
    public async Task A_root_as_the_only_target_means_that_there_is_none()
    {
        await using var names = new NameServer(cut: false) { ["_xmpp-client._tcp.chat.example"] = [new(0, 0, 0, "")] };

        await Assert.ThrowsAsync<ConversationBrokenException>(() => XmppServers.FindAsync("chat.example", nameServers: [names.EndPoint]));
    }

    [Fact]
    public void Whatever_octets_a_name_server_sends_they_are_read_without_fear()
    {
        var whole = NameServer.Answer(DnsMessage.Question(7, "_xmpp-client._tcp.chat.example"), [new(1, 2, 3, "a.example"), new(1, 2, 3, "b.example")]);
        var mutated = from at in Gen.Choose(0, whole.Length - 1) from value in Gen.Choose(0, 255) from length in Gen.Choose(0, whole.Length)
                      select (At: at, Value: (byte)value, Length: length);
        Prop.ForAll(mutated.ListOf().ToArbitrary(), changes =>
        {
            var octets = whole.ToArray();
            foreach (var change in changes)
                octets[change.At] = change.Value;
            DnsMessage.Read(octets.AsSpan(0, changes.Count > 0 ? changes[0].Length : octets.Length));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    private sealed class NameServer : Dictionary<string, List<SrvRecord>>, IAsyncDisposable
    {
        private readonly UdpClient _udp = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly TcpListener _tcp;
        private readonly Task _serving;
        private readonly bool _cut;

        public NameServer(bool cut)
        {
            _cut = cut;
            _tcp = new TcpListener(EndPoint);
            _tcp.Start();
            _serving = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
        }

        public IPEndPoint EndPoint => (IPEndPoint)_udp.Client.LocalEndPoint!;

        public static byte[] Answer(byte[] question, List<SrvRecord> records, bool cut = false)
        {
            var answer = new List<byte>(question);
            answer[2] = (byte)(0x81 | (cut ? 2 : 0));
            answer[7] = (byte)records.Count;
            foreach (var record in records)
            {
                byte[] target = [.. record.Target.Split('.').Where(label => label.Length > 0).SelectMany(label => (byte[])[(byte)label.Length, .. System.Text.Encoding.ASCII.GetBytes(label)]), 0];
                answer.AddRange([0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 60, 0, (byte)(target.Length + 6), 0, (byte)record.Priority, 0, (byte)record.Weight, (byte)(record.Port >> 8), (byte)record.Port]);
                answer.AddRange(target);
            }

            return [.. answer];
        }

        public async ValueTask DisposeAsync()
        {
            _udp.Dispose();
            _tcp.Dispose();
            await Task.WhenAny(_serving);
        }

        private async Task ServeUdpAsync()
        {
            while (true)
            {
                var asked = await _udp.ReceiveAsync();
                await _udp.SendAsync(_cut ? Answer(asked.Buffer, [], cut: true) : Answer(asked.Buffer, Of(asked.Buffer)), asked.RemoteEndPoint);
            }
        }

        private async Task ServeTcpAsync()
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync();
                var length = new byte[2];
                await client.GetStream().ReadExactlyAsync(length);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await client.GetStream().ReadExactlyAsync(question);
                var answer = Answer(question, Of(question));
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
                await client.GetStream().WriteAsync((byte[])[.. length, .. answer]);
            }
        }

        private List<SrvRecord> Of(byte[] question)
        {
            var labels = new List<string>();
            for (var at = 12; question[at] != 0; at += question[at] + 1)
                labels.Add(System.Text.Encoding.ASCII.GetString(question, at + 1, question[at]));
            return GetValueOrDefault(string.Join('.', labels)) ?? [];
        }

        private List<SrvRecord>? GetValueOrDefault(string name) => TryGetValue(name, out var records) ? records : null;
    }
}
