using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>One field of a header as it stands in the message (RFC 5322 section 2.2): name, colon, value with its folding, line end.</summary>
public readonly struct HeaderField : IEquatable<HeaderField>
{
    private readonly int nameLength;
    private readonly int valueStart;

    internal HeaderField(ReadOnlyMemory<byte> raw, int nameLength, int valueStart)
    {
        Raw = raw;
        this.nameLength = nameLength;
        this.valueStart = valueStart;
    }

    /// <summary>The whole field, byte for byte, with the line end it had (none at the end of a message that was cut).</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>What follows the colon, byte for byte, with its folding and line end.</summary>
    public ReadOnlyMemory<byte> RawValue => Raw[valueStart..];

    /// <summary>The name as written.</summary>
    public string Name => Encoding.Latin1.GetString(RawName);

    internal ReadOnlySpan<byte> RawName => Raw.Span[..nameLength];

    internal bool Is(ReadOnlySpan<char> name) => Ascii.EqualsIgnoreCase(RawName, name);

    /// <inheritdoc />
    public bool Equals(HeaderField other) => Raw.Span.SequenceEqual(other.Raw.Span);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is HeaderField other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Raw.Length;

    /// <summary>Same bytes.</summary>
    public static bool operator ==(HeaderField left, HeaderField right) => left.Equals(right);

    /// <summary>Other bytes.</summary>
    public static bool operator !=(HeaderField left, HeaderField right) => !left.Equals(right);
}
