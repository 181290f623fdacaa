using Sportello.Access;
using Sportello.Data;
using Sportello.Targets;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Targets;

/// <summary>Due times as they lie with the tickets: at each change of a ticket, and of what is promised.</summary>
public sealed class DeadlineTests
{
    // It is Sunday, 30 June 2013, 11:00 in Rome; the office opens on Monday at nine.
    private static readonly string[] Week = ["", "09:00–18:00", "09:00–18:00", "09:00–18:00", "09:00–18:00", "09:00–18:00", ""];

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_ticket_is_due_by_its_priority_and_stands_still_while_the_customer_has_it(DatabaseProvider provider)
    {
        await using var town = await Promising(provider, ("normal.answer", "4"), ("normal.solution", "16:00"), ("urgent.solution", "2:30"));
        var number = await town.Ticket();
        await Due(town, number, "2013-07-01 13:00");

        await Change(town, number, new() { Priority = Priority.Urgent });
        await Due(town, number, "2013-07-01 11:30");
        await Change(town, number, new() { Priority = Priority.Low });
        await Due(town, number, null);
        await Change(town, number, new() { Priority = Priority.Normal });

        await At(town, "2013-07-01 10:00");
        await using (var luca = await town.DeskOf("luca"))
        {
            await new ReplyToTicket(luca).Run(number, new("Which printer?") { Status = TicketStatus.Returned }, default);
        }

        await Due(town, number, null);
        await At(town, "2013-07-03 09:00");
        await using (var francesca = await town.DeskOf("francesca"))
        {
            await new ReplyToTicket(francesca).Run(number, new("The one upstairs."), default);
        }

        // One hour was used; fifteen are left on Wednesday from nine.
        await Due(town, number, "2013-07-04 15:00");
        var clocks = await Clocks(town, number);
        Assert.Equal((TimeSpan.FromHours(1), false), (clocks[0].Used, clocks[0].IsLate));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromHours(17), TimeSpan.FromHours(15)), (clocks[1].Used, clocks[1].Stood, clocks[1].Left));

        await At(town, "2013-07-04 16:00");
        await Change(town, number, new() { Status = TicketStatus.Closed });
        await Due(town, number, null);
        Assert.Equal((true, TimeSpan.FromHours(17)), ((await Clocks(town, number))[1].IsLate, (await Clocks(town, number))[1].Used));
        await At(town, "2013-07-08 09:00");
        await Change(town, number, new() { Status = TicketStatus.UnderReview });
        await Due(town, number, "2013-07-04 15:00");
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_promised_anew_moves_every_open_ticket_concerned_and_no_other(DatabaseProvider provider)
    {
        await using var town = await Promising(provider, ("normal.solution", "4:00"));
        var (open, closed) = (await town.Ticket(), await town.Ticket(TicketStatus.Closed));
        await using var sandro = await town.DeskOf("sandro");
        var calendar = (await new TargetsPage(sandro).Run(default)).Calendars[0].Id;

        await new ChangePlan(sandro).Run(null, calendar, Typed(("normal.solution", "2:00")), default);
        await Due(town, open, "2013-07-01 11:00");
        await new ChangePlan(sandro).Run(Town.Project, calendar, Typed(("normal.solution", "1:00")), default);
        await Due(town, open, "2013-07-01 10:00");
        await new ChangeCalendar(sandro).Run(calendar, 1, new("Office", "Europe/Moscow", Week, "07-01\n2013-07-02 closed for moving"), default);
        await Due(town, open, "2013-07-03 08:00");
        await new RemovePlan(sandro).Run(Town.Project, default);
        await Due(town, open, "2013-07-03 09:00");
        await new RemovePlan(sandro).Run(null, default);
        await Due(town, open, null);
        await Due(town, closed, null);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_late_is_listed_and_counted_for_who_works_on_it_and_for_nobody_else(DatabaseProvider provider)
    {
        await using var town = await Promising(provider, ("normal.solution", "1:00"), ("high.solution", "0:30"));
        var (later, sooner) = (await town.Ticket(), await town.Ticket());
        await Change(town, sooner, new() { Priority = Priority.High });
        await town.Ticket(TicketStatus.Returned);
        Assert.Empty(await Overdue(town, "luca"));
        await At(town, "2013-07-01 10:01");

        Assert.Equal([sooner, later], await Overdue(town, "luca"));
        Assert.Empty(await Overdue(town, "francesca"));
        Assert.Empty(await Overdue(town, "marco"));
        await using var luca = await town.DeskOf("luca");
        Assert.Equal((2, 3), ((await new TicketViews(luca).Run(default)).Overdue!.Value, (await new TicketViews(luca).Run(default)).Open));
        var first = await new TicketList(luca).Run(new() { Overdue = true, Limit = 1 }, default);
        Assert.Equal([later], (await new TicketList(luca).Run(new() { Overdue = true, Limit = 1, After = first.Next }, default)).Items.Select(r => r.Number));
        await using var francesca = await town.DeskOf("francesca");
        Assert.Null((await new TicketViews(francesca).Run(default)).Overdue);
        Assert.Empty((await new TicketPage(francesca).Run(later, default)).Clocks);
        Assert.All((await new TicketList(francesca).Run(new(), default)).Items, row => Assert.Null(row.DueAt));
    }

    [Fact]
    public async Task The_list_of_what_is_late_walks_its_own_index()
    {
        await using var town = await Promising(DatabaseProvider.Sqlite, ("normal.solution", "1:00"));
        await town.Ticket();
        await using var luca = await town.DeskOf("luca");
        foreach (var filter in new TicketFilter[] { new() { Overdue = true }, new() { Overdue = true, Project = Town.Project } })
        {
            var statement = (await new TicketList(luca).Statement(filter, default))!;
            var plan = string.Join('\n', await luca.Sql.List("explain query plan " + statement.Text, r => r.GetString(3), default, statement.Parameters));
            Assert.Contains("ix_ticket_due", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN ticket\n", plan + "\n", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Wrong_hours_days_and_lengths_are_refused_with_their_field_and_nothing_changes()
    {
        await using var town = await Promising(DatabaseProvider.Sqlite, ("normal.solution", "1:00"));
        await using var sandro = await town.DeskOf("sandro");
        (CalendarFields What, string Field)[] wrong =
        [
            (new("", "Europe/Rome", Week, ""), "name"), (new("x", "Europe/Atlantis", Week, ""), "zone"), (new("x", "Europe/Rome", ["", "", "", "", "", "", ""], ""), "week"),
            (new("x", "Europe/Rome", ["", "9-18", "", "", "", "", ""], ""), "week.1"), (new("x", "Europe/Rome", ["", "18:00-09:00", "", "", "", "", ""], ""), "week.1"),
            (new("x", "Europe/Rome", ["", "", "09:00-12:00, 11:00-13:00", "", "", "", ""], ""), "week.2"), (new("x", "Europe/Rome", ["", "09:60-12:00", "", "", "", "", ""], ""), "week.1"),
            (new("x", "Europe/Rome", ["", "09:00-24:01", "", "", "", "", ""], ""), "week.1"), (new("x", "Europe/Rome", Week, "Christmas"), "holidays"), (new("x", "Europe/Rome", Week, "2013-02-29"), "holidays"),
        ];
        foreach (var (what, field) in wrong)
        {
            Assert.Equal(field, (await Assert.ThrowsAsync<Refusal>(() => new AddCalendar(sandro).Run(what, default))).Field);
        }

        foreach (var (typed, field) in new[] { (("high.answer", "soon"), "high.answer"), (("low.solution", "0:00"), "low.solution"), (("low.answer", "1:75"), "low.answer") })
        {
            Assert.Equal(field, (await Assert.ThrowsAsync<Refusal>(() => new ChangePlan(sandro).Run(null, 1, Typed(typed), default))).Field);
        }

        Assert.Equal("high.answer", (await Assert.ThrowsAsync<Refusal>(() => new ChangePlan(sandro).Run(null, 1, Typed(("high.answer", "9:00"), ("high.solution", "8:00")), default))).Field);
        Assert.Single((await new TargetsPage(sandro).Run(default)).Calendars);
    }

    private static async Task<Town> Promising(DatabaseProvider provider, params (string, string)[] typed)
    {
        var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await using var sandro = await town.DeskOf("sandro");
        var calendar = await new AddCalendar(sandro).Run(new("Office", "Europe/Rome", Week, ""), default);
        await new ChangePlan(sandro).Run(null, calendar, Typed(typed), default);
        return town;
    }

    private static Dictionary<string, string> Typed(params (string Name, string Value)[] typed) => typed.ToDictionary(t => t.Name, t => t.Value, StringComparer.Ordinal);

    private static Task At(Town town, string wall)
    {
        town.Test.Clock.Now = Utc(wall);
        return Task.CompletedTask;
    }

    private static DateTime Utc(string wall) => TimeZoneInfo.ConvertTimeToUtc(
        DateTime.ParseExact(wall, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome"));

    private static async Task Change(Town town, int number, TicketChanges changes)
    {
        await using var sandro = await town.DeskOf("sandro");
        await new ChangeTicket(sandro).Run(number, changes, default);
    }

    private static async Task<IReadOnlyList<ClockView>> Clocks(Town town, int number)
    {
        await using var luca = await town.DeskOf("luca");
        return (await new TicketPage(luca).Run(number, default)).Clocks;
    }

    private static async Task<IEnumerable<int>> Overdue(Town town, string name)
    {
        await using var desk = await town.DeskOf(name);
        return (await new TicketList(desk).Run(new() { Overdue = true }, default)).Items.Select(r => r.Number);
    }

    private static async Task Due(Town town, int number, string? wall)
    {
        var stored = await town.Rows($"select due_at from ticket where number = {number}");
        Assert.Equal(wall is null ? "" : $"{Moment.ToStored(Utc(wall))}", stored.Single());
    }
}
