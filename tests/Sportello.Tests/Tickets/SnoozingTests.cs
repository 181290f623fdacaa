using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Portable;
using Sportello.Settings;
using Sportello.Targets;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Tickets;

/// <summary>Put off by one for all, out of the views in which one works, and back by itself, once.</summary>
public sealed class SnoozingTests
{
    // The house's clock stands on Sunday, 30 June 2013, 11:00 in Rome.
    private static readonly DateTime Monday = new(2013, 7, 1, 7, 0, 0, DateTimeKind.Utc);

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_snoozed_ticket_leaves_the_views_one_works_in_and_stands_in_its_own(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var (mine, free, returned, stays) = (await town.Ticket(TicketStatus.Accepted, "luca"), await town.Ticket(), await town.Ticket(TicketStatus.Returned), await town.Ticket());
        await using var luca = await town.DeskOf("luca");
        Assert.Equal("1 mine, 3 unassigned, 2 new, 1 returned, 4 open, 0 snoozed", await Counts(luca));
        foreach (var number in new[] { mine, free, returned })
        {
            await new ChangeTicket(luca).Run(number, new() { Snooze = new(SnoozeChoice.Tomorrow) }, default);
        }

        Assert.Equal("0 mine, 1 unassigned, 1 new, 0 returned, 4 open, 3 snoozed", await Counts(luca));
        Assert.Equal([], await Numbers(luca, new() { OpenOnly = true, Assignee = "me", Snoozed = false }));
        Assert.Equal([stays], await Numbers(luca, new() { OpenOnly = true, Assignee = "none", Snoozed = false }));
        Assert.Equal([stays], await Numbers(luca, new() { Statuses = [TicketStatus.New], Snoozed = false }));
        Assert.Equal([mine, free, returned], await Numbers(luca, new() { Snoozed = true }));
        Assert.Equal([mine], await Numbers(luca, new() { Snoozed = true, Limit = 1 }));
        var page = await new TicketPage(luca).Run(mine, default);
        Assert.Equal((Monday, "luca"), (page.SnoozedUntil, page.SnoozedBy));
        Assert.All((await new TicketList(luca).Run(new() { Snoozed = true }, default)).Items, row => Assert.Equal((Monday, "luca"), (row.SnoozedUntil, row.SnoozedBy)));

        // One fact of the ticket: the manager sees the same, whoever looks at all projects too.
        await using var sandro = await town.DeskOf("sandro");
        Assert.Equal([mine, free, returned], await Numbers(sandro, new() { Snoozed = true }));
        await using var program = await town.House.DeskOfProgram("test", default);
        Assert.Equal([mine, free, returned], await Numbers(program, new() { Snoozed = true }));
        Assert.Equal([stays], await Numbers(program, new() { Statuses = [TicketStatus.New], Snoozed = false }));
        Assert.Equal("0 mine, 1 unassigned, 1 new, 0 returned, 4 open, 3 snoozed", await Counts(program));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Customers_learn_nothing_of_it(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var francesca = await town.DeskOf("francesca");
        var before = (await Counts(francesca), (await new TicketPage(francesca).Run(number, default)).UpdatedAt);
        town.Test.Clock.Now = town.Test.Clock.Now.AddMinutes(1);
        await using (var luca = await town.DeskOf("luca"))
        {
            await new ChangeTicket(luca).Run(number, new() { Snooze = new(SnoozeChoice.Week) }, default);
        }

        await using var desk = await town.DeskOf("francesca");
        var page = await new TicketPage(desk).Run(number, default);
        Assert.Equal(before, (await Counts(desk), page.UpdatedAt));
        Assert.Equal([number], await Numbers(desk, new() { Statuses = [TicketStatus.New], Snoozed = false }));
        Assert.Empty(await Numbers(desk, new() { Snoozed = true }));
        Assert.Null(page.SnoozedUntil);
        Assert.Null(page.SnoozedBy);
        Assert.Empty(page.SnoozeOffers);
        Assert.DoesNotContain(page.History, h => h.What.StartsWith("snooze", StringComparison.Ordinal));
        Assert.Null((await new TicketList(desk).Run(new(), default)).Items.Single().SnoozedUntil);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task It_comes_back_when_its_time_has_come_once_whichever_node_is_first(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        int[] numbers = [await town.Ticket(assignee: "luca"), await town.Ticket(), await town.Ticket()];
        await using (var luca = await town.DeskOf("luca"))
        {
            await new ChangeTickets(luca).Run([new(numbers[0], null), new(numbers[1], null)], new() { Snooze = new(SnoozeChoice.Tomorrow) }, default);
            await new ChangeTicket(luca).Run(numbers[2], new() { Snooze = new(SnoozeChoice.At, Monday.AddMilliseconds(1)) }, default);
        }

        town.Test.Clock.Now = Monday.AddMilliseconds(-1);
        Assert.Equal(0, await new WakeTickets(town.House, "snooze").Run(default));
        town.Test.Clock.Now = Monday;
        var woken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new WakeTickets(town.House, "snooze").Run(default))));
        Assert.Equal(2, woken.Sum());
        Assert.Equal(["2 2"], await town.Rows("select count(*), count(distinct subject_id) from history where what = 'came-back'"));
        await using var sandro = await town.DeskOf("sandro");
        Assert.Equal("0 mine, 1 unassigned, 2 new, 0 returned, 3 open, 1 snoozed", await Counts(sandro));
        Assert.Equal([numbers[2]], await Numbers(sandro, new() { Snoozed = true }));
        Assert.Equal(numbers[..2].Order(), (await Numbers(sandro, new() { OpenOnly = true })).Take(2).Order());

