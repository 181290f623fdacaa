using System.Globalization;
using Sportello.Wire.Mime.Writing;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Smtp;

public sealed partial class SmtpClient
{
    private Task<Handover> HandOverAsync(SmtpLetter letter, CancellationToken cancellation) =>
        _limits.UseChunking && Offers.Has("CHUNKING") ? HandOverInChunksAsync(letter, cancellation) : HandOverAsDataAsync(letter, cancellation);

    private async Task<Handover> HandOverAsDataAsync(SmtpLetter letter, CancellationToken cancellation)
    {
        var go = await AskAsync("DATA", cancellation);
        if (go.Code != 354)
            return new Handover(go.IsPositive ? throw OutOfStep(go) : go, IsKnown: true);
        await GuardAsync(async () =>
        {
            var wire = new ConnectionStream(_connection);
            var lines = new CrlfStream(new DotStuffingStream(wire));
            await letter.Write(lines, cancellation);
            if (!lines.AtLineStart)
                await lines.WriteAsync("\r\n"u8.ToArray(), cancellation);
            _connection.Log?.Client($"[{wire.Count} octets]");
        });
        return await EndAsync(() => _connection.WriteLineAsync(".", cancellation), cancellation);
    }

    private async Task<Handover> HandOverInChunksAsync(SmtpLetter letter, CancellationToken cancellation)
    {
        SmtpReply? refusal = null;
        var chunks = new ChunkStream(_limits.ChunkOctets, async (chunk, off) =>
        {
            // After a refusal the rest is written into the void: who writes the letter need not know.
            if (refusal is not null)
                return;
            await WriteChunkAsync(chunk, "", off);
            await _connection.FlushAsync(off);
            refusal = Refusal(await ReadAsync(off));
        });
        await GuardAsync(async () =>
        {
            var lines = new CrlfStream(chunks);
            await letter.Write(lines, cancellation);
            if (!lines.AtLineStart)
                await lines.WriteAsync("\r\n"u8.ToArray(), cancellation);
        });
        return refusal is not null
            ? new Handover(refusal, IsKnown: true)
            : await EndAsync(() => WriteChunkAsync(chunks.Rest, " LAST", cancellation), cancellation);
    }

    private async ValueTask WriteChunkAsync(ReadOnlyMemory<byte> chunk, string last, CancellationToken cancellation)
    {
        await _connection.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"BDAT {chunk.Length}{last}"), cancellation);
        await _connection.WriteAsync(chunk, cancellation);
        _connection.Log?.Client($"[{chunk.Length} octets]");
    }

    /// <summary>From the letter's end on a broken line no longer means that nothing was taken.</summary>
    private async Task<Handover> EndAsync(Func<ValueTask> writeEnd, CancellationToken cancellation)
    {
        try
        {
            await writeEnd();
            await _connection.FlushAsync(cancellation);
            var reply = await ReadAsync(cancellation, _limits.FinalAnswer);
            _needsReset = !reply.IsPositive;
            return reply.Code is >= 300 and < 400 ? throw OutOfStep(reply) : new Handover(reply, IsKnown: true);
        }
        catch (Exception problem) when (problem is ConversationBrokenException or OperationCanceledException)
        {
            IsOpen = false;
            return new Handover(null, IsKnown: false);
        }
    }

    private ConversationBrokenException OutOfStep(SmtpReply reply)
    {
        IsOpen = false;
        return new ConversationBrokenException($"{_connection.Endpoint} answers out of step: {reply}");
    }
}
