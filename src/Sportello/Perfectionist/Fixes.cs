using Sportello.Tickets;

namespace Sportello.Perfectionist;

/// <summary>What was corrected, so that it can be taken back.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Ticket">The ticket's number.</param>
/// <param name="Was">The status before.</param>
/// <param name="Became">The status since.</param>
/// <param name="WasAssignee">The assignee before, where that was changed.</param>
internal sealed record Fix(string Rule, int Ticket, TicketStatus Was, TicketStatus Became, long? WasAssignee = null)
{
    public string Field => WasAssignee is null ? "status" : "assignee";

    public static Fix OfAssignee(string rule, int ticket, long was) => new(rule, ticket, default, default, was);
}

internal static class Fixes
{
    /// <summary>Writes it down in the transaction that makes it.</summary>
    /// <returns>The number to undo it by.</returns>
    public static async Task<long> Note(Desk desk, Fix fix, long contact, CancellationToken stop) => await desk.Sql.First(
        """
        insert into perfectionist_fix (contact_id, rule, ticket_number, field, was, became, was_key, at, who)
        values (@contact, @rule, @ticket, @field, @was, @became, @was_key, @at, @who) returning id
        """,
        r => r.GetInt64(0),
        stop,
        ("@contact", contact),
        ("@rule", fix.Rule),
        ("@ticket", fix.Ticket),
        ("@field", fix.Field),
        ("@was", fix.Was),
        ("@became", fix.Became),
        ("@was_key", fix.WasAssignee),
        ("@at", desk.Now),
        ("@who", desk.Actor.Name));
}
