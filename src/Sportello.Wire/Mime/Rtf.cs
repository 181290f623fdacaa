using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>The compressed rich text of Outlook (MS-OXRTFCP), down to its plain words.</summary>
internal static class Rtf
{
    private const uint Compressed = 0x75465A4C;
    private const uint Uncompressed = 0x414C454D;

    /// <summary>The text with which every dictionary starts (MS-OXRTFCP section 2.1.2.1).</summary>
    private const string Dictionary =
        "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

    public static string? ToText(byte[]? compressed, int atMost) =>
        compressed is null || Decompress(compressed, atMost) is not { } rtf ? null : new RtfText(Encoding.Latin1.GetString(rtf)).Read();

    /// <summary>The rich text, or null if these bytes are none.</summary>
    public static byte[]? Decompress(ReadOnlySpan<byte> data, int atMost)
    {
        if (data.Length < 16) return null;

        var kind = BinaryPrimitives.ReadUInt32LittleEndian(data[8..]);
        var size = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(data[4..]), (uint)atMost);
        var body = data[16..];
        if (kind == Uncompressed) return body[..Math.Min(size, body.Length)].ToArray();
        return kind == Compressed ? Expand(body, size) : null;
    }

    private static byte[] Expand(ReadOnlySpan<byte> body, int size)
    {
        var window = new byte[4096];
        var write = Encoding.ASCII.GetBytes(Dictionary, window);
        var text = new ArrayBufferWriter<byte>(Math.Max(16, Math.Min(size, body.Length * 4)));
        var at = 0;
        while (at < body.Length && text.WrittenCount < size)
        {
            int flags = body[at++];
            for (var bit = 0; bit < 8 && at < body.Length && text.WrittenCount < size; bit++, flags >>= 1)
            {
                if ((flags & 1) == 0)
                {
                    Put(body[at++], window, ref write, text);
                    continue;
                }

                if (at + 1 >= body.Length) return text.WrittenSpan.ToArray();

                var from = (body[at] << 4) | (body[at + 1] >> 4);
                var count = (body[at + 1] & 15) + 2;
                at += 2;
                if (from == write) return text.WrittenSpan.ToArray();
                for (var i = 0; i < count; i++) Put(window[(from + i) & 4095], window, ref write, text);
            }
        }

        return text.WrittenSpan.ToArray();
    }

    private static void Put(byte value, byte[] window, ref int write, ArrayBufferWriter<byte> text)
    {
        text.GetSpan(1)[0] = value;
        text.Advance(1);
        window[write] = value;
        write = (write + 1) & 4095;
    }
}
