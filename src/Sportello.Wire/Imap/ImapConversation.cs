using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

/// <summary>
/// Commands out, responses in: tags, literals, commands in flight. Knows nothing of folders and messages.
/// Any failure other than a refusal leaves it in the middle of something, so it is of no use afterwards.
/// </summary>
internal sealed class ImapConversation(WireConnection connection, ImapLimits limits) : IAsyncDisposable
{
    private readonly ImapResponseReader _reader = new(connection, limits);
    private readonly HashSet<string> _inFlight = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImapEvent> _ended = new(StringComparer.Ordinal);
    private int _tags;
    private Task _waiting = Task.CompletedTask;
    private bool _isBroken;

    public WireConnection Connection => connection;

    public ImapLimits Limits => limits;

    public ImapCapabilities Capabilities { get; } = new();

    /// <summary>How often the client had to sit still until the server's answer came.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>Whether the conversation is over, for whatever reason.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Whether a BYE is what was asked for.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Hears everything untagged, whoever waits for what.</summary>
    public Action<ImapEvent>? Overhears { get; set; }

    /// <summary>Sends a command without waiting for its end; several may be in flight.</summary>
    public async ValueTask<string> SendAsync(ImapCommand command, CancellationToken cancellation)
    {
        ThrowIfBroken();
        cancellation.ThrowIfCancellationRequested();
        var tag = $"A{++_tags}";
        if (_inFlight.Count == 0)
            RoundTrips++;
        _inFlight.Add(tag);
        return await GuardAsync(async () =>
        {
            await WriteAsync(tag, command, cancellation);
            return tag;
        });
    }

    /// <summary>Sends a command and waits for its end, handing untagged responses to <paramref name="collect"/>.</summary>
    /// <exception cref="ImapRefusedException">The server answered NO or BAD.</exception>
    public async Task<ImapEvent> RunAsync(ImapCommand command, Action<ImapEvent>? collect, CancellationToken cancellation)
    {
        var tag = await SendAsync(command, cancellation);
        return Ensure(command, await EndOfAsync(tag, collect, cancellation));
    }

    /// <summary>Waits for the end of a command sent before, whatever it is.</summary>
    public async ValueTask<ImapEvent> EndOfAsync(string tag, Action<ImapEvent>? collect, CancellationToken cancellation)
    {
        ImapEvent end;
        while (!TryEnd(tag, out end))
        {
            var item = await NextAsync(cancellation);
            if (item.Kind is ImapEventKind.Data or ImapEventKind.Status)
                collect?.Invoke(item);
        }
        return end;
    }

    /// <summary>Whether a command has ended, and how.</summary>
    public bool TryEnd(string tag, out ImapEvent end) => _ended.Remove(tag, out end);

    /// <summary>Reads one response, whatever it is. The end of a command is also kept for <see cref="TryEnd"/>.</summary>
    public ValueTask<ImapEvent> NextAsync(CancellationToken cancellation, TimeSpan? timeout = null) => GuardAsync(async () =>
    {
        await _waiting;
        await _reader.ReadAsync(stopAtBody: false, cancellation, timeout);
        return Take();
    });

    /// <summary>As <see cref="NextAsync"/>, but stops before a message body, which the stream then yields; null when there is none.</summary>
    public ValueTask<(ImapEvent Item, ImapBodyStream? Body)> NextWithBodyAsync(CancellationToken cancellation) => GuardAsync(async () =>
    {
        var whole = await _reader.ReadAsync(stopAtBody: true, cancellation);
        return whole
            ? (Take(), default(ImapBodyStream))
            : (ImapEvent.Read(_reader.Response), new ImapBodyStream(this, _reader.BodyLeft));
    });

    /// <summary>Reads on after a body to the end of its response; what is left of the body is passed over.</summary>
    public ValueTask<ImapEvent> FinishBodyAsync(CancellationToken cancellation) => GuardAsync(async () =>
    {
        await _reader.ContinueAsync(stopAtBody: false, cancellation);
        return Take();
    });

    /// <summary>
    /// Waits until the server says something, which is then read by <see cref="NextAsync"/>. Something may be sent while this waits;
    /// who reads next waits for it to end first.
    /// </summary>
    public Task WaitForInputAsync(TimeSpan timeout)
    {
        _waiting = GuardAsync(() => connection.WaitForInputAsync(CancellationToken.None, timeout)).AsTask();
        return _waiting;
    }

