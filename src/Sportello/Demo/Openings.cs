namespace Sportello.Demo;

/// <summary>When tickets come in: on working days, less in August and at Christmas, more after a release, slowly more over the years, and most in the last two weeks.</summary>
internal sealed class Openings(DateOnly today, Releases releases, OfficeHours hours, Dice dice)
{
    private const int Years = 2;

    /// <summary>So many moments, in order, none later than <paramref name="now"/>.</summary>
    public List<DateTime> Draw(int count, DateTime now)
    {
        var first = today.AddYears(-Years).AddDays(4);
        var days = Enumerable.Range(0, today.DayNumber - first.DayNumber).Select(first.AddDays).ToList();
        var weights = days.ConvertAll(Weight);
        var moments = new List<DateTime> { now - dice.Minutes(25, 55), now - dice.Minutes(150, 260) };
        var (total, passed, day) = (weights.Sum(), 0.0, 0);
        for (var i = 0; moments.Count < count; i++)
        {
            var mark = (i + dice.Between(0, 1)) / (count - 2) * total;
            while (day < days.Count - 1 && passed + weights[day] < mark)
            {
                passed += weights[day++];
            }

            moments.Add(hours.At(days[day], TimeOfDay()));
        }

        moments.Sort();
        return moments;
    }

    private double Weight(DateOnly day)
    {
        var weekday = day.DayOfWeek switch
        {
            DayOfWeek.Monday => 1.25,
            DayOfWeek.Friday => 0.8,
            DayOfWeek.Saturday or DayOfWeek.Sunday => 0,
            _ => 1.0,
        };
        var season = (day.Month, day.Day) switch
        {
            (8, _) => 0.45,
            (12, >= 23) or (1, <= 6) => 0.2,
            (1, _) => 1.3,
            _ => 1.0,
        };
        var age = today.DayNumber - day.DayNumber;
        var fresh = age <= 14 ? 3 : 1;
        var growth = 1.4 - (0.9 * age / 730);
        return weekday * season * fresh * growth * (1 + (1.6 * Math.Exp(-releases.DaysSince(day) / 6.0)));
    }

    private TimeSpan TimeOfDay() => dice.Pick(
        (0.52, TimeSpan.FromHours(8.4) + dice.Minutes(0, 240)),
        (0.42, TimeSpan.FromHours(14) + dice.Minutes(0, 250)),
        (0.06, TimeSpan.FromHours(18.5) + dice.Minutes(0, 200)));
}
