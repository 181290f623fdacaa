using System.Text;

namespace Sportello.Wire.Transport;

public sealed partial class WireConnection
{
    private const int FirstBuffer = 32 * 1024;

    private readonly Deadline _reading;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;

    /// <summary>Whether something already received has not been read yet.</summary>
    public bool HasUnread => _start < _end;

    /// <summary>
    /// Reads one line, up to LF; the line end (LF or CRLF) is taken off.
    /// The memory stays valid until the next read.
    /// </summary>
    /// <param name="cancellation">Calls the conversation off; the connection is of no use afterwards.</param>
    /// <param name="timeout">Longest silence, when not <see cref="WireLimits.ReadTimeout"/>.</param>
    /// <param name="logAs">What the log hears instead, for a line that holds a secret.</param>
    /// <exception cref="ConversationBrokenException">The line dropped, was longer than <see cref="WireLimits.LineOctets"/>, or time ran out.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync(CancellationToken cancellation = default, TimeSpan? timeout = null, string? logAs = null)
    {
        var searched = 0;
        int found;
        while ((found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n')) < 0)
        {
            searched = _end - _start;
            if (searched > Limits.LineOctets)
                throw new ConversationBrokenException($"{Endpoint} sent a line longer than {Limits.LineOctets} octets.");
            if (!await FillAsync(timeout ?? Limits.ReadTimeout, cancellation))
                throw new ConversationBrokenException($"{Endpoint} closed the connection.");
        }
        var length = searched + found;
        if (length > Limits.LineOctets + 1)
            throw new ConversationBrokenException($"{Endpoint} sent a line longer than {Limits.LineOctets} octets.");
        var line = _buffer.AsMemory(_start, length);
        _start += length + 1;
        if (length > 0 && line.Span[length - 1] == (byte)'\r')
            line = line[..(length - 1)];
        Log?.Server(logAs ?? Encoding.UTF8.GetString(line.Span));
        return line;
    }

    /// <summary>Reads what there is, at least one octet, at most the destination's length; 0 means the server closed the connection.</summary>
    /// <remarks>Not logged: who reads octets knows what they mean and what of it is secret.</remarks>
    /// <exception cref="ConversationBrokenException">The connection failed or time ran out.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellation = default, TimeSpan? timeout = null)
    {
        if (_start == _end)
        {
            // A large read need not pass through the buffer.
            if (destination.Length >= _buffer.Length)
                return await ReceiveAsync(destination, timeout ?? Limits.ReadTimeout, cancellation);
            if (!await FillAsync(timeout ?? Limits.ReadTimeout, cancellation))
                return 0;
        }
        var count = Math.Min(destination.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    /// <summary>Waits until there is something to read, without taking it. The server closing the connection counts as something.</summary>
    /// <exception cref="ConversationBrokenException">The connection failed or time ran out.</exception>
    public async ValueTask WaitForInputAsync(CancellationToken cancellation = default, TimeSpan? timeout = null)
    {
        if (_start == _end)
            await FillAsync(timeout ?? Limits.ReadTimeout, cancellation);
    }

    private async ValueTask<bool> FillAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        MakeRoom();
        var count = await ReceiveAsync(_buffer.AsMemory(_end), timeout, cancellation);
        _end += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end < _buffer.Length)
            return;
        var unread = _buffer.AsSpan(_start, _end - _start);
        if (unread.Length <= _buffer.Length / 2)
        {
            unread.CopyTo(_buffer);
        }
        else
        {
            var larger = new byte[_buffer.Length * 2];
            unread.CopyTo(larger);
            _buffer = larger;
        }
        _end -= _start;
        _start = 0;
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> destination, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            using var registration = _reading.Begin(timeout, cancellation);
            var count = await _stream.ReadAsync(destination, _reading.Token);
            _reading.End();
            OctetsReceived += count;
            return count;
        }
        catch (Exception problem)
        {
            throw _reading.Explain(problem, cancellation);
        }
    }
}