        // Of a node that was off for days, and one that finds the clock far ahead.
        town.Test.Clock.Now = Monday.AddDays(30);
        Assert.Equal(1, await new WakeTickets(town.House, "snooze").Run(default));
        Assert.Equal(0, await new WakeTickets(town.House, "snooze").Run(default));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_word_of_the_customer_or_closing_brings_it_back_at_once_ours_and_a_machines_do_not(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket(TicketStatus.Accepted);
        await using var luca = await town.DeskOf("luca");
        await new ChangeTicket(luca).Run(number, new() { Snooze = new(SnoozeChoice.Week) }, default);
        await new ReplyToTicket(luca).Run(number, new("We are on it."), default);
        await new ReplyToTicket(luca).Run(number, new("Among us.", Internal: true), default);
        Assert.NotNull((await new TicketPage(luca).Run(number, default)).SnoozedUntil);
        await Letter(town, number, isAutomatic: true);
        Assert.NotNull((await new TicketPage(luca).Run(number, default)).SnoozedUntil);
        await Letter(town, number, isAutomatic: false);
        Assert.Null((await new TicketPage(luca).Run(number, default)).SnoozedUntil);

        await Again(luca, number);
        await using (var francesca = await town.DeskOf("francesca"))
        {
            await new ReplyToTicket(francesca).Run(number, new("And now?"), default);
        }

        Assert.Null((await new TicketPage(luca).Run(number, default)).SnoozedUntil);
        await Again(luca, number);
        await new ChangeTicket(luca).Run(number, new() { Status = TicketStatus.Closed }, default);
        Assert.Null((await new TicketPage(luca).Run(number, default)).SnoozedUntil);
        Assert.Equal(["snoozed", "woken-by-reply", "snoozed", "woken-by-reply", "snoozed", "woken"], await town.Rows("select what from history where what in ('snoozed', 'woken', 'woken-by-reply') order by id"));
        Assert.Equal("0 mine, 0 unassigned, 0 new, 0 returned, 0 open, 0 snoozed", await Counts(luca));
        Assert.Equal("snooze", (await Assert.ThrowsAsync<Refusal>(() => Again(luca, number))).Field);

        static async Task Again(Desk desk, int number)
        {
            await desk.Undo();
            await new ChangeTicket(desk).Run(number, new() { Snooze = new(SnoozeChoice.Week) }, default);
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_was_done_to_many_is_taken_back_also_where_closing_had_ended_it(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        int[] numbers = [await town.Ticket(), await town.Ticket()];
        await using var sandro = await town.DeskOf("sandro");
        await new ChangeTicket(sandro).Run(numbers[0], new() { Snooze = new(SnoozeChoice.Week) }, default);
        var week = (await new TicketPage(sandro).Run(numbers[0], default)).SnoozedUntil;
        foreach (var change in new TicketChanges[] { new() { Snooze = new(SnoozeChoice.Tomorrow) }, new() { Status = TicketStatus.Closed }, new() { Snooze = new(SnoozeChoice.Wake) } })
        {
            var done = await new ChangeTickets(sandro).Run([.. numbers.Select(n => new Ticked(n, null))], change, default);
            Assert.Empty(done.Failed);
            Assert.Empty((await new UndoChangeOfTickets(sandro).Run(done.Id, default)).Failed);
            Assert.Equal((week, null), ((await new TicketPage(sandro).Run(numbers[0], default)).SnoozedUntil, (await new TicketPage(sandro).Run(numbers[1], default)).SnoozedUntil));
        }

        // Taken back when the moment it was put off to has passed: it is not put off into the past.
        var woken = await new ChangeTickets(sandro).Run([new(numbers[0], null)], new() { Snooze = new(SnoozeChoice.Wake) }, default);
        town.Test.Clock.Now = town.Test.Clock.Now.AddDays(20);
        Assert.Empty((await new UndoChangeOfTickets(sandro).Run(woken.Id, default)).Failed);
        Assert.Null((await new TicketPage(sandro).Run(numbers[0], default)).SnoozedUntil);
    }

    [Theory]
    [InlineData("2013-06-30T09:07", null, "later-today 12:15, tomorrow 1 07:00, week 7 07:00")] // Sunday in Rome, where nine is seven o'clock UTC
    [InlineData("2013-06-26T21:30", null, "tomorrow 27 07:00, monday 1 07:00, week 3 07:00")] // no later today
    [InlineData("2013-06-24T08:00", null, "later-today 11:00, tomorrow 25 07:00, monday 1 07:00")] // Monday: the next one, which is in a week
    [InlineData("2013-06-28T08:00", "09:00–13:00, 14:00–18:00", "later-today 12:00, tomorrow 1 07:00, week 5 07:00")] // Friday: eleven o'clock is at table, Monday is tomorrow
    [InlineData("2013-06-28T13:30", "09:00–13:00, 14:00–18:00", "tomorrow 1 07:00, week 5 07:00")] // nobody is here in three hours
    public void The_moments_offered_are_mornings_in_which_somebody_is_here(string now, string? hours, string offered)
    {
        var rome = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");
        var at = DateTime.SpecifyKind(DateTime.Parse(now, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
        var calendar = hours is null ? null : WorkCalendar.HoursOf("Europe/Rome", string.Join('\n', new[] { "" }.Concat(Enumerable.Repeat(hours, 5)).Append("")), "");
        var offers = Snoozing.Offers(at, rome, calendar);
        Assert.Equal(offered, string.Join(", ", offers.Select(o => $"{Sportello.Words.Name.Of(o.Choice)} {(o.At.Date == at.Date ? "" : $"{o.At.Day} ")}{o.At:HH:mm}")));
    }

    [Fact]
    public async Task A_moment_that_has_passed_or_lies_years_ahead_is_refused_with_what_would_be_right()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var luca = await town.DeskOf("luca");
        foreach (var (to, key) in new (SnoozeTo, string)[]
        {
            (new(SnoozeChoice.At, luca.Now), "snooze.past"),
            (new(SnoozeChoice.At, luca.Now.AddDays(367)), "snooze.far"),
            (new(SnoozeChoice.At), "snooze.when"),
        })
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => new ChangeTicket(luca).Run(number, new() { Snooze = to }, default));
            Assert.Equal((RefusalReason.Invalid, "snooze", key), (refusal.Reason, refusal.Field, refusal.Words!.Key));
        }

        Assert.Equal(["0"], await town.Rows("select count(*) from ticket where snoozed_until is not null"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_portable_form_keeps_until_when_and_by_whom(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using (var luca = await town.DeskOf("luca"))
        {
            await new ChangeTicket(luca).Run(number, new() { Snooze = new(SnoozeChoice.Tomorrow) }, default);
        }

        var (one, two) = (town.Test.Folder["one.json"], town.Test.Folder["two.json"]);
        await using (var desk = await town.House.DeskOfProgram("export", default))
        {
            await new ExportFile(desk).Run(one, null, default);
        }

        Assert.Contains("\"snoozed_until\": \"2013-07-01T07:00:00Z\"", await File.ReadAllTextAsync(one), StringComparison.Ordinal);
        await using var other = await TestHouse.Open(provider);
        await using (var desk = await other.House.DeskOfProgram("import", default))
        {
            Assert.Equal(0, (await new ImportFile(desk).Run(one, dryRun: false, null, default)).FaultCount);
            await new ExportFile(desk).Run(two, null, default);
            Assert.Equal(["1"], await desk.Sql.List("select n from snoozed_count", r => $"{r.GetInt64(0)}", default));
        }

        Assert.Equal(await File.ReadAllTextAsync(one), await File.ReadAllTextAsync(two));
    }

    private static async Task Letter(Town town, int number, bool isAutomatic)
    {
        await using var desk = await town.House.DeskOfProgram("mail", default);
        var ticket = await desk.Tickets.Get(number, Right.See, default);
        var by = new Stamp(ticket.RequesterId, "francesca", Door.Mail, desk.Now);
        ticket.TakeLetter(new CommentText("By mail."), byStaff: false, isAutomatic, by, by);
        await desk.Save(default);
    }

    private static async Task<string> Counts(Desk desk)
    {
        var counts = await new TicketViews(desk).Run(default);
        return $"{counts.Mine} mine, {counts.Unassigned} unassigned, {counts.New} new, {counts.Returned} returned, {counts.Open} open, {counts.Snoozed} snoozed";
    }

    private static async Task<List<int>> Numbers(Desk desk, TicketFilter filter) => [.. (await new TicketList(desk).Run(filter, default)).Items.Select(r => r.Number)];
}
