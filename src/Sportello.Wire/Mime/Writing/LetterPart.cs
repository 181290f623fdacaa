namespace Sportello.Wire.Mime.Writing;

/// <summary>Another letter, attached as it is (RFC 2046 section 5.2.1): no encoding, only its line ends become CRLF.</summary>
internal sealed class LetterPart : BodyPart
{
    private readonly OutgoingFile file;

    public LetterPart(OutgoingFile file, bool eightBit)
    {
        this.file = file;
        EightBit = eightBit;
    }

    public override bool EightBit { get; }

    public override void WriteHeaders(HeaderBlock block)
    {
        block.Structured("Content-Type", WritableMediaType.Letter);
        block.Structured("Content-Transfer-Encoding", EightBit ? "8bit" : "7bit");
        FilePart.Disposition(block, file, inline: false);
    }

    public override async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var content = await file.OpenAsync(cancellationToken);
        await content.CopyToAsync(new CrlfStream(stream), cancellationToken);
    }
}
