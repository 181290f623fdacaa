namespace Sportello.Wire.Mime;

/// <summary>The structure of a message (RFC 5322, RFC 2045 to 2047). Content stays where it is, in the stream the message was read from.</summary>
public sealed class MimeMessage
{
    internal MimeMessage(MimeEntity root, MimeEntity? remainder, IReadOnlyList<string> problems)
    {
        Root = root;
        Remainder = remainder;
        Problems = problems;
    }

    /// <summary>The message as an entity; its children are the parts, if it has any.</summary>
    public MimeEntity Root { get; }

    /// <summary>The bytes beyond the limit of a message's length, or null.</summary>
    public MimeEntity? Remainder { get; }

    /// <summary>The header of the message.</summary>
    public HeaderList Headers => Root.Headers;

    /// <summary>Sentences saying what had to be mended to read the message; empty for a flawless one.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>
    /// Reads the structure of a message in one pass. Any bytes are a message: only the stream's own errors and a
    /// cancelled token are thrown. Memory is bounded by the limits, not by the message.
    /// </summary>
    /// <param name="source">A stream that can seek, read from position 0; it must stay open as long as content is read.</param>
    /// <param name="limits">How much is looked at; <see cref="MimeLimits.Default"/> if null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<MimeMessage> ReadAsync(Stream source, MimeLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.CanSeek) throw new ArgumentException("The stream of a message must be able to seek.", nameof(source));

        using var parser = new MimeParser(source, limits ?? MimeLimits.Default);
        return await parser.ParseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All leaves in order, from the outermost to the innermost.</summary>
    public IEnumerable<MimeEntity> Leaves() => Leaves(Root);

    private static IEnumerable<MimeEntity> Leaves(MimeEntity entity) =>
        entity.IsMultipart ? entity.Children.SelectMany(Leaves) : [entity];
}
