namespace Sportello.Wire.Imap;

public sealed partial class ImapClient
{
    /// <summary>Folders whose names match, with their special uses where the server knows them (LIST, RFC 6154). <c>*</c> matches all, <c>%</c> one level.</summary>
    public async Task<IReadOnlyList<ImapFolder>> ListAsync(string pattern = "*", CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        var command = new ImapCommand("LIST").Raw(" \"\" ").String(Write(pattern));
        if (Capabilities.Has("LIST-EXTENDED") && Capabilities.Has("SPECIAL-USE"))
            command.Raw(" RETURN (SPECIAL-USE)");
        var folders = new List<ImapFolder>();
        await RunAsync(command, item => ReadFolder(item, folders), cancellation);
        return folders;
    }

    /// <summary>Counts a folder without selecting it (STATUS). Not meant for the selected folder.</summary>
    /// <exception cref="ImapRefusedException">There is no such folder.</exception>
    public async Task<ImapFolderStatus> StatusAsync(string folder, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        var command = new ImapCommand("STATUS").Raw(" ").String(Write(folder)).Raw(" (MESSAGES UIDNEXT UIDVALIDITY UNSEEN")
            .Raw(Capabilities.Has("CONDSTORE") ? " HIGHESTMODSEQ)" : ")");
        var values = new Dictionary<string, ulong>(StringComparer.OrdinalIgnoreCase);
        await RunAsync(command, item => ReadStatus(item, values), cancellation);
        return new(Small("MESSAGES"), Small("UIDNEXT"), Small("UIDVALIDITY"), Small("UNSEEN"), values.TryGetValue("HIGHESTMODSEQ", out var modSeq) ? modSeq : null);

        uint? Small(string name) => values.TryGetValue(name, out var value) ? (uint)Math.Min(value, uint.MaxValue) : null;
    }

    /// <summary>Makes a folder (CREATE).</summary>
    /// <exception cref="ImapRefusedException">It exists already (<c>ALREADYEXISTS</c>), or may not be made.</exception>
    public Task CreateAsync(string folder, CancellationToken cancellation = default) => RunOnFolderAsync("CREATE", folder, cancellation);

    /// <summary>Deletes a folder and everything in it (DELETE).</summary>
    /// <exception cref="ImapRefusedException">There is none, or it may not be deleted.</exception>
    public Task DeleteAsync(string folder, CancellationToken cancellation = default) => RunOnFolderAsync("DELETE", folder, cancellation);

    /// <summary>Shows a folder in mail programs (SUBSCRIBE).</summary>
    public Task SubscribeAsync(string folder, CancellationToken cancellation = default) => RunOnFolderAsync("SUBSCRIBE", folder, cancellation);

    /// <summary>Where the user's own folders begin (NAMESPACE, RFC 2342); empty where the server does not say.</summary>
    public async Task<IReadOnlyList<ImapNamespace>> PersonalNamespacesAsync(CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        var spaces = new List<ImapNamespace>();
        if (Capabilities.Has("NAMESPACE"))
            await RunAsync(new ImapCommand("NAMESPACE"), item => ReadNamespaces(item, spaces), cancellation);
        return spaces;
    }

    private async Task RunOnFolderAsync(string verb, string folder, CancellationToken cancellation)
    {
        using var turn = TakeTurn();
        await RunAsync(new ImapCommand(verb).Raw(" ").String(Write(folder)), collect: null, cancellation);
    }

    private void ReadFolder(ImapEvent item, List<ImapFolder> folders)
    {
        if (!item.IsData("LIST"))
            return;
        var scanner = item.Scan(_conversation.Limits.Depth);
        var attributes = scanner.Words();
        var delimiter = scanner.StringText();
        var name = scanner.StringText() ?? "NIL";
        // Names with spaces and no quotes around them have been seen; extended data is in parentheses and not part of the name.
        scanner.SkipSpaces();
        if (!scanner.AtEnd && scanner.Current != (byte)'(')
            name = $"{name} {scanner.Rest()}";
        if (string.Equals(name, "INBOX", StringComparison.OrdinalIgnoreCase))
            name = "INBOX";
        folders.Add(new ImapFolder(Read(name), delimiter, attributes));
    }

    private void ReadStatus(ImapEvent item, Dictionary<string, ulong> values)
    {
        if (!item.IsData("STATUS"))
            return;
        var scanner = item.Scan(_conversation.Limits.Depth);
        scanner.SkipValue();
        if (!scanner.TryTake('('))
            throw scanner.Fail();
        while (!scanner.TryTake(')'))
        {
            var name = scanner.WordText();
            scanner.SkipSpaces();
            if (scanner.Current is >= (byte)'0' and <= (byte)'9')
                values[name] = scanner.Number();
            else
                scanner.SkipValue();
        }
    }

    // Each namespace is a list of (prefix delimiter extensions…); the personal ones come first.
    private void ReadNamespaces(ImapEvent item, List<ImapNamespace> spaces)
    {
        if (!item.IsData("NAMESPACE"))
            return;
        var scanner = item.Scan(_conversation.Limits.Depth);
        if (!scanner.TryTake('('))
            return;
        while (scanner.TryTake('('))
        {
            var prefix = scanner.StringText() ?? "";
            spaces.Add(new ImapNamespace(Read(prefix), scanner.StringText()));
            while (!scanner.TryTake(')'))
                scanner.SkipValue();
        }
    }
}
