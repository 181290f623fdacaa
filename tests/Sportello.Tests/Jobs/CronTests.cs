using System.Globalization;
using Sportello.Jobs;

namespace Sportello.Tests.Jobs;

/// <summary>When a program is due, on wall clocks that jump.</summary>
public sealed class CronTests
{
    private static readonly TimeZoneInfo Rome = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");

    [Theory]
    [InlineData("1 9 * * 2-6", "2013-06-16T12:00", "2013-06-18T09:01")]
    [InlineData("1 9 * * 2-6", "2013-06-18T09:01", "2013-06-19T09:01")]
    [InlineData("2 9 * * 1", "2013-06-17T09:01", "2013-06-17T09:02")]
    [InlineData("3 9 1 * *", "2013-01-31T23:59", "2013-02-01T09:03")]
    [InlineData("0 9 * * 1-5", "2013-06-14T09:00", "2013-06-17T09:00")]
    [InlineData("0 9 * * 7", "2013-06-14T09:00", "2013-06-16T09:00")]
    [InlineData("0 9 * * 0", "2013-06-14T09:00", "2013-06-16T09:00")]
    [InlineData("0 9 * * 5-7", "2013-06-16T09:00", "2013-06-21T09:00")]
    [InlineData("0 9 * * sat-mon", "2013-06-16T09:00", "2013-06-17T09:00")]
    [InlineData("0 0 13 * 5", "2013-09-10T00:00", "2013-09-13T00:00")]
    [InlineData("0 0 13 * 5", "2013-09-13T00:00", "2013-09-20T00:00")]
    [InlineData("*/20 8-9 * JAN,FEB *", "2013-02-28T09:40", "2014-01-01T08:00")]
    [InlineData("0 12 29 2 *", "2013-06-16T12:00", "2016-02-29T12:00")]
    public void The_next_time_is_the_one_that_cron_has_always_had(string cron, string after, string next) =>
        Assert.Equal(next, Wall(Cron.Read(cron).Next(LocalTime.ToUtc(Parse(after), Rome), Rome)!.Value));

    [Fact]
    public void A_time_that_spring_skips_comes_at_the_first_moment_after_and_once()
    {
        var due = All("30 2 * * *", "2013-03-30T00:00", "2013-04-02T00:00");
        Assert.Equal(["2013-03-30T02:30", "2013-03-31T03:00", "2013-04-01T02:30"], due.Select(Wall));
    }

    [Fact]
    public void A_time_that_autumn_shows_twice_comes_once_at_its_first_showing()
    {
        var due = All("30 2 * * *", "2013-10-26T00:00", "2013-10-29T00:00");
        Assert.Equal(["2013-10-26T00:30", "2013-10-27T00:30", "2013-10-28T01:30"], due.Select(d => d.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("2013-03-31", 23)]
    [InlineData("2013-10-27", 25)]
    [InlineData("2013-06-16", 24)]
    public void What_comes_every_quarter_follows_the_hours_as_they_pass(string day, int hours)
    {
        var start = LocalTime.ToUtc(Parse(day + "T00:00"), Rome);
        var due = All("*/15 * * * *", day + "T00:00", DateOnly.Parse(day, CultureInfo.InvariantCulture).AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00");
        Assert.Equal(Enumerable.Range(1, hours * 4).Select(n => start.AddMinutes(15 * n)), due);
    }

    [Fact]
    public void Years_away_are_counted_to_a_limit_and_the_last_turn_is_still_right()
    {
        var now = LocalTime.ToUtc(Parse("2013-06-16T12:07"), Rome);
        var (_, last, count) = Cron.Read("* * * * *").Between(now.AddYears(-1), now, Rome);
        Assert.True(count >= 10_000);
        Assert.Equal("2013-06-16T12:07", Wall(last!.Value));
    }

    [Theory]
    [InlineData("0 9 * *", "five fields")]
    [InlineData("60 9 * * *", "60 9 * * *")]
    [InlineData("0 9 L * *", "day of month")]
    [InlineData("0 9 * * 8", "day of week")]
    [InlineData("0 9 * * 1#2", "day of week")]
    [InlineData("at nine every day now", "none")]
    [InlineData("0 0 9 * * ?", "five fields")]
    public void What_is_no_expression_is_refused_with_what_would_be_right(string cron, string said)
    {
        var fault = Assert.Throws<CronFault>(() => Cron.Read(cron));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Contains("0 9 * * 1-5", fault.Message, StringComparison.Ordinal);
    }

    private static List<DateTime> All(string cron, string after, string until)
    {
        var due = new List<DateTime>();
        for (var next = Cron.Read(cron).Next(LocalTime.ToUtc(Parse(after), Rome), Rome); next <= LocalTime.ToUtc(Parse(until), Rome); next = Cron.Read(cron).Next(next.Value, Rome))
        {
            due.Add(next.Value);
        }

        return due;
    }

    private static DateTime Parse(string wall) => DateTime.Parse(wall, CultureInfo.InvariantCulture);

    private static string Wall(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, Rome).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
