namespace Sportello.Wire.Mime;

/// <summary>Undoes a transfer encoding piece by piece. What cannot be decoded is left out or kept, never an error.</summary>
internal abstract class TransferDecoder : IDisposable
{
    /// <summary>How much longer than its input a decoder's output may be: what it held back, at most a line of uuencode.</summary>
    public const int Slack = 128;

    public static TransferDecoder For(string encoding) => encoding switch
    {
        TransferEncodings.Base64 => new Base64Decoder(),
        TransferEncodings.QuotedPrintable => new QuotedPrintableDecoder(),
        TransferEncodings.Uuencode => new UuDecoder(),
        _ => new IdentityDecoder(),
    };

    /// <summary>Decodes all of the input into the output, which is at least as long and <see cref="Slack"/> more.</summary>
    /// <returns>Bytes written.</returns>
    public abstract int Decode(ReadOnlySpan<byte> input, Span<byte> output);

    /// <summary>Writes what was held back for an input that did not come.</summary>
    public virtual int Finish(Span<byte> output) => 0;

    public virtual void Dispose()
    {
    }

    private sealed class IdentityDecoder : TransferDecoder
    {
        public override int Decode(ReadOnlySpan<byte> input, Span<byte> output)
        {
            input.CopyTo(output);
            return input.Length;
        }
    }
}
