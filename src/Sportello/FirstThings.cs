using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Directory;
using Sportello.Mailroom.Outbox;

namespace Sportello;

/// <summary>What a new database holds before anybody has touched it.</summary>
internal static class FirstThings
{
    public static async Task Lay(House house, CancellationToken stop)
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
        await desk.Save(stop);
    }
}
