using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Settings;
using Sportello.Tests.Jobs;
using Sportello.Tickets;

namespace Sportello.Tests.Leaders;

public sealed class CountingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Equal_totals_share_a_place_and_the_next_one_counts_everybody_ahead(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await town.Workers("luca", "sandro", "vittorino");
        await town.SomeTickets("luca", 2, "2013-06-15T10:00");
        await town.SomeTickets("vittorino", 2, "2013-06-15T10:00");
        await town.SomeTickets("sandro", 1, "2013-06-15T10:00");

        var answer = await Count(town, Period.Day, "2013-06-16");

        Assert.Equal(["luca 1 True", "vittorino 1 True", "sandro 3 True"], answer.People.Select(p => $"{p.Contact} {p.Place} {p.Leader}"));
        Assert.Equal(["luca", "vittorino", "sandro"], answer.Leaders);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_five_leaders_are_more_than_five_when_the_fifth_place_is_shared(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await town.Workers("luca", "sandro", "vittorino", "daniele", "marco", "fabio", "paolo");
        foreach (var (name, count) in new[] { ("luca", 6), ("sandro", 5), ("vittorino", 4), ("daniele", 3), ("marco", 2), ("fabio", 2), ("paolo", 1) })
        {
            await town.SomeTickets(name, count, "2013-06-15T10:00");
        }

        var answer = await Count(town, Period.Week, "2013-06-16");

        Assert.Equal(["luca", "sandro", "vittorino", "daniele", "fabio", "marco"], answer.Leaders);
        Assert.Equal("paolo 7 False", answer.People.Select(p => $"{p.Contact} {p.Place} {p.Leader}").Last());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Kinds_are_counted_apart_and_unassigned_tickets_for_nobody(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await town.Worker("luca");
        await town.Ticket("luca", "2013-06-15T10:00", kind: TicketKind.Consultation);
        await town.Ticket("luca", "2013-06-15T10:00", kind: TicketKind.Enhancement, status: TicketStatus.Closed);
        await town.SomeTickets("luca", 2, "2013-06-15T10:00");
        await town.Ticket(null, "2013-06-15T10:00");

        var luca = Assert.Single((await Count(town, Period.Day, "2013-06-16")).People);

        Assert.Equal(new LeaderLine("luca", 4, 1, 2, 1, 1, true), luca);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Listed_people_are_on_the_board_without_a_ticket_but_do_not_lead(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await town.Worker("luca", c => c.Stat = true);
        await town.Workers("sandro");

        var answer = await Count(town, Period.Day, "2013-06-16");

        Assert.Equal(new LeaderLine("luca", 0, 0, 0, 0, 1, false), Assert.Single(answer.People));
        Assert.Empty(answer.Leaders);
        Assert.Contains("free", Assert.Single(answer.Messages).Text, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Config_ini_wins_over_the_contact_where_both_speak(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider, change: s => s with
        {
            People =
            [
                new PersonSettings { Section = "user1", Id = "luca", Stat = false, Slack = "@luca" },
                new PersonSettings { Section = "user2", Id = "sandro", Stat = true, Slack = "sandro.ini" },
            ],
        });
        await town.Worker("luca", c => c.Stat = true);
        await town.Worker("sandro", c => (c.Slack, c.Jabber) = ("sandro", "sandro@chat.example"));
        await town.Worker("daniele", c => (c.Stat, c.Jabber) = (true, "daniele@chat.example"));

        var answer = await Count(town, Period.Day, "2013-06-16");

        Assert.Equal(["daniele", "luca", "sandro"], answer.People.Select(p => p.Contact));
        Assert.Equal(["daniele Jabber daniele@chat.example", "sandro Slack @sandro.ini"], answer.Messages.Select(m => $"{m.Contact} {m.Channel} {m.Address}"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Somebody_in_config_ini_whom_the_directory_does_not_know_is_a_fault_that_names_the_section(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider, change: s => s with { People = [new PersonSettings { Section = "user7", Id = "nobody" }] });

        var faults = await Assert.ThrowsAsync<ConfigurationFaults>(() => Count(town, Period.Day, "2013-06-16"));

        Assert.Equal("user7", Assert.Single(faults.Faults).Section);
    }

    internal static async Task<LeadersAnswer> Count(Scenario town, Period period, string date) =>
        (await new LeadersProgram(town.House).Run(period, Manner.Of(town.House, date, dryRun: true), default)).Answer!;
}
