namespace Sportello.Wire.Imap;

/// <summary>
/// UID FETCH over a set of any size: as few commands as fit into command lines, the next one sent before the one before has ended,
/// so that the server never waits for us.
/// </summary>
internal sealed class ImapFetchPipeline(ImapConversation conversation, UidSet uids, string items)
{
    private const int InFlight = 2;

    private readonly IEnumerator<string> _lines = uids.InLines(conversation.Limits.CommandOctets - 200).GetEnumerator();
    private readonly List<(string Tag, ImapCommand Command)> _sent = [];
    private ImapRefusedException? _refusal;

    /// <summary>Sends what there is room for; true when everything was sent and answered.</summary>
    public async ValueTask<bool> IsOverAsync(CancellationToken cancellation)
    {
        _sent.RemoveAll(Ended);
        while (_sent.Count < InFlight && _lines.MoveNext())
        {
            var command = new ImapCommand("UID FETCH").Raw(" ").Raw(_lines.Current).Raw(" ").Raw(items);
            _sent.Add((await conversation.SendAsync(command, cancellation), command));
        }
        return _sent.Count == 0;
    }

    /// <summary>A refusal of one command leaves the others be; it is told when all have been answered.</summary>
    public void ThrowIfRefused()
    {
        if (_refusal is not null)
            throw _refusal;
    }

    /// <summary>Reads away what is still coming when the caller wants no more.</summary>
    public async ValueTask AbandonAsync()
    {
        while (!conversation.IsBroken && _sent.RemoveAll(Ended) >= 0 && _sent.Count > 0)
        {
            var (_, body) = await conversation.NextWithBodyAsync(CancellationToken.None);
            if (body is not null)
                await conversation.FinishBodyAsync(CancellationToken.None);
        }
    }

    private bool Ended((string Tag, ImapCommand Command) sent)
    {
        if (!conversation.TryEnd(sent.Tag, out var end))
            return false;
        if (end.Status != ImapStatus.Ok)
            _refusal ??= new ImapRefusedException(sent.Command.Name, end.Status, end.Code, end.Text);
        return true;
    }
}
