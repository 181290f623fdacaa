using System.Data.Common;
using Sportello.Jobs;

namespace Sportello.Mailroom.Outbox;

/// <summary>What <c>serve</c> does beside serving: sends each mail as soon as it is due, and looks again from time to time for what others put there.</summary>
public sealed class KeepSending(House house)
{
    private const string Program = "outbox";
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public async Task Run(CancellationToken stop)
    {
        var pause = TimeSpan.Zero;
        while (!stop.IsCancellationRequested)
        {
            pause = await Round(pause, stop);
            await house.MailBell.Wait(pause, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <returns>How long there is nothing to do.</returns>
    private async Task<TimeSpan> Round(TimeSpan last, CancellationToken stop)
    {
        try
        {
            if (house.Settings.Smtp is not { } smtp)
            {
                await new MailQueue(house, Program).GiveUpOld(SendMail.Patience, stop);
                return Longest;
            }

            var round = await new SendMail(house, smtp, Program).Run(house.Now, stop);
            if (round.Unreachable is { } why)
            {
                house.Log.Write(LogLevel.Error, Program, $"{smtp.Host}: {why}");
                return Longer(last);
            }

            return await new MailQueue(house, Program).NextDue(stop) is { } next ? Between(next - house.Now) : Usual;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception e)
        {
            // Whatever it was, the web goes on, and so does the mail after a while.
            house.Log.Write(e is DbException or IOException or TimeoutException ? LogLevel.Error : LogLevel.Critical, Program, $"Mail could not be sent: {e}");
            return Longer(last);
        }
    }

    private static TimeSpan Longer(TimeSpan last) => last < Usual ? Usual : last * 2 < Longest ? last * 2 : Longest;

    private static TimeSpan Between(TimeSpan wait) => wait < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : wait < Usual ? wait : Usual;
}
