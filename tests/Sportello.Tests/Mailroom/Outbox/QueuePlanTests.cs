using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Tests.Notices;

namespace Sportello.Tests.Mailroom.Outbox;

public sealed class QueuePlanTests
{
    [Fact]
    public async Task What_is_due_is_found_along_an_index_however_much_waits_behind_it()
    {
        await using var world = await NoticeWorld.Open(DatabaseProvider.Sqlite);
        await using var desk = await world.House.DeskOfProgram("test", default);
        var plan = await desk.Sql.List($"explain query plan {MailQueue.NextDueIds}", r => r.GetString(3), default, ("@now", world.House.Now));
        var reads = plan.Where(s => s.Contains("mail_recipient", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, reads.Count);
        Assert.All(reads, r => Assert.Contains("SEARCH mail_recipient USING COVERING INDEX ix_mail_recipient_state_next_attempt_at_id (state=? AND next_attempt_at<?)", r, StringComparison.Ordinal));

        // The two short lists are put in order once; nothing else is sorted.
        Assert.Single(plan, s => s.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }
}
