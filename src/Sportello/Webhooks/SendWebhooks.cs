using Sportello.Data;
using Sportello.History;
using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Webhooks;

/// <summary>
/// Sends what is due: one node at a time, several webhooks side by side, each in its order as far as nothing fails. Before a message leaves, its row says when it is tried
/// again; so one whose sender died goes out once more, under the same id, and none is lost.
/// </summary>
internal sealed class SendWebhooks(House house, WebhookBody body, WebhookLine line)
{
    public const string Program = "webhooks";

    private const int SideBySide = 8;
    private const int Portion = 20;

    private static readonly TimeSpan KeepLog = TimeSpan.FromDays(30);

    /// <summary>How long after each failure; after the last one it is given up.</summary>
    internal static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(24),
    ];

    /// <returns>Whether something was sent, so that there may be more.</returns>
    public async Task<bool> Round(CancellationToken stop)
    {
        if ((await Due(stop)).Count == 0)
        {
            return false;
        }

        await using var lease = await Lease.Take(house, Program, TimeSpan.Zero, stop);
        if (lease is null)
        {
            return false;
        }

        var sent = 0;
        await Parallel.ForEachAsync(await Due(stop), new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = stop }, async (webhook, _) =>
        {
            if (await Send(webhook, stop) > 0)
            {
                Interlocked.Increment(ref sent);
            }
        });
        return sent > 0;
    }

    /// <summary>Forgets what was told long ago.</summary>
    public Task Sweep(CancellationToken stop) => Write(desk => desk.Sql.Run("delete from webhook_delivery where at < @old", stop, ("@old", house.Now - KeepLog)), stop);

    private async Task<List<long>> Due(CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(Program, stop);
        await house.Webhooks.Learn(house, desk.Sql, stop);
        return await desk.Sql.List(
            "select hook.id from webhook hook where hook.active and exists (select 1 from webhook_delivery d where d.webhook_id = hook.id and d.state = 0 and d.next_attempt_at <= @now) order by hook.id",
            r => r.GetInt64(0),
            stop,
            ("@now", house.Now));
    }

    /// <summary>A receiver that fails, or takes its time, is left alone for this round, so that it keeps nobody waiting.</summary>
    private async Task<int> Send(long webhook, CancellationToken stop)
    {
        List<WaitingDelivery> portion;
        await using (var desk = await house.DeskOfProgram(Program, stop))
        {
            portion = await desk.Sql.List(
                $"{WaitingDelivery.Columns} where d.webhook_id = @webhook and d.state = 0 and d.next_attempt_at <= @now order by d.next_attempt_at, d.id limit {Portion}",
                WaitingDelivery.Read,
                stop,
                ("@webhook", webhook),
                ("@now", house.Now));
        }

        var sent = 0;
        var began = TimeProvider.System.GetTimestamp();
        foreach (var delivery in portion)
        {
            if (stop.IsCancellationRequested || TimeProvider.System.GetElapsedTime(began) > WebhookLine.Patience || !await Send(delivery, stop))
            {
                break;
            }

            sent++;
        }

        return sent;
    }

    /// <returns>Whether the next one of this webhook may follow.</returns>
    private async Task<bool> Send(WaitingDelivery delivery, CancellationToken stop)
    {
        if (!await Begin(delivery, stop))
        {
            return true;
        }

        if (await delivery.Message(house, stop) is not { } message)
        {
            await Note(delivery, DeliveryState.Withheld, new(null, null, Said.Of("webhook.trouble.withheld"), TimeSpan.Zero));
            return true;
        }

        if (house.Settings.Seal?.Open(delivery.Secret) is not { } secret)
        {
            house.Log.Write(LogLevel.Error, Program, $"The secret of webhook {delivery.WebhookId} was closed with another key and cannot be opened here.");
            await Note(delivery, Otherwise(delivery), new(null, null, Said.Of("webhook.trouble.seal"), TimeSpan.Zero));
            return false;
        }

        var bytes = body(message);
        (string, string)[] headers =
        [
            ("Sportello-Event", delivery.Event), ("Sportello-Delivery", delivery.Key), ("Sportello-Signature", WebhookSignature.Of(secret, house.Now, bytes)),
        ];
        var answer = await line.Post(delivery.Url, bytes, headers, stop);
        await Note(delivery, answer.IsGood ? DeliveryState.Delivered : answer.IsGone ? DeliveryState.GivenUp : Otherwise(delivery), answer);
        return answer.IsGood;
    }

    /// <summary>Kept before the message leaves. False when somebody else has it.</summary>
    private async Task<bool> Begin(WaitingDelivery delivery, CancellationToken stop)
    {
        var ours = 0;
        await Write(async desk => ours = await desk.Sql.Run(
            "update webhook_delivery set attempts = attempts + 1, next_attempt_at = @again where id = @id and state = 0 and attempts = @attempts",
            stop,
            ("@again", house.Now + Pause(delivery)),
            ("@id", delivery.Id),
            ("@attempts", delivery.Attempts)), stop);
        return ours == 1;
    }

    /// <summary>What became of it is written down even when the house is closing.</summary>
    private Task Note(WaitingDelivery delivery, DeliveryState state, Answer answer) => Write(async desk =>
    {
        await desk.Sql.Run(
            """
            update webhook_delivery set state = @state, status = @status, took = @took, answer = @answer, trouble = @trouble, tried_at = @now,
              next_attempt_at = case when @state = 0 then @again else next_attempt_at end
            where id = @id and attempts = @attempts
            """,
            default,
            ("@state", state), ("@status", answer.Status is { } status ? (long)status : null), ("@took", (long)answer.Took.TotalMilliseconds), ("@answer", answer.Text), ("@trouble", answer.Trouble?.Kept),
            ("@now", house.Now), ("@again", house.Now + Pause(delivery)), ("@id", delivery.Id), ("@attempts", delivery.Attempts + 1));
        if (answer.IsGone)
        {
            await desk.Sql.Run("update webhook set active = false, gone = true where id = @id", default, ("@id", delivery.WebhookId));
            await WebhookRights.Moved(desk, delivery.WebhookId, "active", "yes", "no", default);
        }
    }, default);

    private static DeliveryState Otherwise(WaitingDelivery delivery) => delivery.Attempts < Pauses.Count ? DeliveryState.Waiting : DeliveryState.GivenUp;

    private static TimeSpan Pause(WaitingDelivery delivery) => Pauses[Math.Min(delivery.Attempts, Pauses.Count - 1)];

    private async Task Write(Func<Desk, Task> write, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(Program, stop);
        await desk.Begin(stop);
        await write(desk);
        await desk.Save(stop);
    }
}
