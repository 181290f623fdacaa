namespace Sportello.Portable.Taking;

/// <summary>Numbers that mostly follow each other, a bit for each: a million take a little over a hundred kilobytes.</summary>
internal sealed class NumberSet
{
    private const int PageBits = 16;
    private readonly Dictionary<int, ulong[]> _pages = [];

    /// <summary>False when it was there already.</summary>
    public bool Add(int number)
    {
        if (!_pages.TryGetValue(number >> PageBits, out var page))
        {
            _pages[number >> PageBits] = page = new ulong[1 << (PageBits - 6)];
        }

        var within = number & ((1 << PageBits) - 1);
        var bit = 1UL << (within & 63);
        var added = (page[within >> 6] & bit) == 0;
        page[within >> 6] |= bit;
        return added;
    }
}
