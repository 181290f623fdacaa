namespace Sportello.Wire.Mime.Writing;

/// <summary>Another letter, attached as it is (RFC 2046 section 5.2.1): no encoding, only its line ends become CRLF.</summary>
internal sealed class LetterPart(OutgoingFile file, bool eightBit) : BodyPart
{
    public override bool EightBit => eightBit;

    public override void WriteHeaders(HeaderWriter headers)
    {
        headers.Structured("Content-Type", WritableMediaType.Letter);
        headers.Structured("Content-Transfer-Encoding", EightBit ? "8bit" : "7bit");
        FilePart.Disposition(headers, file, inline: false);
    }

    public override async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        await using var content = await file.OpenAsync(cancellation);
        await content.CopyToAsync(new CrlfStream(stream), cancellation);
    }
}
