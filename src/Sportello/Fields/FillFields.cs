using Sportello.Access;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Fields;

/// <summary>Puts what was typed into the fields of a ticket's project.</summary>
internal static class FillFields
{
    /// <summary>The fields that an actor sees of tickets of a project.</summary>
    public static IEnumerable<KeptField> SeenBy(Actor actor, IEnumerable<KeptField> fields, Place place)
    {
        var works = Law.Allows(actor, Right.SeeNotes, place);
        return fields.Where(f => f.Active && (works || f.ForCustomers));
    }

    /// <summary>Of a new ticket: all that its opener sees is asked, and what must be there is demanded where somebody can be asked.</summary>
    public static async Task Open(Desk desk, Ticket ticket, IReadOnlyDictionary<string, string?> given, CancellationToken stop)
    {
        var seen = await Seen(desk, ticket, stop);
        Apply(ticket, seen, given, desk);
        if (ticket.Origin is Origin.Web or Origin.Api)
        {
            var values = FieldValues.Read(ticket.Fields);
            foreach (var missing in seen.Where(f => f.Required && !values.ContainsKey(f.Id)))
            {
                throw Refusal.Invalid(missing.Key, Said.Of("refusal.field.needed", ("field", missing.Name)));
            }
        }
    }

    public static async Task Change(Desk desk, Ticket ticket, IReadOnlyDictionary<string, string?> given, CancellationToken stop) =>
        Apply(ticket, await Seen(desk, ticket, stop), given, desk);

    private static async Task<List<KeptField>> Seen(Desk desk, Ticket ticket, CancellationToken stop) =>
        [.. SeenBy(desk.Actor, (await desk.House.Book.Of(desk, stop)).FieldsOf(ticket.ProjectId), TicketShelf.PlaceOf(ticket))];

    private static void Apply(Ticket ticket, List<KeptField> seen, IReadOnlyDictionary<string, string?> given, Desk desk)
    {
        foreach (var (name, typed) in given)
        {
            if (seen.Find(f => f.IsCalled(name)) is { } field)
            {
                Put(ticket, field, field.Fit(typed), desk);
            }
            else if (!name.StartsWith("field.", StringComparison.Ordinal))
            {
                // A form without script also sends the fields of other projects; a program means what it says.
                throw Refusal.Invalid("fields", Said.Of("refusal.field.unknown", ("field", name), ("fields", seen.ConvertAll(f => f.Name))));
            }
        }
    }

    /// <summary>What must be there is not emptied; a ticket that never had it, such as a letter's, may go on without.</summary>
    private static void Put(Ticket ticket, KeptField field, string? value, Desk desk)
    {
        if (value is null && field.Required && FieldValues.Read(ticket.Fields).ContainsKey(field.Id))
        {
            throw Refusal.Invalid(field.Key, Said.Of("refusal.field.needed", ("field", field.Name)));
        }

        ticket.Fill(field, value, desk.Stamp);
    }
}
