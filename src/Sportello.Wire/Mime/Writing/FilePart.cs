namespace Sportello.Wire.Mime.Writing;

/// <summary>A file in base64, streamed from where it lies.</summary>
internal sealed class FilePart(OutgoingFile file, bool inline) : BodyPart
{
    public override void WriteHeaders(HeaderBlock block)
    {
        // A letter comes here when it cannot be attached as one.
        var type = file.IsLetter ? "application/octet-stream" : file.MediaType;
        block.Structured("Content-Type", type);
        block.Structured("Content-Transfer-Encoding", "base64");
        Disposition(block, file, inline);
        if (file.ContentId is not null)
        {
            block.Structured("Content-ID", MessageIds.TryFormat(file.ContentId)!);
        }
    }

    public override async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        var encoder = new Base64Stream(stream);
        await using (var content = await file.OpenAsync(cancellation))
        {
            await content.CopyToAsync(encoder, cancellation);
        }

        await encoder.FinishAsync(cancellation);
    }

    internal static void Disposition(HeaderBlock block, OutgoingFile file, bool inline)
    {
        var pieces = new List<string> { inline ? "inline" : "attachment" };
        pieces.AddRange(file.Name.Length == 0 ? [] : Parameters.Of("filename", file.Name));
        block.Structured("Content-Disposition", pieces.Select((piece, i) => i < pieces.Count - 1 ? piece + ";" : piece));
    }
}
