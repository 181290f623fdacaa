namespace Sportello.Reports;

/// <summary>Times of one group, for the middle one and the one that nine of ten stay within (nearest rank).</summary>
internal sealed class Spread
{
    private readonly List<int> _seconds = [];
    private bool _sorted;

    public void Add(TimeSpan time)
    {
        _seconds.Add((int)Math.Clamp(time.TotalSeconds, 0, int.MaxValue));
        _sorted = false;
    }

    public void Add(Spread other)
    {
        _seconds.AddRange(other._seconds);
        _sorted = false;
    }

    public double? Median => At(0.5);

    public double? Ninetieth => At(0.9);

    private double? At(double part)
    {
        if (_seconds.Count == 0)
        {
            return null;
        }

        if (!_sorted)
        {
            _seconds.Sort();
            _sorted = true;
        }

        return _seconds[(int)Math.Ceiling(part * _seconds.Count) - 1];
    }
}
