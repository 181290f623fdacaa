using System.Text;

namespace Sportello.Wire.Transport;

public sealed partial class WireConnection
{
    private const int SendAtOnce = 16 * 1024;

    private readonly Deadline _writing;
    private byte[] _outgoing = new byte[4 * 1024];
    private int _pending;

    /// <summary>Whether something written has not been sent yet.</summary>
    public bool HasUnsent => _pending > 0;

    /// <summary>Writes one line in UTF-8 and ends it with CRLF. It is sent by <see cref="FlushAsync"/>.</summary>
    /// <param name="line">The line without its end; must not contain CR or LF.</param>
    /// <param name="cancellation">Calls the conversation off; the connection is of no use afterwards.</param>
    /// <param name="logAs">What the log hears instead, for a line that holds a secret.</param>
    /// <exception cref="ArgumentException">The line contains a line break, which would smuggle in a second command.</exception>
    public async ValueTask WriteLineAsync(string line, CancellationToken cancellation = default, string? logAs = null)
    {
        if (line.AsSpan().IndexOfAny('\r', '\n') >= 0)
            throw new ArgumentException("A line cannot contain a line break.", nameof(line));
        Log?.Client(logAs ?? line);
        var size = Encoding.UTF8.GetMaxByteCount(line.Length) + 2;
        Reserve(size);
        _pending += Encoding.UTF8.GetBytes(line, _outgoing.AsSpan(_pending));
        _outgoing[_pending++] = (byte)'\r';
        _outgoing[_pending++] = (byte)'\n';
        if (_pending >= SendAtOnce)
            await FlushAsync(cancellation);
    }

    /// <summary>Writes octets as they are. Small ones wait for <see cref="FlushAsync"/>, large ones may be sent at once.</summary>
    /// <remarks>Not logged: who writes octets knows what they mean and what of it is secret.</remarks>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellation = default)
    {
        if (octets.Length < SendAtOnce)
        {
            Reserve(octets.Length);
            octets.CopyTo(_outgoing.AsMemory(_pending));
            _pending += octets.Length;
            if (_pending >= SendAtOnce)
                await FlushAsync(cancellation);
            return;
        }
        await FlushAsync(cancellation);
        await SendAsync(octets, flush: false, cancellation);
    }

    /// <summary>Sends everything written so far.</summary>
    /// <exception cref="ConversationBrokenException">The connection failed or time ran out.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        var count = _pending;
        _pending = 0;
        await SendAsync(_outgoing.AsMemory(0, count), flush: true, cancellation);
    }

    private void Reserve(int size)
    {
        if (_outgoing.Length - _pending < size)
            Array.Resize(ref _outgoing, Math.Max(_outgoing.Length * 2, _pending + size));
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> octets, bool flush, CancellationToken cancellation)
    {
        try
        {
            using var registration = _writing.Begin(Limits.WriteTimeout, cancellation);
            if (octets.Length > 0)
                await _stream.WriteAsync(octets, _writing.Token);
            if (flush)
                await _stream.FlushAsync(_writing.Token);
            _writing.End();
            OctetsSent += octets.Length;
        }
        catch (Exception problem)
        {
            throw _writing.Explain(problem, cancellation);
        }
    }
}
