namespace Sportello.Demo;

/// <summary>Chance that falls the same way every time, so that two demos of one day are alike.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public double Between(double least, double most) => least + (_random.NextDouble() * (most - least));

    public int Whole(int least, int most) => _random.Next(least, most + 1);

    public TimeSpan Minutes(double least, double most) => TimeSpan.FromSeconds(Math.Round(60 * Between(least, most)));

    /// <summary>Often short, seldom long, as waiting is.</summary>
    public TimeSpan Wait(double leastHours, double mostHours)
    {
        var far = _random.NextDouble();
        return TimeSpan.FromSeconds(Math.Round(3600 * (leastHours + (far * far * (mostHours - leastHours)))));
    }

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    /// <summary>Picks by weight.</summary>
    public T Pick<T>(params ReadOnlySpan<(double Weight, T Value)> from)
    {
        var total = 0.0;
        foreach (var (weight, _) in from)
        {
            total += weight;
        }

        var mark = _random.NextDouble() * total;
        foreach (var (weight, value) in from)
        {
            mark -= weight;
            if (mark < 0)
            {
                return value;
            }
        }

        return from[^1].Value;
    }

    public void Shuffle<T>(IList<T> things)
    {
        for (var i = things.Count - 1; i > 0; i--)
        {
            var j = _random.Next(i + 1);
            (things[i], things[j]) = (things[j], things[i]);
        }
    }
}
