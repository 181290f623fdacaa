using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

/// <summary>How much a server may make the client hold in memory. Bodies are streamed and have no limit here.</summary>
public sealed record ImapLimits
{
    /// <summary>The usual limits.</summary>
    public static ImapLimits Default { get; } = new();

    /// <summary>Deadlines, and the longest line: a search in a large folder is answered in one.</summary>
    public WireLimits Wire { get; init; } = WireLimits.Default with { LineOctets = 16 * 1024 * 1024 };

    /// <summary>Octets kept of one literal that is not a body, such as the header of a message; what is longer is cut there and said to be cut.</summary>
    public int LiteralOctets { get; init; } = 1024 * 1024;

    /// <summary>Octets of one whole response; more breaks the conversation.</summary>
    public int ResponseOctets { get; init; } = 64 * 1024 * 1024;

    /// <summary>Parentheses within parentheses; more break the conversation.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>UIDs one search may find; more break the conversation, since a few octets can name four thousand million.</summary>
    public long FoundUids { get; init; } = 10_000_000;

    /// <summary>Longest command line sent, in octets; long sets of UIDs are spread over several commands (RFC 7162 section 4 asks servers for 8192).</summary>
    public int CommandOctets { get; init; } = 8000;
}
