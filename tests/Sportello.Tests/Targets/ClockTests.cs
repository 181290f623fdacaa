using Sportello.Targets;

namespace Sportello.Tests.Targets;

/// <summary>The clock against the plainest there is: one that walks minute by minute and looks at the wall.</summary>
public sealed class ClockTests
{
    private static readonly string[] Zones = ["UTC", "Europe/Rome", "Europe/Moscow", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void Used_and_due_are_those_of_a_walk_minute_by_minute(int seed)
    {
        var random = new Random(seed);
        var hours = Hours(random);
        var began = Began(random, hours.Zone);
        var stops = Draw(random, began);
        var until = began.AddMinutes(random.Next(1, 12 * 24 * 60));
        var target = TimeSpan.FromMinutes(random.Next(1, 40 * 60));

        Assert.Equal(Walk(hours, began, until, stops), Clock.Used(hours, began, until, stops));
        var due = Clock.Due(hours, began, target, stops);
        if (stops is [.., { To: null }] && due is null)
        {
            Assert.True(Walk(hours, began, stops[^1].From, stops) < target);
        }
        else
        {
            Assert.Equal(target, Walk(hours, began, due!.Value, stops));
            Assert.Equal(target - TimeSpan.FromMinutes(1), Walk(hours, began, due.Value.AddMinutes(-1), stops));
        }
    }

    [Theory]
    // The clocks go forward on 31 March and back on 27 October 2013.
    [InlineData("2013-03-30T23:00Z", "2013-03-31T22:00Z", 23)]
    [InlineData("2013-10-26T22:00Z", "2013-10-27T23:00Z", 25)]
    [InlineData("2013-06-14T22:00Z", "2013-06-15T22:00Z", 24)]
    public void A_day_around_the_clock_has_as_many_hours_as_pass(string from, string to, int passed)
    {
        var always = new WorkingHours(Rome, [.. Enumerable.Repeat<IReadOnlyList<(int, int)>>([(0, 1440)], 7)], new HashSet<DateOnly>(), new HashSet<(int, int)>());
        Assert.Equal(TimeSpan.FromHours(passed), Clock.Used(always, At(from), At(to), []));
        Assert.Equal(At(to), Clock.Due(always, At(from), TimeSpan.FromHours(passed), []));
    }

    [Fact]
    public void A_friday_afternoon_goes_on_on_monday_and_over_a_holiday_on_tuesday()
    {
        var office = Office(new HashSet<DateOnly> { new(2013, 6, 10) });
        var friday = At("2013-06-07T14:40Z");
        Assert.Equal(At("2013-06-11T13:40Z"), Clock.Due(office, friday, TimeSpan.FromHours(8), []));
        Assert.Equal(TimeSpan.FromMinutes(80), Clock.Used(office, friday, At("2013-06-11T06:59Z"), []));
        Assert.Equal(At("2013-06-07T16:00Z"), Clock.Due(office, friday, TimeSpan.FromMinutes(80), []));
        Assert.Equal(At("2013-06-11T07:01Z"), Clock.Due(office, friday, TimeSpan.FromMinutes(81), []));
    }

    [Fact]
    public void While_the_customer_has_it_nothing_is_due_and_afterwards_as_much_is_left()
    {
        var office = Office(new HashSet<DateOnly>());
        var monday = At("2013-06-03T07:00Z");
        Assert.Null(Clock.Due(office, monday, TimeSpan.FromHours(4), [new(At("2013-06-03T08:00Z"), null)]));
        Assert.Equal(At("2013-06-05T11:00Z"), Clock.Due(office, monday, TimeSpan.FromHours(4), [new(At("2013-06-03T08:00Z"), At("2013-06-05T08:00Z"))]));
        Assert.Equal(At("2013-06-03T11:00Z"), Clock.Due(office, monday, TimeSpan.FromHours(4), [new(At("2013-06-03T12:00Z"), null)]));
    }

    [Fact]
    public void Hours_that_never_come_end_the_search()
    {
        var never = new WorkingHours(Rome, [.. Enumerable.Repeat<IReadOnlyList<(int, int)>>([], 7)], new HashSet<DateOnly>(), new HashSet<(int, int)>());
        Assert.Null(Clock.Due(never, At("2013-06-03T07:00Z"), TimeSpan.FromMinutes(1), []));
    }

    [Fact]
    public void Stops_are_kept_and_read_back_and_never_overlap()
    {
        var one = At("2013-06-03T07:00Z");
        var kept = Stops.Begin(null, one);
        kept = Stops.Begin(kept, one.AddHours(1));
        Assert.Equal([new Stop(one, null)], Stops.Read(kept));
        kept = Stops.End(kept, one.AddHours(2));
        Assert.Equal(kept, Stops.End(kept, one.AddHours(3)));
        kept = Stops.Begin(kept, one.AddHours(1));
        Assert.Equal([new Stop(one, one.AddHours(2)), new Stop(one.AddHours(2), null)], Stops.Read(kept));
        Assert.Equal(kept, Stops.Write(Stops.Read(kept)));
    }

    private static TimeZoneInfo Rome => TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");

    private static WorkingHours Office(IReadOnlySet<DateOnly> off) =>
        new(Rome, [[], .. Enumerable.Repeat<IReadOnlyList<(int, int)>>([(9 * 60, 18 * 60)], 5), []], off, new HashSet<(int, int)>());

    private static DateTime At(string moment) => DateTime.Parse(moment, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);

    private static TimeSpan Walk(WorkingHours hours, DateTime from, DateTime to, IReadOnlyList<Stop> stops)
    {
        var minutes = 0;
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            var wall = TimeZoneInfo.ConvertTimeFromUtc(at, hours.Zone);
            var minute = (wall.Hour * 60) + wall.Minute;
            if (!hours.IsOff(DateOnly.FromDateTime(wall)) && hours.Week[(int)wall.DayOfWeek].Any(h => h.From <= minute && minute < h.To) && !stops.Any(s => s.From <= at && (s.To is null || at < s.To)))
            {
                minutes++;
            }
        }

        return TimeSpan.FromMinutes(minutes);
    }

