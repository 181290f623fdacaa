using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Tests.Jobs;

namespace Sportello.Tests.Leaders;

public sealed class PeriodTests
{
    [Theory]
    [InlineData(Period.Day, "2013-06-16", "2013-06-15", "2013-06-15")]
    [InlineData(Period.Week, "2013-06-17", "2013-06-10", "2013-06-16")]
    [InlineData(Period.Month, "2013-06-16", "2013-06-01", "2013-06-15")]
    [InlineData(Period.Month, "2013-07-01", "2013-06-01", "2013-06-30")]
    [InlineData(Period.Month, "2013-03-02", "2013-03-01", "2013-03-01")]
    [InlineData(Period.Day, "2013-01-01", "2012-12-31", "2012-12-31")]
    [InlineData(Period.Month, "2012-03-01", "2012-02-01", "2012-02-29")]
    public async Task Every_period_ends_with_yesterday(Period period, string date, string from, string to)
    {
        await using var town = await Scenario.Open(DatabaseProvider.Sqlite);
        var days = Days.Of(period, Manner.Of(town.House, date, false).Moment, town.House.Settings.Work.TimeZone);
        Assert.Equal((from, to), (days.From.ToString("yyyy-MM-dd"), days.To.ToString("yyyy-MM-dd")));
    }

    [Theory]
    [InlineData("Europe/Rome", "2013-06-14T22:00", "2013-06-15T22:00")]
    [InlineData("Europe/Moscow", "2013-06-14T20:00", "2013-06-15T20:00")]
    [InlineData("America/New_York", "2013-06-15T04:00", "2013-06-16T04:00")]
    public async Task A_day_goes_from_midnight_to_midnight_of_the_configured_zone(string zone, string first, string after)
    {
        await using var town = await Scenario.Open(DatabaseProvider.Sqlite, zone);
        await town.Workers("luca", "sandro");
        await town.Ticket("sandro", Shift(first, -1));
        await town.Ticket("luca", first);
        await town.Ticket("luca", Shift(after, -1));
        await town.Ticket("sandro", after);

        var answer = await CountingTests.Count(town, Period.Day, "2013-06-16");

        Assert.Equal(["luca 2"], answer.People.Select(p => $"{p.Contact} {p.Total}"));
    }

    [Theory]
    [InlineData("Europe/Rome", "2013-04-01", "2013-03-30T23:00", "2013-03-31T22:00")]
    [InlineData("Europe/Rome", "2013-10-28", "2013-10-26T22:00", "2013-10-27T23:00")]
    [InlineData("America/New_York", "2013-03-11", "2013-03-10T05:00", "2013-03-11T04:00")]
    [InlineData("America/New_York", "2013-11-04", "2013-11-03T04:00", "2013-11-04T05:00")]
    [InlineData("Asia/Beirut", "2013-04-01", "2013-03-30T22:00", "2013-03-31T21:00")]
    [InlineData("America/Havana", "2013-11-04", "2013-11-03T04:00", "2013-11-04T05:00")]
    public async Task The_two_odd_days_of_the_year_have_twenty_three_or_twenty_five_hours(string zone, string date, string first, string after)
    {
        await using var town = await Scenario.Open(DatabaseProvider.Sqlite, zone);
        await town.Workers("luca", "sandro");
        await town.Ticket("sandro", Shift(first, -1));
        await town.Ticket("luca", first);
        await town.Ticket("luca", Shift(after, -1));
        await town.Ticket("sandro", after);

        var answer = await CountingTests.Count(town, Period.Day, date);

        Assert.Equal(["luca 2"], answer.People.Select(p => $"{p.Contact} {p.Total}"));
    }

    [Theory]
    [InlineData("2013-06-16T00:30", "2013-06-15")]
    [InlineData("2013-06-15T23:59", "2013-06-14")]
    public async Task A_time_of_day_may_be_pretended_and_is_of_the_configured_zone(string date, string yesterday)
    {
        await using var town = await Scenario.Open(DatabaseProvider.Sqlite);
        Assert.Equal(yesterday, (await CountingTests.Count(town, Period.Day, date)).From.ToString("yyyy-MM-dd"));
    }

    [Theory]
    [InlineData("2013-6-1")]
    [InlineData("yesterday")]
    [InlineData("2013-02-30")]
    [InlineData("2013-06-16T25:00")]
    public async Task What_is_not_a_moment_is_refused_in_words(string date)
    {
        await using var town = await Scenario.Open(DatabaseProvider.Sqlite);
        Assert.Contains("YYYY-MM-DD", Assert.Throws<Refusal>(() => Manner.Of(town.House, date, false)).Message, StringComparison.Ordinal);
    }

    private static string Shift(string moment, int seconds) => Scenario.Utc(moment).AddSeconds(seconds).ToString("O");
}
