using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

public sealed partial class ImapClient
{
    /// <summary>Selects a folder for reading and changing (RFC 9051 section 6.3.2).</summary>
    /// <exception cref="CommandRefusedException">There is no such folder or it is closed to us; no folder is selected then.</exception>
    public Task<ImapMailbox> SelectAsync(string folder, CancellationToken cancellation = default) => OpenAsync("SELECT", folder, cancellation);

    /// <summary>Selects a folder for reading only; nothing is marked as seen.</summary>
    /// <exception cref="CommandRefusedException">There is no such folder or it is closed to us; no folder is selected then.</exception>
    public Task<ImapMailbox> ExamineAsync(string folder, CancellationToken cancellation = default) => OpenAsync("EXAMINE", folder, cancellation);

    /// <summary>Leaves the selected folder without expunging anything (UNSELECT, RFC 3691). Where that is not offered, the folder stays selected on the server and nothing is lost.</summary>
    public async Task UnselectAsync(CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        if (Selected is not null && Capabilities.Has("UNSELECT"))
            await RunAsync(new ImapCommand("UNSELECT"), collect: null, cancellation);
        Selected = null;
    }

    private async Task<ImapMailbox> OpenAsync(string verb, string folder, CancellationToken cancellation)
    {
        using var turn = TakeTurn();
        var command = new ImapCommand(verb).Raw(" ").String(Write(folder));
        if (Capabilities.Has("CONDSTORE"))
            command.Raw(" (CONDSTORE)");
        Selected = new ImapMailbox(folder, isReadOnly: verb is "EXAMINE");
        try
        {
            var end = await RunAsync(command, collect: null, cancellation);
            Selected.HearCode(end.Code);
            return Selected;
        }
        catch (CommandRefusedException)
        {
            Selected = null;
            throw;
        }
    }

    /// <summary>The selected folder, if its UIDs still mean what they meant.</summary>
    private ImapMailbox CurrentFolder()
    {
        var folder = Selected ?? throw new InvalidOperationException("Select a folder first.");
        return folder.WasReplaced ? throw new ImapFolderReplacedException(folder.Name, folder.UidValidityBefore, folder.UidValidity) : folder;
    }

    private string Write(string folder) => Capabilities.HasPlainNames ? folder : ModifiedUtf7.Encode(folder);

    // A server that sends raw 8-bit names means UTF-8, whatever it announced.
    private string Read(string written) => Capabilities.HasPlainNames ? written : ModifiedUtf7.Decode(written);
}
