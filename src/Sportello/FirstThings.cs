using Sportello.Access;
using Sportello.Data;
using Sportello.Data.Migrations;
using Sportello.Directory;
using Sportello.Directory.Duplicates;
using Sportello.Mailroom.Outbox;
using Sportello.Tickets;

namespace Sportello;

/// <summary>What a new database holds before anybody has touched it.</summary>
internal static class FirstThings
{
    /// <param name="house">The house.</param>
    /// <param name="applied">The migrations that brought the database up to date.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task Lay(House house, IReadOnlyList<string> applied, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("first start", stop);
        await desk.Begin(stop);
        await LayTicketUsers(desk, stop);
        await MailKey.Lay(desk, stop);

        if (applied.Contains(M0005_Rules.Name, StringComparer.Ordinal))
        {
            await ReadReminders.Run(desk, stop);
        }

        // The words of accounts came later than those of the directory.
        if (applied.Contains(M0012_Directory.Name, StringComparer.Ordinal) || applied.Contains(M0013_Grants.Name, StringComparer.Ordinal))
        {
            await DirectoryWords.WriteAll(desk.Sql, stop);
        }

        if (applied.Contains(M0015_Likeness.Name, StringComparer.Ordinal))
        {
            await Likeness.WriteAll(desk.Sql, stop);
        }

        await desk.Save(stop);
    }

    /// <summary>By SQL: the object mapper, which is slow to wake, has nothing else to do at a first start.</summary>
    private static async Task LayTicketUsers(Desk desk, CancellationToken stop)
    {
        var group = await desk.Sql.First(
            "insert into access_group (name) values (@name) on conflict (name) do nothing returning id", r => r.Key(0), stop, ("@name", Permission.TicketUsers));
        if (group is not null)
        {
            await desk.Sql.Insert("group_permission", ["group_id", "permission"], [.. Permission.OfTicketUsers.Select(p => new object?[] { group, p })], stop);
        }
    }
}
