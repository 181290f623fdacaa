using Sportello.Live;

namespace Sportello.App.Web.Live;

/// <summary>Tells the open pages for as long as the server runs.</summary>
internal sealed class Broadcaster(House house) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => new KeepTelling(house).Run(stoppingToken), stoppingToken);
}
