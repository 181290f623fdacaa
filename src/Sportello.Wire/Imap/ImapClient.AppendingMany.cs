namespace Sportello.Wire.Imap;

/// <summary>A message to be put into a folder.</summary>
/// <param name="Content">Its octets, from where the stream stands; it must be able to seek, since a message may have to be sent again. Lines end in CRLF.</param>
/// <param name="Length">How many octets.</param>
/// <param name="Flags">The flags it gets.</param>
/// <param name="ArrivedAt">Its INTERNALDATE; now, when null.</param>
public sealed record ImapNewMessage(Stream Content, long Length, IReadOnlyCollection<string> Flags, DateTimeOffset? ArrivedAt);

/// <summary>What became of one message of many.</summary>
/// <param name="Appended">Its UID, where the server has UIDPLUS and took it.</param>
/// <param name="Refusal">Why the server did not take it; null when it did.</param>
public sealed record ImapAppendResult(ImapAppended? Appended, ImapRefusedException? Refusal);

public sealed partial class ImapClient
{
    private const int AppendsInFlight = 20;

    /// <summary>
    /// Puts many messages into a folder: by one command where the server has MULTIAPPEND (RFC 3502), which takes all or none of them; else,
    /// and where it has refused them together, by one APPEND each, sent without waiting for the one before.
    /// </summary>
    /// <param name="folder">Where to.</param>
    /// <param name="messages">The messages, in the order in which they are to lie there.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <returns>One result for each message, in their order.</returns>
    /// <exception cref="Transport.ConversationBrokenException">Nobody knows which of them are there.</exception>
    public async Task<IReadOnlyList<ImapAppendResult>> AppendAllAsync(string folder, IReadOnlyList<ImapNewMessage> messages, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        var starts = messages.Select(message => message.Content.Position).ToArray();
        if (messages.Count > 1 && Capabilities.Has("MULTIAPPEND"))
        {
            try
            {
                return await TogetherAsync(folder, messages, cancellation);
            }
            catch (ImapRefusedException)
            {
                // None of them is there. One may be too large; by themselves the others go in.
                for (var i = 0; i < starts.Length; i++)
                    messages[i].Content.Position = starts[i];
            }
        }
        return await OneByOneAsync(folder, messages, cancellation);
    }

    private async Task<IReadOnlyList<ImapAppendResult>> TogetherAsync(string folder, IReadOnlyList<ImapNewMessage> messages, CancellationToken cancellation)
    {
        var command = new ImapCommand("APPEND").Raw(" ").String(Write(folder));
        foreach (var message in messages)
            Add(command, message);
        var end = await RunAsync(command, collect: null, cancellation);
        var uids = ReadAllAppended(end.Code, messages.Count);
        return [.. messages.Select((_, i) => new ImapAppendResult(uids?[i], Refusal: null))];
    }

    private async Task<IReadOnlyList<ImapAppendResult>> OneByOneAsync(string folder, IReadOnlyList<ImapNewMessage> messages, CancellationToken cancellation)
    {
        var results = new ImapAppendResult[messages.Count];
        var sent = new Queue<(int Index, string Tag, ImapCommand Command)>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (sent.Count == AppendsInFlight)
                await HearAsync(sent.Dequeue(), results, cancellation);
            var command = new ImapCommand("APPEND").Raw(" ").String(Write(folder));
            Add(command, messages[i]);
            try
            {
                sent.Enqueue((i, await _conversation.SendAsync(command, cancellation), command));
            }
            catch (ImapRefusedException refusal)
            {
                // It was asked first and said no, before anything of the message was sent.
                results[i] = new ImapAppendResult(Appended: null, refusal);
            }
        }
        while (sent.TryDequeue(out var next))
            await HearAsync(next, results, cancellation);
        return results;
    }

    private async Task HearAsync((int Index, string Tag, ImapCommand Command) sent, ImapAppendResult[] results, CancellationToken cancellation)
    {
        var end = await _conversation.EndOfAsync(sent.Tag, collect: null, cancellation);
        results[sent.Index] = end.Status == ImapStatus.Ok
            ? new ImapAppendResult(ReadAppended(end.Code), Refusal: null)
            : new ImapAppendResult(Appended: null, new ImapRefusedException(sent.Command.Name, end.Status, end.Code, end.Text));
    }

    private static void Add(ImapCommand command, ImapNewMessage message)
    {
        command.Raw($" {ImapFlags.Write(message.Flags)} ");
        if (message.ArrivedAt is { } date)
            command.Raw($"\"{ImapDate.Write(date)}\" ");
        command.Literal(message.Content, message.Length);
    }

    // The UIDs come in the order of the messages, which is ascending; a set of another size says nothing about any of them.
    private static List<ImapAppended>? ReadAllAppended(ImapCode? code, int count) =>
        code is { Name: "APPENDUID", Words: [var validity, var set, ..] }
            && uint.TryParse(validity, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && UidSet.TryParse(set) is { } uids && uids.Count == count
            ? [.. uids.Select(uid => new ImapAppended(number, uid))]
            : null;
}
