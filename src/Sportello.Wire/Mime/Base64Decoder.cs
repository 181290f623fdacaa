using System.Buffers;
using System.Buffers.Text;

namespace Sportello.Wire.Mime;

/// <summary>Base64 in lines (RFC 2045 section 6.8): the lines are joined, then decoded in one go by the platform's vectors.</summary>
internal sealed class Base64Decoder : TransferDecoder
{
    private byte[] joined = [];
    private int held;

    public override int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (joined.Length < input.Length + Slack) Grow(input.Length + Slack);

        var length = Join(input);
        var whole = length & ~3;
        Base64.DecodeFromUtf8(joined.AsSpan(0, whole), output, out var consumed, out var written, isFinalBlock: false);

        // Something in these bytes is no base64: go on by hand.
        if (consumed < whole) return written + DecodeLoosely(consumed, length, output[written..]);

        Hold(whole, length);
        return written;
    }

    /// <summary>Copies the input without its line ends behind what is held back of the last one.</summary>
    private int Join(ReadOnlySpan<byte> input)
    {
        var length = held;
        while (true)
        {
            var end = input.IndexOf((byte)'\n');
            var line = end < 0 ? input : input[..end];
            if (line.Length > 0 && line[^1] == '\r') line = line[..^1];
            line.CopyTo(joined.AsSpan(length));
            length += line.Length;
            if (end < 0) return length;
            input = input[(end + 1)..];
        }
    }

    /// <summary>Skips what is not of the alphabet; padding ends a group, and another one may follow.</summary>
    private int DecodeLoosely(int start, int length, Span<byte> output)
    {
        Span<byte> group = stackalloc byte[4];
        var count = 0;
        var written = 0;
        for (var i = start; i < length; i++)
        {
            if (Base64Alphabet.Value(joined[i]) >= 0) group[count++] = joined[i];
            else if (joined[i] != '=') continue;

            if (count < 4 && joined[i] != '=') continue;
            written += DecodeGroup(group[..count], output[written..]);
            count = 0;
        }

        group[..count].CopyTo(joined);
        held = count;
        return written;
    }

    private static int DecodeGroup(ReadOnlySpan<byte> group, Span<byte> output)
    {
        var bits = 0;
        foreach (var character in group) bits = (bits << 6) | Base64Alphabet.Value(character);
        bits <<= 6 * (4 - group.Length);

        var written = Math.Max(0, group.Length - 1);
        for (var i = 0; i < written; i++) output[i] = (byte)(bits >> (16 - (8 * i)));
        return written;
    }

    private void Hold(int from, int to)
    {
        held = to - from;
        joined.AsSpan(from, held).CopyTo(joined);
    }

    /// <summary>The last group may lack its padding.</summary>
    public override int Finish(Span<byte> output)
    {
        Span<byte> group = stackalloc byte[4];
        var count = 0;
        foreach (var character in joined.AsSpan(0, held))
        {
            if (Base64Alphabet.Value(character) >= 0) group[count++] = character;
        }

        held = 0;
        return DecodeGroup(group[..count], output);
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        joined.AsSpan(0, held).CopyTo(larger);
        Dispose();
        joined = larger;
    }

    public override void Dispose()
    {
        if (joined.Length > 0) ArrayPool<byte>.Shared.Return(joined);
        joined = [];
    }
}
