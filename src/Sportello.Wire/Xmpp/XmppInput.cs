using System.Xml;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Xmpp;

/// <summary>The connection's incoming side for an XML reader, which gets no more than a stanza may hold.</summary>
internal sealed class XmppInput(WireConnection connection, XmppLimits limits) : Stream
{
    private int _left = limits.StanzaOctets;

    /// <summary>Reads the XML of this stream; made when the first octets are wanted, since it asks for some at once.</summary>
    public XmlReader? Reader { get; set; }

    /// <summary>What ended the reading, since an XML reader wraps some exceptions.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>Whether the server closed the connection.</summary>
    public bool IsOver { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A new stanza begins.</summary>
    public void Refill() => _left = limits.StanzaOctets;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left <= 0)
            throw Problem = new ConversationBrokenException($"{connection.Endpoint} sent a stanza of more than {limits.StanzaOctets} octets.");
        try
        {
            var count = await connection.ReadAsync(buffer, Cancellation);
            _left -= count;
            IsOver = count == 0;
            return count;
        }
        catch (Exception problem)
        {
            Problem = problem;
            throw;
        }
    }

    /// <summary>Calls off the read that is going on; an XML reader cannot pass it through.</summary>
    public CancellationToken Cancellation { get; set; }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Stanzas are read asynchronously only.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
