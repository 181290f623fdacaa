using Sportello.Mailroom.Outbox;

namespace Sportello.App.Web.Mail;

/// <summary>Goes out with the mail for as long as the server runs.</summary>
internal sealed class Postman(House house) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => new KeepSending(house).Run(stoppingToken), stoppingToken);
}
