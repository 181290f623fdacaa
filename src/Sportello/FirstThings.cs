using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Data.Migrations;
using Sportello.Directory;
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
        if (!await desk.Db.Groups.AnyAsync(g => g.Name == Permission.TicketUsers, stop))
        {
            var group = new Group(Permission.TicketUsers);
            group.AllowOnly(Permission.OfTicketUsers);
            desk.Db.Add(group);
        }

        await MailKey.Lay(desk, stop);

        if (applied.Contains(M0005_Rules.Name, StringComparer.Ordinal))
        {
            await ReadReminders.Run(desk, stop);
        }

        await desk.Save(stop);
    }
}
