using System.Globalization;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

/// <summary>Where copied or moved messages went (COPYUID, RFC 4315). The two sets have the same order.</summary>
/// <param name="UidValidity">The number that goes with the new UIDs.</param>
/// <param name="Source">UIDs in the selected folder.</param>
/// <param name="Destination">UIDs in the other folder.</param>
public sealed record ImapCopied(uint UidValidity, UidSet Source, UidSet Destination);

public sealed partial class ImapClient
{
    /// <summary>Changes flags of messages in the selected folder (UID STORE).</summary>
    /// <param name="uids">Which messages; those that are gone are passed over.</param>
    /// <param name="change">What to do with the flags.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="unchangedSince">Leaves alone messages changed after this modification sequence (RFC 7162); 0 to change all.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <returns>Messages left alone because of <paramref name="unchangedSince"/>.</returns>
    public async Task<UidSet> StoreAsync(
        UidSet uids, ImapFlagChange change, IEnumerable<string> flags, ulong unchangedSince = 0, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        CurrentFolder();
        var verb = change switch
        {
            ImapFlagChange.Add => "+FLAGS.SILENT",
            ImapFlagChange.Remove => "-FLAGS.SILENT",
            ImapFlagChange.Replace => "FLAGS.SILENT",
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
        var since = unchangedSince == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"(UNCHANGEDSINCE {unchangedSince}) ");
        var rest = $" {since}{verb} {ImapFlags.Write(flags)}";
        var leftAlone = new List<UidRange>();
        foreach (var line in Lines(uids))
        {
            var end = await RunAsync(new ImapCommand("UID STORE").Raw(" ").Raw(line).Raw(rest), collect: null, cancellation);
            if (end.Code is { Name: "MODIFIED" } modified && UidSet.TryParse(modified.Argument.Trim()) is { } some)
                leftAlone.AddRange(some.Ranges);
        }
        return UidSet.FromRanges(leftAlone);
    }

    /// <summary>Removes exactly these messages, if they are marked <c>\Deleted</c> (UID EXPUNGE, RFC 4315); never anybody else's.</summary>
    /// <exception cref="CommandRefusedException">The server has no UIDPLUS, so that only everything marked could be removed.</exception>
    public async Task ExpungeAsync(UidSet uids, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        CurrentFolder();
        await ExpungeOnlyAsync(uids, cancellation);
    }

    /// <summary>Copies messages into another folder (UID COPY).</summary>
    /// <returns>Where they went, where the server has UIDPLUS and they fit into one command; else null.</returns>
    public async Task<ImapCopied?> CopyAsync(UidSet uids, string folder, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        CurrentFolder();
        return await TransferAsync("UID COPY", uids, folder, cancellation);
    }

    /// <summary>Moves messages into another folder (UID MOVE, RFC 6851; where it is missing, copy and remove by UIDPLUS).</summary>
    /// <returns>Where they went, if the server says so.</returns>
    /// <exception cref="CommandRefusedException">The server has neither MOVE nor UIDPLUS, or refuses.</exception>
    public async Task<ImapCopied?> MoveAsync(UidSet uids, string folder, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        CurrentFolder();
        if (Capabilities.Has("MOVE"))
            return await TransferAsync("UID MOVE", uids, folder, cancellation);
        DemandUidPlus();
        var copied = await TransferAsync("UID COPY", uids, folder, cancellation);
        foreach (var line in Lines(uids))
            await RunAsync(new ImapCommand("UID STORE").Raw(" ").Raw(line).Raw(@" +FLAGS.SILENT (\Deleted)"), collect: null, cancellation);
        await ExpungeOnlyAsync(uids, cancellation);
        return copied;
    }

    private async Task ExpungeOnlyAsync(UidSet uids, CancellationToken cancellation)
    {
        DemandUidPlus();
        foreach (var line in Lines(uids))
            await RunAsync(new ImapCommand("UID EXPUNGE").Raw(" ").Raw(line), collect: null, cancellation);
    }

    private async Task<ImapCopied?> TransferAsync(string verb, UidSet uids, string folder, CancellationToken cancellation)
    {
        var all = new List<ImapCopied>();
        foreach (var line in Lines(uids))
        {
            // MOVE names the UIDs in an untagged status before it expunges, COPY in its end.
            var command = new ImapCommand(verb).Raw(" ").Raw(line).Raw(" ").String(Write(folder));
            var end = await RunAsync(command, item => AddCopied(item.Code, all), cancellation);
            AddCopied(end.Code, all);
        }
        return all.Count == 1 ? all[0] : null;
    }

    private static void AddCopied(ImapCode? code, List<ImapCopied> all)
    {
        if (code is { Name: "COPYUID", Words: [var validity, var source, var destination, ..] }
            && uint.TryParse(validity, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && UidSet.TryParse(source) is { } from
            && UidSet.TryParse(destination) is { } to)
        {
            all.Add(new ImapCopied(number, from, to));
        }
    }

    private void DemandUidPlus()
    {
        if (!Capabilities.Has("UIDPLUS"))
            throw new CommandRefusedException("The mail server cannot remove single messages (it has no UIDPLUS), and a plain EXPUNGE could take away what others have marked.");
    }

    private IEnumerable<string> Lines(UidSet uids) => uids.InLines(_conversation.Limits.CommandOctets - 1000);
}
