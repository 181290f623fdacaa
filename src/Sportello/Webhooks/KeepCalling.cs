using System.Data.Common;
using Sportello.Jobs;

namespace Sportello.Webhooks;

/// <summary>What <c>serve</c> does beside serving: tells the webhooks as soon as something happens, and looks again for what others wrote or what failed.</summary>
public sealed class KeepCalling(House house, WebhookBody body)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    public async Task Run(CancellationToken stop)
    {
        using var line = new WebhookLine(house.Settings.Webhooks.AllowPrivate);
        var send = new SendWebhooks(house, body, line);
        var swept = DateTime.MinValue;
        while (!stop.IsCancellationRequested)
        {
            var pause = Usual;
            try
            {
                if (house.Now - swept > BetweenSweeps)
                {
                    await send.Sweep(stop);
                    swept = house.Now;
                }

                pause = await send.Round(stop) ? TimeSpan.Zero : Usual;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it was, the web goes on, and so do the webhooks after a while.
                house.Log.Write(e is DbException or IOException or TimeoutException ? LogLevel.Error : LogLevel.Critical, SendWebhooks.Program, $"Webhooks could not be told: {e}");
                pause = AfterTrouble;
            }

            if (pause > TimeSpan.Zero)
            {
                await house.WebhookBell.Wait(pause, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }
}
