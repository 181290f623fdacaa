namespace Sportello.Wire.Transport;

/// <summary>
/// The time one direction of a connection has left. It is set before each wait and cleared after it, without allocating;
/// once it or the caller cancelled, the stream underneath is in an unknown state and the direction stays dead.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly WireConnection _connection;
    private readonly string _sentence;
    private readonly CancellationTokenSource _source;

    public Deadline(WireConnection connection, TimeProvider clock, string sentence)
    {
        _connection = connection;
        _sentence = sentence;
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
    }

    public CancellationToken Token => _source.Token;

    public CancellationTokenRegistration Begin(TimeSpan time, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _source.CancelAfter(time);
        return cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public void End() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public Exception Explain(Exception problem, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return new OperationCanceledException("The conversation was called off.", problem, cancellation);
        if (problem is OperationCanceledException)
            return new ConversationBrokenException($"{_sentence} ({_connection.Endpoint}).", problem);
        return new ConversationBrokenException($"The connection to {_connection.Endpoint} broke: {problem.Message}", problem);
    }

    public void Dispose() => _source.Dispose();
}
