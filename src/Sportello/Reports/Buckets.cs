using Sportello.Jobs;

namespace Sportello.Reports;

/// <summary>The width of a bar over time.</summary>
public enum BucketWidth
{
    Day,
    Week,
    Month,
}

/// <summary>A stretch of whole days of the house's time zone: from the first moment of the first to the first moment after the last.</summary>
public sealed record Bucket(DateOnly From, DateOnly To, DateTime Start, DateTime End);

public static class Buckets
{
    /// <summary>The stretches from one day to another, both included; weeks begin on Monday, months on the first.</summary>
    public static IReadOnlyList<Bucket> Of(DateOnly from, DateOnly to, BucketWidth width, TimeZoneInfo zone)
    {
        var buckets = new List<Bucket>();
        for (var at = from; at <= to;)
        {
            var next = NextStart(at, width);
            var last = next.AddDays(-1) < to ? next.AddDays(-1) : to;
            buckets.Add(new(at, last, LocalTime.StartOf(at, zone), LocalTime.StartOf(last.AddDays(1), zone)));
            at = next;
        }

        return buckets;
    }

    /// <summary>Days up to a month, weeks up to half a year, months beyond: never so many bars that none can be told from another.</summary>
    public static BucketWidth Fitting(DateOnly from, DateOnly to) => (to.DayNumber - from.DayNumber) switch
    {
        <= 31 => BucketWidth.Day,
        <= 190 => BucketWidth.Week,
        _ => BucketWidth.Month,
    };

    /// <summary>The bucket that a moment lies in; -1 when it lies in none.</summary>
    public static int Find(IReadOnlyList<Bucket> buckets, DateTime moment)
    {
        int low = 0, high = buckets.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (moment < buckets[middle].Start)
            {
                high = middle - 1;
            }
            else if (moment >= buckets[middle].End)
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }

    private static DateOnly NextStart(DateOnly at, BucketWidth width) => width switch
    {
        BucketWidth.Day => at.AddDays(1),
        BucketWidth.Week => at.AddDays(7 - (((int)at.DayOfWeek + 6) % 7)),
        _ => new DateOnly(at.Year, at.Month, 1).AddMonths(1),
    };
}
