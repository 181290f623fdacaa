using System.Buffers.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

/// <summary>
/// Puts responses together from lines and literals (RFC 9051 section 2.2.2). The octets of a message body are not taken in:
/// the reader stops before them and hands them out piece by piece.
/// </summary>
internal sealed class ImapResponseReader(WireConnection connection, ImapLimits limits)
{
    /// <summary>The response read last, or being read.</summary>
    public ImapResponse Response { get; } = new();

    /// <summary>Octets of the body stopped at that were not read yet.</summary>
    public long BodyLeft { get; private set; }

    /// <summary>Reads one response; false when it stopped before a body, if it was told to.</summary>
    public ValueTask<bool> ReadAsync(bool stopAtBody, CancellationToken cancellation, TimeSpan? timeout = null)
    {
        Response.Clear();
        return ContinueAsync(stopAtBody, cancellation, timeout);
    }

    /// <summary>Goes on after a body to the end of the response, or to the next body in it.</summary>
    public async ValueTask<bool> ContinueAsync(bool stopAtBody, CancellationToken cancellation, TimeSpan? timeout = null)
    {
        while (true)
        {
            await SkipBodyAsync(cancellation);
            var lineStart = Response.Length;
            var line = await connection.ReadLineAsync(cancellation, timeout);
            EnsureRoom(line.Length);
            Response.Append(line.Span);
            if (!HoldsLiterals(Response.Octets) || !TryFindMarker(Response.Octets[lineStart..], out var marker, out var size))
                return true;
            connection.Log?.Server($"[{size} octets]");
            if (stopAtBody && EndsWithBodyItem(Response.Octets[..(lineStart + marker)]))
            {
                Response.AddLiteral(lineStart + marker, kept: 0, isCut: false, isStreamed: true);
                BodyLeft = size;
                return false;
            }
            await KeepLiteralAsync(lineStart + marker, size, cancellation);
        }
    }

    /// <summary>Reads from the body stopped at; 0 at its end.</summary>
    /// <exception cref="ConversationBrokenException">The line dropped before the body's end.</exception>
    public async ValueTask<int> ReadBodyAsync(Memory<byte> destination, CancellationToken cancellation)
    {
        if (BodyLeft == 0 || destination.Length == 0)
            return 0;
        var count = await connection.ReadAsync(destination[..(int)Math.Min(destination.Length, BodyLeft)], cancellation);
        if (count == 0)
            throw new ConversationBrokenException($"{connection.Endpoint} closed the connection {BodyLeft} octets before the end of a message.");
        BodyLeft -= count;
        return count;
    }

    private async ValueTask SkipBodyAsync(CancellationToken cancellation)
    {
        if (BodyLeft == 0)
            return;
        var scrap = new byte[16 * 1024];
        while (BodyLeft > 0)
            await ReadBodyAsync(scrap, cancellation);
    }

    private async ValueTask KeepLiteralAsync(int marker, long size, CancellationToken cancellation)
    {
        var kept = (int)Math.Min(size, limits.LiteralOctets);
        EnsureRoom(kept);
        Response.AddLiteral(marker, kept, isCut: kept < size, isStreamed: false);
        BodyLeft = size;
        // Room is made as octets arrive: a size alone costs the server nothing and must not cost us memory.
        for (var left = kept; left > 0;)
        {
            var piece = Response.Extend(Math.Min(left, 16 * 1024));
            left -= piece.Length;
            for (var done = 0; done < piece.Length;)
                done += await ReadBodyAsync(piece[done..], cancellation);
        }
    }

    private void EnsureRoom(int more)
    {
        if (Response.Length + (long)more > limits.ResponseOctets)
            throw new ConversationBrokenException($"{connection.Endpoint} sent a response longer than {limits.ResponseOctets} octets.");
    }

    // Status responses end in free text, in which braces mean nothing.
    private static bool HoldsLiterals(ReadOnlySpan<byte> response)
    {
        if (!response.StartsWith("* "u8))
            return false;
        var rest = response[2..];
        var space = rest.IndexOf((byte)' ');
        return ImapWords.Status(space < 0 ? rest : rest[..space]) is null;
    }

    private static bool TryFindMarker(ReadOnlySpan<byte> line, out int marker, out long size)
    {
        size = 0;
        marker = line.LastIndexOf((byte)'{');
        if (marker < 0 || line[^1] != (byte)'}')
            return false;
        var digits = line[(marker + 1)..^1];
        if (digits.EndsWith("+"u8))
            digits = digits[..^1];
        if (!Utf8Parser.TryParse(digits, out size, out var used) || used != digits.Length || size < 0)
            return false;
        // A literal of octets rather than text (RFC 3516) has a tilde in front.
        if (marker > 0 && line[marker - 1] == (byte)'~')
            marker--;
        return true;
    }

    private static bool EndsWithBodyItem(ReadOnlySpan<byte> before)
    {
        before = before.TrimEnd((byte)' ');
        return ImapWords.EndsWith(before, "BODY[]"u8) || ImapWords.EndsWith(before, "BODY[]<0>"u8) || ImapWords.EndsWith(before, " RFC822"u8);
    }
}
