using Sportello.Access;
using Sportello.Data;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.WorkItems;

/// <summary>What the reply to the customer may begin with, and the status that goes with it.</summary>
public sealed record AnswerDraft(string Body, TicketStatus Status);

/// <summary>
/// Closes the loop: from the names of the work and how it ended, a reply to the customer in the customer's language.
/// Nothing is sent; whoever asked edits it and sends it as their own.
/// </summary>
public sealed class AnswerFromWork(Desk desk)
{
    public async Task<AnswerDraft> Run(int number, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, Right.Reply, stop);
        desk.Tickets.Demand(ticket, Right.SeeWork);
        var ended = (await Ended(ticket.Id, stop)).Where(w => Law.Allows(desk.Actor, Right.SeeWork, w.Place)).ToList();
        if (ended.Count == 0)
        {
            throw Refusal.Conflict(Said.Of("refusal.work.not-ended", ("ticket", number)));
        }

        var (name, language) = await Requester(ticket.RequesterId, stop);
        var lines = ended.Select(w => $"– {w.Name}: {language.Say("loop", w.Status)}");
        return new($"{Greeting(language, name)}\n\n{language.Say("loop.about", ("subject", ticket.Subject))}\n{string.Join('\n', lines)}\n\n{language.Say("loop.ask")}\n", TicketStatus.Closed);
    }

    private Task<List<(string Name, WorkItemStatus Status, Place Place)>> Ended(long ticket, CancellationToken stop) => desk.Sql.List(
        "select w.name, w.status, w.project_id from ticket_work_item l join work_item w on w.id = l.work_item_id where l.ticket_id = @id and not w.open order by w.number",
        r => (r.GetString(0), (WorkItemStatus)r.GetInt32(1), new Place(r.GetInt64(2))),
        stop,
        ("@id", ticket));

    private async Task<(string? Name, Language Language)> Requester(long? contact, CancellationToken stop)
    {
        var found = contact is null ? null : await desk.Sql.First(
            "select c.name, coalesce(u.language, c.language) from contact c left join user_account u on u.id = c.user_id where c.id = @id",
            r => new { Name = r.GetString(0), Language = r.Text(1) },
            stop,
            ("@id", contact));
        return (found?.Name, desk.House.Speech(found?.Language ?? desk.House.Settings.Work.Language));
    }

    private static string Greeting(Language language, string? name) => name is null ? language.Say("loop.hello") : language.Say("loop.hello-to", ("name", name));
}
