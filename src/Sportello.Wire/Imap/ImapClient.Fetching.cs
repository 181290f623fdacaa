using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sportello.Wire.Imap;

public sealed partial class ImapClient
{
    /// <summary>
    /// Flags, dates, sizes and headers of messages, in the server's order, in one round trip for thousands (UID FETCH). Messages that are gone are left out.
    /// Nothing is marked as seen.
    /// </summary>
    /// <param name="uids">Which messages.</param>
    /// <param name="fields">Header fields wanted; null for the whole header, none for no header at all.</param>
    /// <param name="changedSince">Only messages changed after this modification sequence (RFC 7162); 0 for all.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    public async IAsyncEnumerable<ImapMessage> FetchHeadersAsync(
        UidSet uids, IReadOnlyCollection<string>? fields = null, ulong changedSince = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        CurrentFolder();
        var pipeline = new ImapFetchPipeline(_conversation, uids, Items(fields, changedSince));
        try
        {
            while (!await pipeline.IsOverAsync(cancellation))
            {
                var item = await _conversation.NextAsync(cancellation);
                // A FETCH without the size was not asked for: somebody else changed flags.
                if (ImapFetched.Read(item, _conversation.Limits.Depth) is { Size: not null } fetched && uids.Contains(fetched.Uid))
                    yield return new ImapMessage(fetched);
            }
        }
        finally
        {
            await pipeline.AbandonAsync();
        }
        pipeline.ThrowIfRefused();
    }

    /// <summary>
    /// Whole messages, in the server's order, in one round trip for hundreds. Each is read from its <see cref="ImapBody.Content"/> as it comes off the line
    /// and never held in memory as a whole; what is not read is passed over. Messages that are gone are left out. Nothing is marked as seen.
    /// </summary>
    public async IAsyncEnumerable<ImapBody> FetchBodiesAsync(UidSet uids, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        CurrentFolder();
        var pipeline = new ImapFetchPipeline(_conversation, uids, "(UID FLAGS INTERNALDATE BODY.PEEK[])");
        ImapBodyStream? body = null;
        try
        {
            while (!await pipeline.IsOverAsync(cancellation))
            {
                (var item, body) = await _conversation.NextWithBodyAsync(cancellation);
                var fetched = ImapFetched.Read(item, _conversation.Limits.Depth);
                Stream? content = body;
                if (body is null)
                {
                    content = fetched?.Body is { } octets ? new MemoryStream(octets, writable: false) : null;
                }
                else if (fetched is not null && fetched.Uid == 0)
                {
                    content = await SpoolAsync(body, cancellation);
                    fetched = ImapFetched.Read(await FinishAsync(body, cancellation), _conversation.Limits.Depth);
                    body = null;
                }
                await using (content)
                {
                    if (fetched is not null && content is not null && uids.Contains(fetched.Uid))
                        yield return new ImapBody(fetched, content);
                }
                if (body is not null)
                    await FinishAsync(body, cancellation);
                body = null;
            }
        }
        finally
        {
            if (body is not null && !_conversation.IsBroken)
                await FinishAsync(body, CancellationToken.None);
            await pipeline.AbandonAsync();
        }
        pipeline.ThrowIfRefused();
    }

    /// <summary>Writes one whole message to a stream; false when it is gone.</summary>
    public async Task<bool> FetchBodyAsync(uint uid, Stream destination, CancellationToken cancellation = default)
    {
        var found = false;
        await foreach (var body in FetchBodiesAsync(UidSet.Of(uid), cancellation))
        {
            if (found)
                continue;
            found = true;
            await body.Content.CopyToAsync(destination, cancellation);
        }
        return found;
    }

    private async ValueTask<ImapEvent> FinishAsync(ImapBodyStream body, CancellationToken cancellation)
    {
        body.MarkOver();
        return await _conversation.FinishBodyAsync(cancellation);
    }

    // Some servers name the UID only after the content, and until then nobody knows whose content it is.
    private static async ValueTask<FileStream> SpoolAsync(ImapBodyStream body, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var spool = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        try
        {
            await body.CopyToAsync(spool, cancellation);
            spool.Position = 0;
            return spool;
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    private string Items(IReadOnlyCollection<string>? fields, ulong changedSince)
    {
        var header = fields switch
        {
            null => " BODY.PEEK[HEADER]",
            { Count: 0 } => "",
            _ => $" BODY.PEEK[HEADER.FIELDS ({string.Join(' ', fields.Select(FieldName))})]",
        };
        var modSeq = Capabilities.Has("CONDSTORE") ? " MODSEQ" : "";
        var since = changedSince == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (CHANGEDSINCE {changedSince})");
        return $"(UID FLAGS INTERNALDATE RFC822.SIZE{modSeq}{header}){since}";
    }

    private static string FieldName(string field) => field.Length > 0 && field.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
        ? field
        : throw new ArgumentException($"'{field}' is no name of a header field.", nameof(field));
}
