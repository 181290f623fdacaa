using System.Collections;
using System.Globalization;
using System.Text;

namespace Sportello.Wire.Imap;

/// <summary>UIDs from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct UidRange(uint First, uint Last);

/// <summary>A set of UIDs in ascending order, held as ranges (RFC 9051, sequence-set). Stays small however many messages it names.</summary>
public sealed class UidSet : IEnumerable<uint>
{
    private readonly UidRange[] _ranges;

    private UidSet(UidRange[] ranges) => _ranges = ranges;

    /// <summary>No UID at all.</summary>
    public static UidSet Empty { get; } = new([]);

    /// <summary>The ranges, ascending, neither touching nor overlapping.</summary>
    public IReadOnlyList<UidRange> Ranges => _ranges;

    /// <summary>Whether the set names no UID.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>How many UIDs the set names.</summary>
    public long Count => _ranges.Sum(range => (long)range.Last - range.First + 1);

    /// <summary>The UIDs given, in any order; 0 is not a UID and is left out.</summary>
    public static UidSet Of(params IEnumerable<uint> uids) => FromRanges(uids.Select(uid => new UidRange(uid, uid)));

    /// <summary>All UIDs from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static UidSet Range(uint first, uint last) => FromRanges([new UidRange(first, last)]);

    /// <summary>All UIDs from <paramref name="first"/> on, written <c>first:*</c>.</summary>
    public static UidSet From(uint first) => Range(first, uint.MaxValue);

    /// <summary>Whether the set names this UID.</summary>
    public bool Contains(uint uid)
    {
        var (low, high) = (0, _ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (uid < _ranges[middle].First)
                high = middle - 1;
            else if (uid > _ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }
        return false;
    }

    /// <inheritdoc />
    public IEnumerator<uint> GetEnumerator()
    {
        foreach (var (first, last) in _ranges)
        {
            for (var uid = (long)first; uid <= last; uid++)
                yield return (uint)uid;
        }
    }

    /// <summary>The set as it is written in a command; an open end is <c>*</c>.</summary>
    public override string ToString() => string.Join(',', _ranges.Select(Write));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The set cut into pieces whose written form stays within a command line.</summary>
    internal IEnumerable<string> InLines(int longest)
    {
        var line = new StringBuilder();
        foreach (var written in _ranges.Select(Write))
        {
            if (line.Length > 0 && line.Length + written.Length + 1 > longest)
            {
                yield return line.ToString();
                line.Clear();
            }
            if (line.Length > 0)
                line.Append(',');
            line.Append(written);
        }
        if (line.Length > 0)
            yield return line.ToString();
    }

    internal static UidSet FromRanges(IEnumerable<UidRange> ranges)
    {
        var joined = new List<UidRange>();
        foreach (var range in InOrder(ranges))
        {
            if (joined.Count > 0 && range.First <= (long)joined[^1].Last + 1)
                joined[^1] = joined[^1] with { Last = Math.Max(joined[^1].Last, range.Last) };
            else
                joined.Add(range);
        }
        return joined.Count == 0 ? Empty : new([.. joined]);
    }

    /// <summary>Reads a set a server wrote; null when it is none.</summary>
    internal static UidSet? TryParse(ReadOnlySpan<char> written)
    {
        var ranges = new List<UidRange>();
        foreach (var part in written.Split(','))
        {
            var piece = written[part];
            var colon = piece.IndexOf(':');
            if (!TryNumber(colon < 0 ? piece : piece[..colon], out var first) || !TryNumber(colon < 0 ? piece : piece[(colon + 1)..], out var last))
                return null;
            ranges.Add(new UidRange(first, last));
        }
        return FromRanges(ranges);
    }

    private static IOrderedEnumerable<UidRange> InOrder(IEnumerable<UidRange> ranges) => ranges
        .Select(range => range.First <= range.Last ? range : new UidRange(range.Last, range.First))
        .Where(range => range.Last > 0)
        .Select(range => range.First > 0 ? range : range with { First = 1 })
        .OrderBy(range => range.First);

    private static bool TryNumber(ReadOnlySpan<char> text, out uint number)
    {
        number = uint.MaxValue;
        return text is "*" || uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static string Write(UidRange range) => (range.First == range.Last, range.Last == uint.MaxValue) switch
    {
        (true, _) => range.First.ToString(CultureInfo.InvariantCulture),
        (false, true) => string.Create(CultureInfo.InvariantCulture, $"{range.First}:*"),
        (false, false) => string.Create(CultureInfo.InvariantCulture, $"{range.First}:{range.Last}"),
    };
}
