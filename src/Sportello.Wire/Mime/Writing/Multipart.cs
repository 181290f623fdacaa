using System.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>Parts between boundaries (RFC 2046 section 5.1).</summary>
internal sealed class Multipart(string subtype, List<BodyPart> parts, string boundary, string parameter) : BodyPart
{
    public override bool EightBit => parts.Exists(part => part.EightBit);

    /// <summary>One part alone needs nothing around it.</summary>
    public static BodyPart Around(string subtype, List<BodyPart> parts, Func<string> boundary, string parameter = "") =>
        parts is [var only] ? only : new Multipart(subtype, parts, boundary(), parameter);

    public override void WriteHeaders(HeaderWriter headers)
    {
        headers.Structured("Content-Type", $"multipart/{subtype}{parameter};", $"boundary=\"{boundary}\"");
        if (EightBit)
        {
            headers.Structured("Content-Transfer-Encoding", "8bit");
        }
    }

    public override async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        var line = Encoding.ASCII.GetBytes($"--{boundary}\r\n");
        foreach (var part in parts)
        {
            await stream.WriteAsync(line, cancellation);
            var headers = new HeaderWriter();
            part.WriteHeaders(headers);
            headers.Blank();
            await stream.WriteAsync(headers.ToBytes(), cancellation);
            await part.WriteAsync(stream, cancellation);
            await stream.WriteAsync("\r\n"u8.ToArray(), cancellation);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"--{boundary}--"), cancellation);
    }
}
