using Sportello.Tickets;

namespace Sportello.App.Web.Tickets;

/// <summary>Brings back what was put off, for as long as the server runs.</summary>
internal sealed class Waker(House house) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => new KeepWaking(house).Run(stoppingToken), stoppingToken);
}
