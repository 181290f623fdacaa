using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

public sealed partial class ImapClient
{
    /// <summary>The UIDs of the messages in the selected folder that match (UID SEARCH; ESEARCH of RFC 4731 where offered).</summary>
    /// <exception cref="CommandRefusedException">The server cannot search for that.</exception>
    public async Task<UidSet> SearchAsync(ImapSearch search, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        CurrentFolder();
        try
        {
            return await SearchAsync(search, withCharset: !search.IsAscii, cancellation);
        }
        catch (ImapRefusedException) when (!search.IsAscii)
        {
            // Some servers refuse the very word CHARSET and search in UTF-8 all the same.
            return await SearchAsync(search, withCharset: false, cancellation);
        }
    }

    private async Task<UidSet> SearchAsync(ImapSearch search, bool withCharset, CancellationToken cancellation)
    {
        var command = new ImapCommand("UID SEARCH").Raw(Capabilities.Has("ESEARCH") ? " RETURN (ALL)" : "").Raw(withCharset ? " CHARSET UTF-8 " : " ");
        search.WriteTo(command);
        var found = new List<UidRange>();
        await RunAsync(command, item => ReadFound(item, found), cancellation);
        var uids = UidSet.FromRanges(found);
        return uids.Count <= _conversation.Limits.FoundUids
            ? uids
            : throw new ConversationBrokenException($"The server claims to have found {uids.Count} messages; at most {_conversation.Limits.FoundUids} are accepted.");
    }

    private void ReadFound(ImapEvent item, List<UidRange> found)
    {
        if (item.IsData("SEARCH"))
            ReadNumbers(item.Scan(_conversation.Limits.Depth), found);
        else if (item.IsData("ESEARCH"))
            ReadExtended(item.Scan(_conversation.Limits.Depth), found);
    }

    // Ends at the end of the line or at a (MODSEQ n).
    private static void ReadNumbers(ImapScanner scanner, List<UidRange> found)
    {
        scanner.SkipSpaces();
        while (scanner.Current is >= (byte)'0' and <= (byte)'9')
        {
            var uid = scanner.Number32();
            if (found.Count > 0 && found[^1].Last + 1L == uid)
                found[^1] = found[^1] with { Last = uid };
            else
                found.Add(new UidRange(uid, uid));
            scanner.SkipSpaces();
        }
    }

    private static void ReadExtended(ImapScanner scanner, List<UidRange> found)
    {
        if (scanner.TryTake('('))
        {
            while (!scanner.TryTake(')'))
                scanner.SkipValue();
        }
        while (!scanner.AtEnd)
        {
            var name = scanner.WordText();
            if (string.Equals(name, "UID", StringComparison.OrdinalIgnoreCase))
                continue;
            if (string.Equals(name, "ALL", StringComparison.OrdinalIgnoreCase))
                found.AddRange((UidSet.TryParse(scanner.WordText()) ?? throw scanner.Fail()).Ranges);
            else
                scanner.SkipValue();
            scanner.SkipSpaces();
        }
    }
}
