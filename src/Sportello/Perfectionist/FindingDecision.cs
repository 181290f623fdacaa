using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>What the verbs on findings have in common: who may decide, and how it is kept.</summary>
internal static class FindingDecision
{
    /// <summary>Whoever may put the thing right may also say that there is nothing to put right.</summary>
    public static async Task Demand(Desk desk, Check rule, long thing, CancellationToken stop)
    {
        switch (rule.About)
        {
            case Thing.Ticket:
                await desk.Tickets.Get(Number(thing), Right.ChangeStatus, stop);
                break;
            case Thing.WorkItem:
                await DemandWork(desk, thing, stop);
                break;
            case Thing.Contact:
                Accounts.DemandRight(desk, "contact.change");
                break;
            case Thing.MailBox:
                Accounts.DemandRight(desk, "settings.change");
                break;
            default:
                Accounts.DemandRight(desk, "user.change");
                break;
        }
    }

    /// <summary>The newest word holds; what was said before has ended.</summary>
    public static async Task Keep(Desk desk, Check rule, long thing, Verdict verdict, string? reason, DateOnly? until, CancellationToken stop)
    {
        await desk.Begin(stop);
        await End(desk, rule, thing, stop);
        await desk.Sql.Run(
            """
            insert into perfectionist_decision (rule, thing, verdict, seen_at, until, reason, at, who)
            values (@rule, @thing, @verdict, @now, @until, @reason, @now, @who)
            """,
            stop,
            ("@rule", rule.Id),
            ("@thing", thing),
            ("@verdict", verdict),
            ("@until", until),
            ("@reason", reason),
            ("@now", desk.Now),
            ("@who", desk.Actor.Name));
    }

    public static Task<int> End(Desk desk, Check rule, long thing, CancellationToken stop) => desk.Sql.Run(
        "update perfectionist_decision set ended_at = @now where rule = @rule and thing = @thing and ended_at is null",
        stop,
        ("@rule", rule.Id),
        ("@thing", thing),
        ("@now", desk.Now));

    public static string Given(string? reason) => string.IsNullOrWhiteSpace(reason)
        ? throw Refusal.Invalid("reason", Said.Of("refusal.finding.reason"))
        : reason.Trim();

    public static int Number(long thing) => thing is > 0 and <= int.MaxValue ? (int)thing : throw Refusal.NotFound(Said.Of("refusal.ticket", ("thing", thing)));

    private static async Task DemandWork(Desk desk, long number, CancellationToken stop)
    {
        var project = await desk.Sql.First("select project_id from work_item where number = @number", r => (long?)r.GetInt64(0), stop, ("@number", number));
        if (project is null || !Law.Allows(desk.Actor, Right.SeeWork, new Place(project.Value)))
        {
            throw Refusal.NotFound(Said.Of("refusal.work", ("thing", number)));
        }

        if (!Law.Allows(desk.Actor, Right.EditWork, new Place(project.Value)))
        {
            throw Refusal.Denied(Explain.Missing(desk.Actor, Right.EditWork));
        }
    }
}