    private static WorkingHours Hours(Random random)
    {
        var week = Enumerable.Range(0, 7).Select(_ => random.Next(4) switch
        {
            0 => (IReadOnlyList<(int, int)>)[],
            1 => [(0, 1440)],
            2 => [(random.Next(0, 700), random.Next(701, 1000)), (random.Next(1000, 1200), random.Next(1201, 1441))],
            _ => [(random.Next(0, 300), random.Next(301, 1441))],
        }).ToList();
        week[random.Next(7)] = [(60, 240)];
        var first = new DateOnly(2013, 1, 1);
        return new(
            TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]), week,
            Enumerable.Range(0, 60).Select(_ => first.AddDays(random.Next(400))).ToHashSet(),
            new HashSet<(int, int)> { (12, 25), (2, 29), (3, 31) });
    }

    /// <summary>Half of them a few days before the clocks are changed, where they are.</summary>
    private static DateTime Began(Random random, TimeZoneInfo zone)
    {
        var any = new DateTime(2013, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(365 * 24 * 60));
        if (random.Next(2) == 0)
        {
            return any;
        }

        var day = new DateTime(2013, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var changes = Enumerable.Range(0, 365).Select(d => day.AddDays(d)).Where(d => zone.GetUtcOffset(d) != zone.GetUtcOffset(d.AddDays(1))).ToList();
        return changes.Count == 0 ? any : changes[random.Next(changes.Count)].AddMinutes(-random.Next(3 * 24 * 60));
    }

    private static List<Stop> Draw(Random random, DateTime began)
    {
        var (stops, at) = (new List<Stop>(), began.AddMinutes(random.Next(-30, 600)));
        for (var i = random.Next(4); i > 0; i--)
        {
            var end = at.AddMinutes(random.Next(0, 3000));
            stops.Add(new(at, i == 1 && random.Next(3) == 0 ? null : end));
            at = end.AddMinutes(random.Next(0, 1500));
        }

        return stops;
    }
}
