namespace Sportello.Wire.Mime.Writing;

/// <summary>A file in base64, streamed from where it lies.</summary>
internal sealed class FilePart(OutgoingFile file, bool inline) : BodyPart
{
    public override void WriteHeaders(HeaderWriter headers)
    {
        // A letter comes here when it cannot be attached as one.
        var type = file.IsLetter ? "application/octet-stream" : file.MediaType;
        headers.Structured("Content-Type", type);
        headers.Structured("Content-Transfer-Encoding", "base64");
        Disposition(headers, file, inline);
        if (file.ContentId is not null)
        {
            headers.Structured("Content-ID", MessageIdWriter.TryFormat(file.ContentId)!);
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

    internal static void Disposition(HeaderWriter headers, OutgoingFile file, bool inline)
    {
        var pieces = new List<string> { inline ? "inline" : "attachment" };
        pieces.AddRange(file.Name.Length == 0 ? [] : Parameters.Of("filename", file.Name));
        headers.Structured("Content-Disposition", pieces.Select((piece, i) => i < pieces.Count - 1 ? piece + ";" : piece));
    }
}
