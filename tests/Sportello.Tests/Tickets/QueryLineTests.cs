using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Tests.Access;
using Sportello.Tests.Search;
using Sportello.Tickets;

namespace Sportello.Tests.Tickets;

/// <summary>The filter as a line: what it says, what it does not know, and what a list narrowed by words shows.</summary>
public sealed class QueryLineTests
{
    [Theory]
    [InlineData("status:new project:\"barilla sw1\" assignee:me printer", "status=new|project=barilla sw1|assignee=me|q=printer")]
    [InlineData("  Status:new,accepted   the red   printer ", "status=new,accepted|q=the red printer")]
    [InlineData("project:«barilla sw1» принтер", "project=barilla sw1|q=принтер")]
    [InlineData("project:\"barilla sw1", "project=barilla sw1")]
    [InlineData("see https://x.example/a:b 10:30 \"error: 7\"", "q=see https://x.example/a:b 10:30 error: 7")]
    [InlineData("", "")]
    [InlineData(" : \" ", "q=:")]
    public void A_line_is_read_into_its_keys_and_words(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', QueryLine.Read(line).Select(p => $"{p.Key}={p.Value.Trim()}")));

    [Theory]
    [InlineData("colour:red", "query.key")]
    [InlineData("status: new", "query.value")]
    [InlineData("status:", "query.value")]
    [InlineData("status:new status:closed", "query.twice")]
    [InlineData("status:broken", "query.unknown")]
    [InlineData("status:new,broken", "query.unknown")]
    [InlineData("kind:broken", "query.unknown")]
    [InlineData("priority:broken", "query.unknown")]
    [InlineData("sort:colour", "query.unknown")]
    [InlineData("opened:lately", "query.days")]
    [InlineData("opened:2013-13", "query.days")]
    [InlineData("since:9999", "query.days")]
    [InlineData("project:\"de cecco\"", "query.project")]
    [InlineData("assignee:nobodyknown", "query.person")]
    [InlineData("requester:none", "query.person")]
    public async Task What_is_not_known_is_said(string line, string sentence)
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        await using var desk = await town.DeskOf("luca");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => new CheckQueryLine(desk).Run(line, default));
        Assert.Equal((RefusalReason.Invalid, "line", sentence), (refusal.Reason, refusal.Field, refusal.Words?.Key));
    }

    [Fact]
    public async Task A_customer_learns_nothing_of_projects_and_people_out_of_reach()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        await using var francesca = await town.DeskOf("francesca");
        await using var marco = await town.DeskOf("marco");
        Assert.Equal(["assignee"], (await new CheckQueryLine(francesca).Run("assignee:nobodyknown", default)).Keys);
        await Assert.ThrowsAsync<Refusal>(() => new CheckQueryLine(marco).Run($"project:\"{Town.Project}\"", default));
    }

    [Fact]
    public void A_line_written_from_a_filter_reads_as_the_same()
    {
        (string, string?)[] state = [("status", "new"), ("project", "barilla sw1"), ("kind", null)];
        var line = QueryLine.Write(state, "red printer");
        Assert.Equal("status:new project:\"barilla sw1\" red printer", line);
        Assert.Equal("new|barilla sw1|red printer", string.Join('|', QueryLine.Read(line).Values));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_list_is_narrowed_by_words_and_everything_else_at_once(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var first = await town.Opened("The printer", "It stands still.");
        var second = await town.Opened("Something else", "Not the printers.");
        var third = await town.Opened("The scanner", "It scans.");
        await town.Replied(third, "Perhaps the printer driver.", isInternal: true);
        await using var luca = await town.DeskOf("luca");
        await new ChangeTicket(luca).Run(second, new() { SetAssignee = true, Assignee = "luca" }, default);

        Assert.Equal([first, second, third], await Listed(town, "luca", new() { Words = "printer" }));
        Assert.Equal([first, second], await Listed(town, "francesca", new() { Words = "printer" }));
        Assert.Equal([], await Listed(town, "marco", new() { Words = "printer" }));
        Assert.Equal([second], await Listed(town, "luca", new() { Words = "printer", Assignee = "me" }));
        Assert.Equal([first, third], await Listed(town, "luca", new() { Words = "printer", Assignee = "none", OpenOnly = true }));
        Assert.Equal([], await Listed(town, "luca", new() { Words = "printer", Statuses = [TicketStatus.Closed] }));
        Assert.Equal([first, second, third], await Listed(town, "luca", new() { Words = "printer", Project = Town.Project, Requester = "francesca", Kind = TicketKind.Bug, Limit = 1 }));
        Assert.Equal([first, second, third], await Listed(town, "luca", new() { Words = "?!" }));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Days_are_those_of_the_readers_clock(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var early = await town.Opened("Opened early", "At noon.");
        town.Test.Clock.Now = new(2013, 12, 31, 22, 30, 0, DateTimeKind.Utc);
        var late = await town.Opened("Opened late", "In Rome it is half an hour before midnight, in Moscow the new year has begun.");
        await town.Replied(early, "Only among us.", isInternal: true);

        Assert.Equal([late, early], await Listed(town, "luca", new() { Opened = "2013", Limit = 1 }));
        Assert.Equal([early], await Listed(town, "luca", new() { Opened = "2013-06", Limit = 1 }));
        Assert.Equal([late], await Listed(town, "luca", new() { Opened = "today" }));
        Assert.Equal([early, late], await Listed(town, "luca", new() { Since = "yesterday" }));
        Assert.Equal([late], await Listed(town, "francesca", new() { Since = "2013-12-31" }));
        Assert.Equal([], await Listed(town, "marco", new() { Opened = "2013" }));
        await using (var luca = await town.DeskOf("luca"))
        {
            await new ChangeOwnSettings(luca).Run(new(null, null, "Europe/Moscow"), default);
        }

        Assert.Equal([late], await Listed(town, "luca", new() { Opened = "2014-01-01", Requester = "francesca" }));
        Assert.Equal([early], await Listed(town, "luca", new() { Opened = "2013", Limit = 1 }));
        await Assert.ThrowsAsync<Refusal>(() => Listed(town, "luca", new() { Opened = "lately" }));
    }

    private static async Task<List<int>> Listed(Town town, string who, TicketFilter filter)
    {
        await using var desk = await town.DeskOf(who);
        var numbers = new List<int>();
        string? after = null;
        do
        {
            var page = await new TicketList(desk).Run(filter with { Sort = TicketSort.NumberUp, After = after }, default);
            numbers.AddRange(page.Items.Select(t => t.Number));
            after = page.Next;
        }
        while (after is not null);
        return numbers;
    }
}
