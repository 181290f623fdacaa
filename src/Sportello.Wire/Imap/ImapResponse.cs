using System.Runtime.InteropServices;

namespace Sportello.Wire.Imap;

/// <summary>One response in one piece: the text of its lines and, in their places, the literals. The memory is used again for the next response.</summary>
internal sealed class ImapResponse
{
    private readonly List<ImapLiteral> _literals = [];
    private byte[] _octets = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, Length);

    public ReadOnlySpan<ImapLiteral> Literals => CollectionsMarshal.AsSpan(_literals);

    public void Clear()
    {
        Length = 0;
        _literals.Clear();
        // One huge response should not be paid for until the end of the session.
        if (_octets.Length > 1024 * 1024)
            _octets = new byte[4096];
    }

    public void Append(ReadOnlySpan<byte> octets) => octets.CopyTo(Extend(octets.Length).Span);

    public Memory<byte> Extend(int count)
    {
        if (_octets.Length - Length < count)
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, Length + count));
        var room = _octets.AsMemory(Length, count);
        Length += count;
        return room;
    }

    /// <summary>Notes that the marker at <paramref name="marker"/> stands for the octets that are appended next.</summary>
    public void AddLiteral(int marker, int kept, bool isCut, bool isStreamed) =>
        _literals.Add(new ImapLiteral(marker, Length, kept, isCut, isStreamed));
}

/// <summary>Where a literal lies in its response.</summary>
/// <param name="Marker">Where its <c>{N}</c> begins.</param>
/// <param name="Start">Where its octets begin.</param>
/// <param name="Length">How many octets were kept.</param>
/// <param name="IsCut">Whether it was longer.</param>
/// <param name="IsStreamed">Whether its octets went by without being kept.</param>
internal readonly record struct ImapLiteral(int Marker, int Start, int Length, bool IsCut, bool IsStreamed);
