using System.Formats.Asn1;
using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Ldap;

/// <summary>Messages in BER over a connection (RFC 4511 sections 4.1.1 and 5.1).</summary>
internal sealed class LdapMessages(WireConnection connection)
{
    // An entry with a photograph is large; what is larger is no answer to a sign-in.
    private const int MostOctets = 16 * 1024 * 1024;

    private int _number;

    public static Asn1Tag Application(int number) => new(TagClass.Application, number);

    public static void Write(AsnWriter writer, string text, Asn1Tag? tag = null) => writer.WriteOctetString(Encoding.UTF8.GetBytes(text), tag);

    public static void WriteEnumerated(AsnWriter writer, byte value) => writer.WriteEncodedValue([0x0A, 1, value]);

    /// <summary>Sends one request, and gives its number.</summary>
    public async Task<int> SendAsync(Action<AsnWriter> request, string logAs, CancellationToken cancellation)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(++_number);
            request(writer);
        }
        connection.Log?.Client(logAs);
        await connection.WriteAsync(writer.Encode(), cancellation);
        await connection.FlushAsync(cancellation);
        return _number;
    }

    /// <summary>Reads the answer to a request, of the one kind it can be of.</summary>
    public async Task<byte[]> ReadAsync(int number, int tag, CancellationToken cancellation)
    {
        var (found, content) = await ReadAsync(number, cancellation);
        return found == tag ? content : throw Unexpected(found);
    }

    /// <summary>Reads the next answer to a request: the number of its tag, and what is in it.</summary>
    public async Task<(int Tag, byte[] Content)> ReadAsync(int number, CancellationToken cancellation)
    {
        var octets = await MessageAsync(cancellation);
        return Understand(() =>
        {
            var message = new AsnReader(octets, AsnEncodingRules.BER).ReadSequence();
            if (!message.TryReadInt32(out var answered))
                throw new AsnContentException("The number of the message is too large.");
            var tag = message.PeekTag();
            if (answered == 0)
                throw new ConversationBrokenException($"{connection.Endpoint} ended the conversation: {Result(message.PeekEncodedValue().ToArray()).Diagnostic}");
            if (answered != number || tag.TagClass != TagClass.Application)
                throw Unexpected(tag.TagValue);
            return (tag.TagValue, message.PeekEncodedValue().ToArray());
        });
    }

    public static (int Code, string Diagnostic) Result(byte[] content) => Understand(() =>
    {
        var result = Open(content);
        var code = result.ReadEnumeratedBytes().Span;
        result.ReadOctetString();
        var diagnostic = Encoding.UTF8.GetString(result.ReadOctetString()).Trim('\0', ' ');
        return code.Length == 1 ? (code[0], diagnostic) : throw new AsnContentException("There is no such result code.");
    });

    public static LdapEntry Entry(byte[] content) => Understand(() =>
    {
        var entry = Open(content);
        var name = Encoding.UTF8.GetString(entry.ReadOctetString());
        var attributes = new Dictionary<string, IReadOnlyList<byte[]>>(StringComparer.OrdinalIgnoreCase);
        var list = entry.ReadSequence();
        while (list.HasData)
        {
            var attribute = list.ReadSequence();
            var type = Encoding.UTF8.GetString(attribute.ReadOctetString());
            var values = new List<byte[]>();
            for (var set = attribute.ReadSetOf(); set.HasData;)
                values.Add(set.ReadOctetString());
            attributes[type] = values;
        }
        return new LdapEntry(name, attributes);
    });

    public ConversationBrokenException Unexpected(int tag) => new($"{connection.Endpoint} gave an answer that nobody asked for (kind {tag}).");

    private static AsnReader Open(byte[] content)
    {
        var reader = new AsnReader(content, AsnEncodingRules.BER);
        return reader.ReadSequence(reader.PeekTag());
    }

    private static T Understand<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is AsnContentException or InvalidOperationException or ArgumentException)
        {
            throw new ConversationBrokenException($"The server's answer is not LDAP: {problem.Message}", problem);
        }
    }

    private async Task<byte[]> MessageAsync(CancellationToken cancellation)
    {
        var head = new byte[6];
        await FillAsync(head.AsMemory(0, 2), cancellation);
        if (head[0] != 0x30)
            throw new ConversationBrokenException($"{connection.Endpoint} does not speak LDAP.");
        var more = head[1] < 0x80 ? 0 : head[1] - 0x80;
        if (head[1] == 0x80 || more > 4)
            throw new ConversationBrokenException($"{connection.Endpoint} sent a message without a usable length.");
        await FillAsync(head.AsMemory(2, more), cancellation);
        long length = more == 0 ? head[1] : 0;
        for (var i = 0; i < more; i++)
            length = (length << 8) | head[2 + i];
        if (length > MostOctets)
            throw new ConversationBrokenException($"{connection.Endpoint} sent a message of {length} octets, which is more than fits.");
        var whole = new byte[2 + more + (int)length];
        head.AsSpan(0, 2 + more).CopyTo(whole);
        await FillAsync(whole.AsMemory(2 + more), cancellation);
        return whole;
    }

    private async ValueTask FillAsync(Memory<byte> into, CancellationToken cancellation)
    {
        while (into.Length > 0)
        {
            var count = await connection.ReadAsync(into, cancellation);
            if (count == 0)
                throw new ConversationBrokenException($"{connection.Endpoint} closed the connection.");
            into = into[count..];
        }
    }
}
