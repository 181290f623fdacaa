using System.Text;
using System.Text.RegularExpressions;

namespace Sportello.Wire.Tests.Transport;

/// <summary>Plays the server's side of a <see cref="Transcript"/> and holds the client to its own.</summary>
internal sealed class ReplayStream(Transcript transcript, int readAtMost = int.MaxValue) : Stream
{
    private readonly Lock _gate = new();
    private readonly List<byte> _received = [];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _step;
    private int _sent;

    /// <summary>What the client said that the transcript does not have, if anything.</summary>
    public string? Deviation { get; private set; }

    /// <summary>Fails unless the conversation went exactly as written, to its end.</summary>
    public void AssertPlayed()
    {
        Assert.Null(Deviation);
        Assert.Empty(_received);
        var left = transcript.Steps.Skip(_step).FirstOrDefault(step => step.Kind is Transcript.StepKind.Client or Transcript.StepKind.ClientOctets);
        Assert.True(left is null, $"The client never sent: {Encoding.UTF8.GetString(left?.Bytes ?? [])}");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (Deviation is not null)
                    throw new IOException(Deviation);
                if (Take(buffer.Span) is { } count)
                    return count;
                moved = _moved.Task;
            }
            await moved.WaitAsync(cancellationToken);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _received.AddRange(buffer.Span);
            while (Deviation is null && Match())
            {
            }
            _moved.TrySetResult();
            _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return Deviation is null ? ValueTask.CompletedTask : ValueTask.FromException(new IOException(Deviation));
        }
    }

    private int? Take(Span<byte> buffer)
    {
        if (_step == transcript.Steps.Count)
            return 0;
        var step = transcript.Steps[_step];
        if (step.Kind != Transcript.StepKind.Server)
            return null;
        var count = Math.Min(Math.Min(buffer.Length, readAtMost), step.Bytes.Length - _sent);
        step.Bytes.AsSpan(_sent, count).CopyTo(buffer);
        _sent += count;
        if (_sent == step.Bytes.Length)
        {
            _sent = 0;
            _step++;
            while (Deviation is null && Match())
            {
            }
        }
        return count > 0 ? count : Take(buffer);
    }

    // Takes one client step off what was received; a client may be ahead of the server (pipelining), never beside it.
    private bool Match()
    {
        if (_received.Count == 0 || _step == transcript.Steps.Count)
            return false;
        var step = transcript.Steps[_step];
        if (step.Kind == Transcript.StepKind.ClientOctets)
        {
            if (_received.Count < step.Octets)
                return false;
            _received.RemoveRange(0, step.Octets);
            _step++;
            return true;
        }
        var end = _received.IndexOf((byte)'\n');
        if (step.Kind != Transcript.StepKind.Client || end < 0)
            return false;
        var line = Encoding.UTF8.GetString([.. _received.Take(end)]).TrimEnd('\r');
        _received.RemoveRange(0, end + 1);
        var expected = Encoding.UTF8.GetString(step.Bytes);
        var pattern = "^" + Regex.Escape(expected).Replace(@"\*\*\*", ".*", StringComparison.Ordinal) + "$";
        if (!Regex.IsMatch(line, pattern, RegexOptions.Singleline))
            Deviation = $"The transcript expects the client to say «{expected}», and it said «{line}».";
        _step++;
        return true;
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
