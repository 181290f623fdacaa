using Sportello.Data;
using Sportello.Words;

namespace Sportello.Messaging;

/// <summary>A message that is to go out. Its key is program, period and person: whatever happens, a key is sent once.</summary>
internal sealed record ChatMessage(string Key, string Program, long? ContactId, Channel Channel, string Address, string Text);

/// <summary>Where a message of the outbox stands. Stored.</summary>
public enum ChatState
{
    Waiting = 0,
    Sending = 1,
    Sent = 2,
    GivenUp = 3,

    /// <summary>Given up, and somebody said that this is well so.</summary>
    Settled = 4,
}

/// <summary>Messages on their way to Slack and Jabber. They are written in the transaction of what causes them, and sent after it.</summary>
internal static class ChatOutbox
{
    /// <returns>False when a message of that key is there already, sent or waiting.</returns>
    public static async Task<bool> Put(Desk desk, ChatMessage message, CancellationToken stop)
    {
        await desk.Begin(stop);
        return await desk.Sql.Run(
            """
            insert into chat_message (message_key, program, contact_id, channel, address, text, state, attempts, created_at, next_attempt_at, not_before)
            values (@key, @program, @contact, @channel, @address, @text, 0, 0, @now, @now, @now)
            on conflict (message_key) do nothing
            """,
            stop,
            ("@key", message.Key),
            ("@program", message.Program),
            ("@contact", message.ContactId),
            ("@channel", message.Channel),
            ("@address", message.Address),
            ("@text", message.Text),
            ("@now", desk.Now)) == 1;
    }

    /// <summary>The keys of what may be tried now.</summary>
    /// <param name="patient">Whether to keep to the growing pauses; a program that is started by hand or by cron tries everything.</param>
    public static Task<List<long>> Due(Desk desk, bool patient, CancellationToken stop) => desk.Sql.List(
        $"select id from chat_message where state = 0 and not_before <= @now {(patient ? "and next_attempt_at <= @now" : "")} order by id",
        r => r.GetInt64(0),
        stop,
        ("@now", desk.Now));

    /// <summary>Takes one message for sending; none when somebody else was faster.</summary>
    public static Task<Claimed?> Claim(Desk desk, long id, TimeSpan term, CancellationToken stop) => desk.Sql.First(
        """
        update chat_message set state = 1, attempts = attempts + 1, claimed_until = @until where id = @id and state = 0
        returning id, message_key, channel, address, text, attempts, created_at, program
        """,
        r => (Claimed?)new Claimed(r.GetInt64(0), r.GetString(1), (Channel)r.GetInt32(2), r.GetString(3), r.GetString(4), r.GetInt32(5), r.Time(6), r.GetString(7)),
        stop,
        ("@id", id),
        ("@until", desk.Now + term));

    public static Task Sent(Desk desk, long id, CancellationToken stop) => desk.Sql.Run(
        "update chat_message set state = 2, sent_at = @now, claimed_until = null, last_error = null where id = @id", stop, ("@id", id), ("@now", desk.Now));

    public static Task Failed(Desk desk, Claimed message, Said error, DateTime nextAttempt, DateTime notBefore, bool giveUp, CancellationToken stop) => desk.Sql.Run(
        "update chat_message set state = @state, claimed_until = null, last_error = @error, next_attempt_at = @next, not_before = @not_before where id = @id",
        stop,
        ("@id", message.Id),
        ("@state", giveUp ? ChatState.GivenUp : ChatState.Waiting),
        ("@error", Said.Write([error])),
        ("@next", nextAttempt),
        ("@not_before", notBefore));

    /// <summary>
    /// What was being sent when a process died may have arrived or not. It is not sent again, since nobody is to get a message twice;
    /// the web shows it, and a person decides.
    /// </summary>
    public static Task<int> SettleAbandoned(Desk desk, CancellationToken stop) => desk.Sql.Run(
        "update chat_message set state = 3, claimed_until = null, last_error = @error where state = 1 and claimed_until < @now",
        stop,
        ("@now", desk.Now),
        ("@error", Said.Write([Said.Of("post.abandoned")])));
}

internal sealed record Claimed(long Id, string Key, Channel Channel, string Address, string Text, int Attempts, DateTime CreatedAt, string Program);
