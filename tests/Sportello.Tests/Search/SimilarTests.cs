using Sportello.Access;
using Sportello.Data;
using Sportello.Search;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Search;

/// <summary>What may be about the same, what else somebody asked, and who can be named: within reach, and of bounded work.</summary>
public sealed class SimilarTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Subjects_that_share_telling_words_are_similar_the_closed_first(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await using var sandro = await town.DeskOf("sandro");
        var open = await Open(sandro, "The printer in the corridor jams paper");
        var closed = await Open(sandro, "Printers jam when the paper is thick");
        await Open(sandro, "The scanner in the hall");
        var russian = await Open(sandro, "Принтеры рвут бумагу");
        await new ChangeTicket(sandro).Run(closed, new() { Status = TicketStatus.Closed }, default);

        Assert.Equal([closed, open], await Similar(sandro, "Paper jams in the new printer"));
        Assert.Equal([open], await Similar(sandro, "Paper jams in the new printer", except: closed));
        Assert.Equal([russian], await Similar(sandro, "принтер порвал бумагу, рвёт ещё"));
        Assert.Empty(await Similar(sandro, "The in of"));
        Assert.Empty(await Similar(sandro, "Paper for the kitchen"));
        Assert.Empty(await Similar(sandro, ""));
        await new MergeTickets(sandro).Run(open, closed, default);
        Assert.Equal([closed], await Similar(sandro, "Paper jams in the new printer"));

        var page = await new TicketPage(sandro).Run(russian, default);
        Assert.Empty(page.Similar);
        await using var francesca = await town.DeskOf("francesca");
        Assert.Equal([closed], await Similar(francesca, "Paper jams in the printer"));
        await using var marco = await town.DeskOf("marco");
        Assert.Empty(await Similar(marco, "Paper jams in the printer"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_word_that_everybody_writes_makes_nothing_similar_and_is_not_walked_to_its_end(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await using var sandro = await town.DeskOf("sandro");
        var rare = await Open(sandro, "Printer elephant trouble");
        for (var i = 0; i < 110; i++)
        {
            await Open(sandro, $"Printer trouble {i + 1000}");
        }

        Assert.Empty(await Similar(sandro, "Printer trouble again"));
        Assert.Equal([rare], (await Similar(sandro, "Trouble with the printer: an elephant")).Take(1));
        await using var program = await town.House.DeskOfProgram("test", default);
        var (text, parameters) = SimilarTickets.Statement(program.Sql.Dialect, Law.Sees(sandro.Actor), Wanted.Telling("Printer trouble", 6));
        Assert.Equal(200, (await program.Sql.List(text, r => r.GetInt64(1), default, parameters)).Count);
    }

    [Fact]
    public async Task What_else_a_requester_asked_is_found_by_two_walks_along_indexes_the_open_first()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        var numbers = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            town.Test.Clock.Now = town.Test.Clock.Now.AddMinutes(1);
            numbers.Add(await town.Ticket(i is 1 or 2 ? TicketStatus.New : TicketStatus.Closed));
        }

        await using var luca = await town.DeskOf("luca");
        var others = (await new TicketPage(luca).Run(numbers[11], default)).Others;
        Assert.Equal([numbers[2], numbers[1], numbers[10], numbers[9], numbers[8]], others.Select(o => o.Number));
        foreach (var sight in new[] { Sight.Everything, Sight.Of([1, 2, 3]) })
        {
            var plan = await luca.Sql.List("explain query plan " + TicketPage.OthersOf(sight, luca.Sql.Dialect), r => r.GetString(3), default,
                [("@requester", 1L), ("@id", 1L), .. sight.All ? Array.Empty<(string, object?)>() : [("@projects", sight.Projects)]]);
            Assert.Contains(plan, s => s.Contains("ix_ticket_open_of_requester", StringComparison.Ordinal));
            Assert.Contains(plan, s => s.Contains("ix_ticket_requester_id_updated_at_id", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, s => s.StartsWith("SCAN ticket", StringComparison.Ordinal));

            // Sorted are the few rows that both walks have found, and nothing before.
            Assert.Equal(2, plan.Count(s => s.Contains("TEMP B-TREE", StringComparison.Ordinal)));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Whoever_reads_the_notes_of_a_ticket_can_be_named_in_them_and_is_told_and_nobody_else(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var sandro = await town.DeskOf("sandro");
        Assert.Equal([new Mentionable("luca", "luca")], await new WhomToMention(sandro).Run(number, default));
        await using var program = await town.House.DeskOfProgram("test", default);
        Assert.Equal(["luca", "sandro"], (await new WhomToMention(program).Run(number, default)).Select(p => p.Called));
        foreach (var (who, reason) in new[] { ("francesca", RefusalReason.Denied), ("marco", RefusalReason.NotFound) })
        {
            await using var desk = await town.DeskOf(who);
            Assert.Equal(reason, (await Assert.ThrowsAsync<Refusal>(() => new WhomToMention(desk).Run(number, default))).Reason);
        }

        await town.Sql("update contact set active = false where name = 'luca'");
        await town.Sql("update counter set value = value + 1 where name = 'access'");
        await using var again = await town.DeskOf("sandro");
        Assert.Empty(await new WhomToMention(again).Run(number, default));
    }

    private static Task<int> Open(Desk desk, string subject) => new OpenTicket(desk).Run(new(Town.Project, TicketKind.Bug, subject, "Text."), default);

    private static async Task<List<int>> Similar(Desk desk, string subject, int? except = null) => [.. (await new SimilarTickets(desk).Run(subject, except, default)).Select(t => t.Number)];
}
