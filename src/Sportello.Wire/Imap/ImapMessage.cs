namespace Sportello.Wire.Imap;

/// <summary>What the server told of one message without its body.</summary>
public sealed class ImapMessage
{
    internal ImapMessage(ImapFetched fetched)
    {
        Uid = fetched.Uid;
        Flags = fetched.Flags ?? [];
        ArrivedAt = fetched.ArrivedAt;
        Size = fetched.Size ?? 0;
        ModSeq = fetched.ModSeq;
        Header = fetched.Header ?? [];
        IsHeaderCut = fetched.IsCut;
    }

    /// <summary>The message's UID in the selected folder.</summary>
    public uint Uid { get; }

    /// <summary>Its flags, such as <c>\Seen</c>.</summary>
    public IReadOnlyList<string> Flags { get; }

    /// <summary>When it came into the folder (INTERNALDATE); null when the server's date makes no sense.</summary>
    public DateTimeOffset? ArrivedAt { get; }

    /// <summary>Octets of the whole message.</summary>
    public long Size { get; }

    /// <summary>Its modification sequence (RFC 7162); 0 where there is none.</summary>
    public ulong ModSeq { get; }

    /// <summary>The header, or the fields asked for, as they are in the message.</summary>
    public byte[] Header { get; }

    /// <summary>Whether the header was longer than <see cref="ImapLimits.LiteralOctets"/> and ends there.</summary>
    public bool IsHeaderCut { get; }
}

/// <summary>One message with its octets. The content is read while it comes off the line and only until the enumeration moves on.</summary>
public sealed class ImapBody
{
    internal ImapBody(ImapFetched fetched, Stream content)
    {
        Uid = fetched.Uid;
        Flags = fetched.Flags;
        ArrivedAt = fetched.ArrivedAt;
        Content = content;
    }

    /// <summary>The message's UID in the selected folder.</summary>
    public uint Uid { get; }

    /// <summary>Its flags; null when the server names them only after the content.</summary>
    public IReadOnlyList<string>? Flags { get; }

    /// <summary>When it came into the folder; null when the server says so only after the content, or its date makes no sense.</summary>
    public DateTimeOffset? ArrivedAt { get; }

    /// <summary>Octets of the content.</summary>
    public long Length => Content.Length;

    /// <summary>The whole message, octet for octet. Forward only.</summary>
    public Stream Content { get; }
}
