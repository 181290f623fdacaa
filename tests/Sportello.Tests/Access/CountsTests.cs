using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sportello.Data;
using Sportello.Portable;
using Sportello.Tickets;

namespace Sportello.Tests.Access;

/// <summary>Counts are kept, never counted: whatever happens, and however many at once, they equal a recount.</summary>
public sealed class CountsTests
{
    private const int Sequences = 12;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task After_any_sequence_of_verbs_the_kept_counts_equal_a_recount(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        var steps = Gen.Choose(0, 99).ListOf().Select(l => l.ToArray());
        var property = Prop.ForAll(Arb.From(steps), taken => Task.Run(async () =>
        {
            foreach (var step in taken)
            {
                await Take(town, step);
            }

            await CountsEqualRecount(town);
        }).GetAwaiter().GetResult());
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(20), property));
        Assert.NotEmpty(await Recount(town));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Tickets_opened_at_the_same_moment_get_numbers_of_their_own_and_are_all_counted(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        var numbers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => town.Ticket(assignee: i % 3 == 0 ? "luca" : null))));

        Assert.Equal(24, numbers.Distinct().Count());
        await CountsEqualRecount(town);
        Assert.Equal(["24"], await town.Rows("select count(*) from ticket"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_writers_at_the_same_moment_each_has_written_or_was_told_of_the_conflict(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        var number = await town.Ticket();
        var before = await Changes(town, number);
        var told = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => Rename(town, number, $"Subject {i}"))));

        var written = told.Where(t => t is not null).ToList();
        Assert.NotEmpty(written);
        Assert.Equal(before + written.Count, await Changes(town, number));
        Assert.Contains((await town.Rows($"select subject from ticket where number = {number}"))[0], written);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Who_saw_an_older_version_is_told_and_nothing_is_written(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        var number = await town.Ticket();
        await using var first = await town.DeskOf("sandro");
        await using var second = await town.DeskOf("luca");
        var version = (await new TicketPage(first).Run(number, default)).Version;
        await new ChangeTicket(first).Run(number, new() { Priority = Priority.High, SeenVersion = version }, default);

        var refusal = await Assert.ThrowsAsync<Refusal>(() => new ChangeTicket(second).Run(number, new() { Kind = TicketKind.Consultation, SeenVersion = version }, default));

        Assert.Equal(RefusalReason.Conflict, refusal.Reason);
        Assert.Equal(["3 3"], await town.Rows($"select priority, kind from ticket where number = {number}"));
    }

    private static async Task Take(Town town, int step)
    {
        await using var desk = await town.DeskOf("sandro");
        var numbers = await town.Rows("select number from ticket order by number");
        var number = numbers.Count == 0 ? 0 : int.Parse(numbers[step % numbers.Count], CultureInfo.InvariantCulture);
        var statuses = Enum.GetValues<TicketStatus>();
        switch (step % 7)
        {
            case 0 or 1 when number == 0:
            case 0:
                await town.Ticket(assignee: step % 3 == 0 ? "luca" : null);
                break;
            case 1:
                await new ChangeTicket(desk).Run(number, new() { SetAssignee = true, Assignee = (step % 3) switch { 0 => "luca", 1 => "sandro", _ => null } }, default);
                break;
            case 2 when number != 0:
                await new ChangeTicket(desk).Run(number, new() { Status = statuses[step / 5 % statuses.Length] }, default);
                break;
            case 3 when number != 0:
                await using (var customer = await town.DeskOf("francesca"))
                {
                    await new ReplyToTicket(customer).Run(number, new("Still the same."), default);
                }

                break;
            case 5 when number != 0:
                await SnoozeIfOpen(desk, number, step);
                break;
            case 6:
                town.Test.Clock.Now = town.Test.Clock.Now.AddHours(step);
                await new WakeTickets(town.House, "snooze").Run(default);
                break;
            case 4:
                await Import(town, 20_000 + (step % 4), step);
                break;
        }
    }

    private static async Task SnoozeIfOpen(Desk desk, int number, int step)
    {
        if ((await new TicketPage(desk).Run(number, default)).Status != TicketStatus.Closed)
        {
            await new ChangeTicket(desk).Run(number, new() { Snooze = step % 2 == 0 ? new(SnoozeChoice.Week) : new(SnoozeChoice.At, desk.Now.AddHours(step)) }, default);
        }
    }

    /// <summary>The same few numbers again and again: sometimes new, mostly a change.</summary>
    private static async Task Import(Town town, int number, int step)
    {
        var file = town.Test.Folder["tickets.json"];
        var status = step % 2 == 0 ? "closed" : "new";
        var assignee = step % 3 == 0 ? "\"luca\"" : "null";
        await File.WriteAllTextAsync(file, $$"""
            {"tickets": [{"number": {{number}}, "project": "{{Town.Project}}", "kind": "bug", "status": "{{status}}", "subject": "Imported", "requester": "francesca", "assignee": {{assignee}}, "opened": "2013-06-01T09:00:00Z"}]}
            """);
        await using var desk = await town.House.DeskOfProgram("import", default);
        var report = await new ImportFile(desk).Run(file, dryRun: false, null, default);
        Assert.True(report.FaultCount == 0, string.Join("; ", report.Faults));
    }

    /// <returns>The subject that was written; none when somebody else was first.</returns>
    private static async Task<string?> Rename(Town town, int number, string subject)
    {
        await using var desk = await town.DeskOf("sandro");
        try
        {
            await new ChangeTicket(desk).Run(number, new() { Subject = subject }, default);
            return subject;
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Conflict)
        {
            return null;
        }
    }

    private static async Task<int> Changes(Town town, int number) => int.Parse(
        (await town.Rows($"select count(*) from history h join ticket t on t.id = h.subject_id where t.number = {number} and h.what = 'subject'"))[0], CultureInfo.InvariantCulture);

    private static async Task CountsEqualRecount(Town town)
    {
        Assert.Equal(await Recount(town), await town.Rows("select project_id, assignee_id, status, n from ticket_count where n <> 0 order by 1, 2, 3"));
        Assert.Equal(await Recount(town, " where snoozed_until is not null"), await town.Rows("select project_id, assignee_id, status, n from snoozed_count where n <> 0 order by 1, 2, 3"));
    }

    private static Task<List<string>> Recount(Town town, string which = "") =>
        town.Rows($"select project_id, coalesce(assignee_id, 0) as assignee, status, count(*) from ticket{which} group by project_id, assignee_id, status order by 1, 2, 3");
}
