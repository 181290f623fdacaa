namespace Sportello.Wire.Mime.Writing;

/// <summary>One entity of the tree (RFC 2045 section 2.4): its own headers and its body.</summary>
internal abstract class BodyPart
{
    /// <summary>True when the body holds octets above 127.</summary>
    public virtual bool EightBit => false;

    /// <summary>True when the body writes the end of its last line itself.</summary>
    public virtual bool EndsItsLastLine => false;

    public abstract void WriteHeaders(HeaderWriter headers);

    public abstract Task WriteAsync(Stream stream, CancellationToken cancellation);
}
