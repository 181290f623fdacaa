using Sportello.Data;

namespace Sportello.History;

/// <summary>History of what has no entries of its own making: accounts, groups, organizations.</summary>
internal static class Remembering
{
    public static Task Remember(this Desk desk, Subject subject, long id, string what, string? from, string? to, CancellationToken stop)
    {
        var by = desk.Stamp;
        return desk.Sql.Run(
            """
            insert into history (subject, subject_id, subject_version, at, contact_id, who, door, what, from_value, to_value)
            values (@subject, @id, 0, @at, @contact, @who, @door, @what, @from, @to)
            """,
            stop,
            ("@subject", subject), ("@id", id), ("@at", by.At), ("@contact", by.ContactId), ("@who", by.Name), ("@door", by.Door), ("@what", what), ("@from", from), ("@to", to));
    }
}
