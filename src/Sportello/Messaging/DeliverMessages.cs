using Sportello.Words;

namespace Sportello.Messaging;

/// <summary>What became of the outbox in one go.</summary>
/// <param name="Sent">Messages that arrived.</param>
/// <param name="Waiting">Messages that could not be delivered and are tried again.</param>
/// <param name="GivenUp">Messages that have waited for three days and are tried no more.</param>
/// <param name="Troubles">What stood in the way, a sentence each, and whose message it was.</param>
public sealed record Delivery(int Sent, int Waiting, int GivenUp, IReadOnlyList<Trouble> Troubles);

/// <summary>What stood in the way of a program's message.</summary>
public sealed record Trouble(string Program, Said What);

/// <summary>Sends what waits in the outbox: one message after the other, each claimed first, so that two processes never send the same one.</summary>
public sealed class DeliverMessages(House house)
{
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    /// <param name="patient">Whether to keep to the growing pauses between attempts, as the schedule does; a program that was started tries everything.</param>
    public async Task<Delivery> Run(bool patient, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("outbox", stop);
        await Write(desk, () => ChatOutbox.SettleAbandoned(desk, stop), stop);
        var due = await ChatOutbox.Due(desk, patient, stop);
        if (due.Count == 0)
        {
            return new Delivery(0, 0, 0, []);
        }

        await using var round = new Round(house);
        foreach (var id in due)
        {
            Claimed? message = null;
            await Write(desk, async () => message = await ChatOutbox.Claim(desk, id, Term, stop), stop);
            if (message is not null)
            {
                await Send(desk, message, round, stop);
            }
        }

        return round.Delivery;
    }

    /// <summary>A minute, then twice as long each time, up to four hours: whatever was down for an hour is found again within another half.</summary>
    internal static TimeSpan PauseAfter(int attempts) => TimeSpan.FromMinutes(Math.Min(240, Math.Pow(2, Math.Min(attempts - 1, 10))));

    private static async Task Send(Desk desk, Claimed message, Round round, CancellationToken stop)
    {
        try
        {
            await round.Send(message, stop);
            await Write(desk, () => ChatOutbox.Sent(desk, message.Id, default), default);
        }
        catch (NotDelivered failure)
        {
            var giveUp = failure.MayHaveArrived || desk.Now - message.CreatedAt >= Patience;
            round.Missed(message, failure, giveUp);
            var notBefore = desk.Now + failure.NotBefore;
            var next = desk.Now + PauseAfter(message.Attempts);
            await Write(desk, () => ChatOutbox.Failed(desk, message, failure.Sentence, next > notBefore ? next : notBefore, notBefore, giveUp, default), default);
        }
    }

    private static async Task Write(Desk desk, Func<Task> write, CancellationToken stop)
    {
        await desk.Begin(stop);
        await write();
        await desk.Save(stop);
    }

    /// <summary>The senders of one go. A service that is down is asked once.</summary>
    private sealed class Round(House house) : IAsyncDisposable
    {
        private readonly Dictionary<Channel, ISender> _senders = [];
        private readonly Dictionary<Channel, NotDelivered> _down = [];
        private readonly List<Trouble> _troubles = [];
        private int _sent;
        private int _waiting;
        private int _givenUp;

        public Delivery Delivery => new(_sent, _waiting, _givenUp, [.. _troubles.Distinct()]);

        public async Task Send(Claimed message, CancellationToken stop)
        {
            if (_down.TryGetValue(message.Channel, out var down))
            {
                throw down;
            }

            try
            {
                await SenderOf(message.Channel).Send(message.Address, message.Text, stop);
                _sent++;
            }
            catch (NotDelivered failure) when (failure.ServiceDown)
            {
                // What comes after was not even tried, so it certainly did not arrive.
                _down[message.Channel] = new NotDelivered(failure.Sentence, serviceDown: true, failure.NotBefore);
                throw;
            }
        }

        public void Missed(Claimed message, NotDelivered failure, bool givenUp)
        {
            _troubles.Add(new Trouble(message.Program, failure.Sentence));
            _waiting += givenUp ? 0 : 1;
            _givenUp += givenUp ? 1 : 0;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var sender in _senders.Values)
            {
                await sender.DisposeAsync();
            }
        }

        private ISender SenderOf(Channel channel)
        {
            if (!_senders.TryGetValue(channel, out var sender))
            {
                _senders[channel] = sender = Senders.For(channel, house.Settings, house.Log);
            }

            return sender;
        }
    }
}
