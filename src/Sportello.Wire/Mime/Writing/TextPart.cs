using System.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// Words in UTF-8. Short plain ASCII lines go as they are; else quoted-printable or base64, whichever is shorter.
/// </summary>
internal sealed class TextPart : BodyPart
{
    private const int CharsAtOnce = 4096;

    private readonly string subtype;
    private string text;
    private TextEncoding encoding;

    public TextPart(string subtype, string text)
    {
        this.subtype = subtype;
        this.text = text;
        encoding = TextEncodings.For(text);
    }

    public override bool EndsItsLastLine => EndsWithLineEnd && encoding != TextEncoding.Base64;

    private bool EndsWithLineEnd => text is [.., '\r' or '\n'];

    /// <summary>The whole body of a message ends with a line's end, so the text gets one where it has none.</summary>
    public void StandAlone()
    {
        if (!EndsWithLineEnd)
        {
            text += "\r\n";
            encoding = TextEncodings.For(text);
        }
    }

    public override void WriteHeaders(HeaderBlock block)
    {
        block.Structured("Content-Type", $"text/{subtype}; charset=utf-8");
        block.Structured("Content-Transfer-Encoding", encoding switch
        {
            TextEncoding.SevenBit => "7bit",
            TextEncoding.QuotedPrintable => "quoted-printable",
            TextEncoding.Base64 => "base64",
            _ => throw new InvalidOperationException("An unknown transfer encoding."),
        });
    }

    public override async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        EncodingStream? encoder = encoding switch
        {
            TextEncoding.QuotedPrintable => new QuotedPrintableStream(stream),
            TextEncoding.Base64 => new Base64Stream(stream),
            _ => null,
        };
        var lines = new CrlfStream(encoder ?? stream);
        var utf8 = Encoding.UTF8.GetEncoder();
        var octets = new byte[Encoding.UTF8.GetMaxByteCount(CharsAtOnce)];
        for (var start = 0; start < text.Length; start += CharsAtOnce)
        {
            var count = Math.Min(CharsAtOnce, text.Length - start);
            var written = utf8.GetBytes(text.AsSpan(start, count), octets, flush: start + count == text.Length);
            await lines.WriteAsync(octets.AsMemory(0, written), cancellationToken);
        }

        if (encoder is not null)
        {
            await encoder.FinishAsync(cancellationToken);
        }
    }
}
