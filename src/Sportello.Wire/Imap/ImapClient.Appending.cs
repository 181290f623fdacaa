using System.Globalization;

namespace Sportello.Wire.Imap;

/// <summary>Where an appended message went (APPENDUID, RFC 4315).</summary>
/// <param name="UidValidity">The number that goes with the UID.</param>
/// <param name="Uid">The message's UID in the folder appended to.</param>
public sealed record ImapAppended(uint UidValidity, uint Uid);

public sealed partial class ImapClient
{
    /// <summary>Puts a message into a folder (APPEND). The octets are sent as they are, so lines must end in CRLF.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="content">The message, read once from where it stands.</param>
    /// <param name="length">Its length in octets.</param>
    /// <param name="flags">The flags it gets.</param>
    /// <param name="arrivedAt">Its INTERNALDATE; now, when null.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <returns>Its UID, where the server has UIDPLUS; else null.</returns>
    /// <exception cref="ImapRefusedException">There is no such folder (<c>TRYCREATE</c>), no room (<c>OVERQUOTA</c>), or the like. The message is not there.</exception>
    public async Task<ImapAppended?> AppendAsync(
        string folder, Stream content, long length, IEnumerable<string>? flags = null, DateTimeOffset? arrivedAt = null, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        var command = new ImapCommand("APPEND").Raw(" ").String(Write(folder));
        Add(command, new ImapNewMessage(content, length, [.. flags ?? []], arrivedAt));
        var end = await RunAsync(command, collect: null, cancellation);
        return ReadAppended(end.Code);
    }

    private static ImapAppended? ReadAppended(ImapCode? code)
    {
        if (code is not { Name: "APPENDUID", Words: [var validity, var uid, ..] })
            return null;
        return uint.TryParse(validity, NumberStyles.None, CultureInfo.InvariantCulture, out var validityNumber)
            && uint.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var uidNumber)
            ? new ImapAppended(validityNumber, uidNumber)
            : null;
    }
}
