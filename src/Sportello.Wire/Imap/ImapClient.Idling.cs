namespace Sportello.Wire.Imap;

public sealed partial class ImapClient
{
    // RFC 2177: a server may drop a client that has idled for half an hour.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(28);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMinutes(1);

    /// <summary>Waits until something changes in the selected folder (IDLE, RFC 2177; where it is missing, by asking once a minute).</summary>
    /// <param name="longest">How long to wait at most; 28 minutes at the most, whatever is given.</param>
    /// <param name="cancellation">Ends the waiting politely; the client can be used further.</param>
    /// <returns>Whether something changed.</returns>
    /// <exception cref="OperationCanceledException">The waiting was called off.</exception>
    public async Task<bool> IdleAsync(TimeSpan longest, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        using var turn = TakeTurn();
        var folder = CurrentFolder();
        var before = folder.Changes;
        var until = _clock.GetUtcNow() + (longest < LongestIdle ? longest : LongestIdle);
        if (Capabilities.Has("IDLE"))
            await IdleAsync(folder, before, until, cancellation);
        else
            await PollAsync(folder, before, until, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return folder.Changes != before;
    }

    private async Task IdleAsync(ImapMailbox folder, int before, DateTimeOffset until, CancellationToken cancellation)
    {
        var command = new ImapCommand("IDLE");
        var tag = await _conversation.SendAsync(command, CancellationToken.None);
        while ((await _conversation.NextAsync(CancellationToken.None)).Kind != ImapEventKind.Continuation)
        {
            if (_conversation.TryEnd(tag, out var refused))
            {
                ImapConversation.Ensure(command, refused);
                return;
            }
        }
        while (folder.Changes == before && await HearAsync(until, cancellation))
        {
            // A server may end the command itself when it has had enough.
            if ((await _conversation.NextAsync(CancellationToken.None)).Kind == ImapEventKind.Tagged && _conversation.TryEnd(tag, out _))
                return;
        }
        await _conversation.AnswerAsync("DONE", "DONE", CancellationToken.None);
        ImapConversation.Ensure(command, await _conversation.EndOfAsync(tag, collect: null, CancellationToken.None));
    }

    /// <summary>Whether the server said something before the time was up. If not, the read goes on in the background and takes in the answer to DONE.</summary>
    private async Task<bool> HearAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        var left = until - _clock.GetUtcNow();
        if (left <= TimeSpan.Zero || cancellation.IsCancellationRequested)
            return false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var input = _conversation.WaitForInputAsync(left + _conversation.Limits.Wire.ReadTimeout);
        var alarm = Task.Delay(left, _clock, stop.Token);
        var first = await Task.WhenAny(input, alarm);
        await stop.CancelAsync();
        if (first != input)
            return false;
        await input;
        return true;
    }

    private async Task PollAsync(ImapMailbox folder, int before, DateTimeOffset until, CancellationToken cancellation)
    {
        while (folder.Changes == before && !cancellation.IsCancellationRequested)
        {
            var left = until - _clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
                return;
            await Task.Delay(left < PollEvery ? left : PollEvery, _clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await RunAsync(new ImapCommand("NOOP"), collect: null, CancellationToken.None);
        }
    }
}