    public ValueTask<int> ReadBodyAsync(Memory<byte> destination, CancellationToken cancellation) =>
        GuardAsync(() => _reader.ReadBodyAsync(destination, cancellation));

    /// <summary>Sends one line that is not a command: an answer to a continuation.</summary>
    public ValueTask AnswerAsync(string line, string logAs, CancellationToken cancellation)
    {
        ThrowIfBroken();
        RoundTrips++;
        return GuardAsync(async () =>
        {
            await connection.WriteLineAsync(line, cancellation, logAs);
            await connection.FlushAsync(cancellation);
        });
    }

    /// <summary>Turns a refusal into its exception.</summary>
    public static ImapEvent Ensure(ImapCommand command, ImapEvent end) =>
        end.Status == ImapStatus.Ok ? end : throw new ImapRefusedException(command.Name, end.Status, end.Code, end.Text);

    public ValueTask DisposeAsync()
    {
        _isBroken = true;
        return connection.DisposeAsync();
    }

    private async ValueTask WriteAsync(string tag, ImapCommand command, CancellationToken cancellation)
    {
        var prefix = tag + " ";
        foreach (var line in command.Lines)
        {
            if (line.Literal is not { } literal)
            {
                await connection.WriteLineAsync(prefix + line.Text, cancellation, prefix + line.Logged);
                break;
            }
            var waits = !Capabilities.AllowsLiteralWithoutWaiting(literal.Length);
            var marker = $"{{{literal.Length}{(waits ? "" : "+")}}}";
            await connection.WriteLineAsync(prefix + line.Text + marker, cancellation, prefix + line.Logged + marker);
            if (waits)
                await WaitForConsentAsync(tag, command, cancellation);
            await WriteLiteralAsync(literal, cancellation);
            prefix = "";
        }
        await connection.FlushAsync(cancellation);
    }

    private async ValueTask WaitForConsentAsync(string tag, ImapCommand command, CancellationToken cancellation)
    {
        await connection.FlushAsync(cancellation);
        RoundTrips++;
        while ((await NextAsync(cancellation)).Kind != ImapEventKind.Continuation)
        {
            // The server may refuse what it has heard so far; the rest of the command is then never sent.
            if (TryEnd(tag, out var end))
                throw new ImapRefusedException(command.Name, end.Status == ImapStatus.Ok ? ImapStatus.Bad : end.Status, end.Code, end.Text);
        }
    }

    private async ValueTask WriteLiteralAsync(ImapContent literal, CancellationToken cancellation)
    {
        connection.Log?.Client($"[{literal.Length} octets]");
        var piece = new byte[Math.Min(literal.Length, 64 * 1024)];
        for (var left = literal.Length; left > 0;)
        {
            var count = await literal.Octets.ReadAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)), cancellation);
            if (count == 0)
                throw new ConversationBrokenException($"The content ended {left} octets before its announced length; the command cannot be completed.");
            await connection.WriteAsync(piece.AsMemory(0, count), cancellation);
            left -= count;
        }
    }

    private ImapEvent Take()
    {
        var item = ImapEvent.Read(_reader.Response);
        if (item.Kind == ImapEventKind.Tagged)
        {
            if (!_inFlight.Remove(item.Name))
                throw new ConversationBrokenException($"The server ended a command that was never sent ({item.Name}).");
            _ended[item.Name] = item;
        }
        Capabilities.Hear(item);
        if (item.Kind is ImapEventKind.Data or ImapEventKind.Status)
            Overhears?.Invoke(item);
        if (item is { Kind: ImapEventKind.Status, Status: ImapStatus.Bye } && !IsLeaving)
            throw new ConversationBrokenException($"The server said goodbye: {item.Text}");
        return item;
    }

    private void ThrowIfBroken()
    {
        if (_isBroken)
            throw new ConversationBrokenException($"The conversation with {connection.Endpoint} had broken before; connect again.");
    }

    private async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> step)
    {
        ThrowIfBroken();
        try
        {
            return await step();
        }
        catch (Exception problem) when (problem is not ImapRefusedException)
        {
            _isBroken = true;
            throw;
        }
    }

    private async ValueTask GuardAsync(Func<ValueTask> step) => await GuardAsync(async () =>
    {
        await step();
        return true;
    });
}
