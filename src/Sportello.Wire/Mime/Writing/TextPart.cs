using System.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// Words in UTF-8. Short plain ASCII lines go as they are; else quoted-printable or base64, whichever is shorter.
/// </summary>
internal sealed class TextPart : BodyPart
{
    private const int CharsAtOnce = 4096;

    private readonly string _subtype;
    private string _text;
    private TextEncoding _encoding;

    public TextPart(string subtype, string text)
    {
        _subtype = subtype;
        _text = text;
        _encoding = TextEncodings.For(text);
    }

    public override bool EndsItsLastLine => EndsWithLineEnd && _encoding != TextEncoding.Base64;

    private bool EndsWithLineEnd => _text is [.., '\r' or '\n'];

    /// <summary>The whole body of a message ends with a line's end, so the text gets one where it has none.</summary>
    public void StandAlone()
    {
        if (!EndsWithLineEnd)
        {
            _text += "\r\n";
            _encoding = TextEncodings.For(_text);
        }
    }

    public override void WriteHeaders(HeaderWriter headers)
    {
        headers.Structured("Content-Type", $"text/{_subtype}; charset=utf-8");
        headers.Structured("Content-Transfer-Encoding", _encoding switch
        {
            TextEncoding.SevenBit => "7bit",
            TextEncoding.QuotedPrintable => "quoted-printable",
            TextEncoding.Base64 => "base64",
            _ => throw new InvalidOperationException("An unknown transfer encoding."),
        });
    }

    public override async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        EncodingStream? encoder = _encoding switch
        {
            TextEncoding.QuotedPrintable => new QuotedPrintableStream(stream),
            TextEncoding.Base64 => new Base64Stream(stream),
            _ => null,
        };
        var lines = new CrlfStream(encoder ?? stream);
        var utf8 = Encoding.UTF8.GetEncoder();
        var octets = new byte[Encoding.UTF8.GetMaxByteCount(CharsAtOnce)];
        for (var start = 0; start < _text.Length; start += CharsAtOnce)
        {
            var count = Math.Min(CharsAtOnce, _text.Length - start);
            var written = utf8.GetBytes(_text.AsSpan(start, count), octets, flush: start + count == _text.Length);
            await lines.WriteAsync(octets.AsMemory(0, written), cancellation);
        }

        if (encoder is not null)
        {
            await encoder.FinishAsync(cancellation);
        }
    }
}
