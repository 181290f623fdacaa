using Sportello.Access;
using Sportello.Data;
using Sportello.Tickets;

namespace Sportello.Perfectionist;

/// <summary>A correction that was made.</summary>
/// <param name="Id">The number to undo it by.</param>
/// <param name="At">When.</param>
/// <param name="Rule">By which rule.</param>
/// <param name="Contact">Whose ticket it was.</param>
/// <param name="Ticket">The ticket's number.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Field">status or assignee.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it became; none for nobody.</param>
/// <param name="Who">Who did it: the program, or whoever applied the proposal.</param>
/// <param name="UndoneAt">When it was taken back.</param>
/// <param name="UndoneBy">By whom.</param>
public sealed record FixRow(
    long Id, DateTime At, string Rule, string Contact, int Ticket, string Subject, string Field, string From, string? To, string Who, DateTime? UndoneAt, string? UndoneBy);

/// <summary>The corrections that were made to tickets in projects where the reader works, newest first.</summary>
public sealed class FixList(Desk desk)
{
    public const int MostRows = 200;

    /// <param name="person">Whose tickets: a contact's key; none = everybody's.</param>
    /// <param name="before">Corrections with a smaller number only, for the next page.</param>
    /// <param name="limit">How many.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<IReadOnlyList<FixRow>> Run(long? person, long? before, int limit, CancellationToken stop)
    {
        if (!desk.Actor.WorksSomewhere)
        {
            throw Refusal.Denied(Words.Said.Of("refusal.findings"));
        }

        var sight = Law.Sees(desk.Actor, Right.SeeNotes);
        List<(string, object?)> parameters = [("@limit", Math.Clamp(limit, 1, MostRows)), ("@before", before ?? long.MaxValue)];
        var conditions = "f.id < @before";
        if (person is { } contact)
        {
            conditions += " and f.contact_id = @contact";
            parameters.Add(("@contact", contact));
        }

        if (!sight.All)
        {
            conditions += $" and {desk.Sql.Dialect.Among("t.project_id", "@seen")}";
            parameters.Add(("@seen", sight.Projects));
        }

        return await desk.Sql.List(
            $"""
             select f.id, f.at, f.rule, c.name, f.ticket_number, t.subject, f.field, f.was, f.became, f.who, f.undone_at, f.undone_by
             from perfectionist_fix f join contact c on c.id = f.contact_id join ticket t on t.number = f.ticket_number
             where {conditions} order by f.id desc limit @limit
             """,
            Row,
            stop,
            [.. parameters]);
    }

    private static FixRow Row(System.Data.Common.DbDataReader r)
    {
        var ofStatus = string.Equals(r.GetString(6), "status", StringComparison.Ordinal);
        return new FixRow(
            r.GetInt64(0), r.Time(1), r.GetString(2), r.GetString(3), r.GetInt32(4), r.GetString(5), r.GetString(6),
            ofStatus ? Words.Name.Of((TicketStatus)r.GetInt32(7)) : r.GetString(3),
            ofStatus ? Words.Name.Of((TicketStatus)r.GetInt32(8)) : null,
            r.GetString(9), r.TimeOrNone(10), r.Text(11));
    }
}
