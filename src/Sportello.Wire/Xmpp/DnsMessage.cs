using System.Buffers.Binary;
using System.Text;

namespace Sportello.Wire.Xmpp;

/// <summary>One SRV record (RFC 2782).</summary>
internal sealed record SrvRecord(int Priority, int Weight, int Port, string Target);

/// <summary>The little of DNS that a question for SRV records needs (RFC 1035 section 4).</summary>
internal static class DnsMessage
{
    private const int HeaderOctets = 12;
    private const ushort Srv = 33;
    private const ushort Internet = 1;
    private const int MostRecords = 200;
    private const int MostJumps = 32;

    public static byte[] Question(ushort id, string name)
    {
        var message = new List<byte>();
        Add(message, id, 0x0100, 1, 0, 0, 0);
        foreach (var label in name.Split('.'))
        {
            if (label.Length is 0 or > 63)
                throw new FormatException("This name cannot be asked for.");
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.Add(0);
        Add(message, Srv, Internet);
        return [.. message];
    }

    /// <summary>Whether this answers the question with that number, and was cut so that it has to be asked for again over TCP.</summary>
    public static (bool IsAnswer, bool IsCut) Peek(ReadOnlySpan<byte> message, ushort id) =>
        message.Length < HeaderOctets || BinaryPrimitives.ReadUInt16BigEndian(message) != id || (message[2] & 0x80) == 0
            ? (false, false)
            : (true, (message[2] & 0x02) != 0);

    /// <summary>The records of an answer; none when the name does not exist; null when the answer is no answer (a failing server, broken octets).</summary>
    public static List<SrvRecord>? Read(ReadOnlySpan<byte> message)
    {
        var code = message.Length < HeaderOctets ? 2 : message[3] & 0x0F;
        if (code is not (0 or 3))
            return null;
        var at = HeaderOctets;
        for (var questions = Number(message, 4); questions > 0; questions--)
        {
            if (Name(message, ref at) is null)
                return null;
            at += 4;
        }

        var records = new List<SrvRecord>();
        for (var left = Math.Min(Number(message, 6), MostRecords); left > 0; left--)
        {
            if (Name(message, ref at) is null || at + 10 > message.Length)
                return null;
            var (type, length, data) = (Number(message, at), Number(message, at + 8), at + 10);
            at = data + length;
            if (at > message.Length)
                return null;
            if (type != Srv || length < 7)
                continue;
            var target = data + 6;
            if (Name(message, ref target) is not { } host)
                return null;
            records.Add(new SrvRecord(Number(message, data), Number(message, data + 2), Number(message, data + 4), host));
        }

        return records;
    }

    private static string? Name(ReadOnlySpan<byte> message, ref int at)
    {
        var name = new StringBuilder();
        var position = at;
        int? after = null;
        for (var jumps = 0; position < message.Length;)
        {
            var length = message[position];
            if (length == 0)
            {
                at = after ?? position + 1;
                return name.ToString();
            }

            if (length >= 0xC0)
            {
                if (position + 1 >= message.Length || ++jumps > MostJumps)
                    return null;
                after ??= position + 2;
                position = Number(message, position) & 0x3FFF;
            }
            else
            {
                if (length > 63 || position + 1 + length > message.Length || name.Length > 255)
                    return null;
                name.Append(name.Length > 0 ? "." : "").Append(Encoding.Latin1.GetString(message.Slice(position + 1, length)));
                position += 1 + length;
            }
        }

        return null;
    }

    private static int Number(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);

    private static void Add(List<byte> message, params ReadOnlySpan<ushort> numbers)
    {
        foreach (var number in numbers)
        {
            message.Add((byte)(number >> 8));
            message.Add((byte)number);
        }
    }
}
