using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

/// <summary>
/// Work in the folders of one account over as many connections as it takes: opened when first needed, kept while it holds,
/// opened again when the conversation breaks. One piece of work at a time.
/// </summary>
/// <remarks>
/// Work whose conversation broke is begun again from its start, and nobody knows how far the server had followed it.
/// So it must be repeatable: set flags rather than count, move what is still there, remember what was fetched by UID. An APPEND in it may happen twice.
/// </remarks>
/// <param name="open">Connects and signs in. It closes what it opened if it fails; the session closes what it was given.</param>
/// <param name="reconnecting">How often and how patiently to try; <see cref="ImapReconnecting.Default"/> if null.</param>
/// <param name="clock">Measures the pauses; the system's clock if null.</param>
public sealed class ImapSession(Func<CancellationToken, Task<ImapClient>> open, ImapReconnecting? reconnecting = null, TimeProvider? clock = null) : IAsyncDisposable
{
    private readonly ImapReconnecting _reconnecting = reconnecting ?? ImapReconnecting.Default;
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Dictionary<string, uint> _uidValidities = new(StringComparer.Ordinal);
    private ImapClient? _client;
    private bool _isDisposed;
    private int _isBusy;

    /// <summary>How many connections were opened so far.</summary>
    public int Connections { get; private set; }

    /// <summary>
    /// Selects a folder and does the work in it; where the conversation breaks, connects, selects and begins the work again.
    /// Only a broken conversation is tried again: a refusal, a rejected sign-in, a certificate that is not trusted and the work's own failures are not.
    /// </summary>
    /// <param name="folder">The folder's name, decoded.</param>
    /// <param name="work">What to do with the client while the folder is selected. It must be repeatable.</param>
    /// <param name="readOnly">Whether to select by EXAMINE, so that nothing can be changed.</param>
    /// <param name="cancellation">Calls off the work and the pauses.</param>
    /// <exception cref="ImapFolderReplacedException">The folder's UIDVALIDITY is not what it was when this session last selected it. The work was not begun (again);
    /// forget its UIDs, and the next call goes on with the new folder (RFC 9051 section 2.3.1.1).</exception>
    /// <exception cref="CommandRefusedException">The server refused the sign-in, the folder or a command of the work.</exception>
    /// <exception cref="ConversationBrokenException">The last of the tries broke as well; this is what broke it.</exception>
    public async Task<T> RunAsync<T>(
        string folder, Func<ImapClient, ImapMailbox, CancellationToken, Task<T>> work, bool readOnly = false, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
            throw new InvalidOperationException("An IMAP session does one piece of work at a time; wait for the one that is going on.");
        try
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await TryAsync(folder, work, readOnly, cancellation);
                }
                catch (Exception problem) when (IsBreak(problem))
                {
                    await DropAsync();
                    if (tries >= _reconnecting.Tries)
                        throw;
                }
                await Task.Delay(_reconnecting.PauseAfter(tries), _clock, cancellation);
            }
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    /// <summary>Closes the connection, if there is one, without a goodbye.</summary>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await DropAsync();
    }

    private async Task<T> TryAsync<T>(string folder, Func<ImapClient, ImapMailbox, CancellationToken, Task<T>> work, bool readOnly, CancellationToken cancellation)
    {
        var client = await ConnectedAsync(cancellation);
        var mailbox = readOnly ? await client.ExamineAsync(folder, cancellation) : await client.SelectAsync(folder, cancellation);
        Compare(mailbox);
        try
        {
            return await work(client, mailbox, cancellation);
        }
        catch (ImapFolderReplacedException)
        {
            // Whoever works here has been told; the next selection shall not tell again.
            _uidValidities[folder] = mailbox.UidValidity;
            throw;
        }
    }

    private async Task<ImapClient> ConnectedAsync(CancellationToken cancellation)
    {
        if (_client is { IsBroken: false })
            return _client;
        await DropAsync();
        _client = await open(cancellation);
        Connections++;
        return _client;
    }

    private void Compare(ImapMailbox mailbox)
    {
        var before = _uidValidities.GetValueOrDefault(mailbox.Name);
        _uidValidities[mailbox.Name] = mailbox.UidValidity;
        if (before != 0 && before != mailbox.UidValidity)
            throw new ImapFolderReplacedException(mailbox.Name, before, mailbox.UidValidity);
    }

    // An IOException while the conversation stands is the work's own: its disk is full, say.
    private bool IsBreak(Exception problem) => problem switch
    {
        CertificateNotTrustedException => false,
        ConversationBrokenException => true,
        IOException => _client is null or { IsBroken: true },
        _ => false,
    };

    private async ValueTask DropAsync()
    {
        var client = _client;
        _client = null;
        if (client is not null)
            await client.DisposeAsync();
    }
}
