using System.Net.Sockets;
using Sportello.Data;

namespace Sportello.Checkup;

/// <summary>Whether a house can work at all: its database answers and is of today, and there is room to write. Asks nobody outside.</summary>
public sealed class Pulse(House house)
{
    private const long LeastFreeBytes = 100L << 20;

    public async Task<bool> Beats(CancellationToken stop)
    {
        try
        {
            await using var desk = await house.DeskOfNobody(stop);
            var schema = await desk.Sql.First("select max(\"MigrationId\") from \"__EFMigrationsHistory\"", r => r.Text(0), stop);
            return string.Equals(schema, Data.Migrations.Newest.Name, StringComparison.Ordinal) && new DriveInfo(house.Settings.DataFolder).AvailableFreeSpace >= LeastFreeBytes;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or SocketException or TimeoutException or IOException)
        {
            house.Log.Write(Jobs.LogLevel.Error, "health", e.Message);
            return false;
        }
    }
}
