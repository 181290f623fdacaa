namespace Sportello.Wire.Mime;

/// <summary>How much of a letter is read. What lies beyond a limit is kept as an attachment and said in the problems, never dropped.</summary>
public sealed record MimeLimits
{
    /// <summary>The limits of a letter unless somebody says otherwise.</summary>
    public static MimeLimits Default { get; } = new();

    /// <summary>Bytes of the message whose structure is looked at (50 MB).</summary>
    public long MessageBytes { get; init; } = 50L * 1024 * 1024;

    /// <summary>Parts of all levels taken together (200).</summary>
    public int Parts { get; init; } = 200;

    /// <summary>Multiparts within multiparts (20).</summary>
    public int Depth { get; init; } = 20;

    /// <summary>Bytes of the body's text, and as many of its HTML (1 MB).</summary>
    public int TextBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of all headers of all parts taken together (1 MB).</summary>
    public int HeaderBytes { get; init; } = 1024 * 1024;

    /// <summary>Fields of one header (2,000).</summary>
    public int HeaderFields { get; init; } = 2000;
}
