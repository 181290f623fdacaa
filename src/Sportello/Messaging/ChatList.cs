using Sportello.Access;
using Sportello.Data;
using Sportello.Words;

namespace Sportello.Messaging;

/// <summary>A message that waits, or was given up.</summary>
/// <param name="Program">Whose message it is.</param>
/// <param name="Contact">Whom it is for.</param>
/// <param name="NextAttempt">When it is tried again; none when it was given up.</param>
/// <param name="Why">Why it did not go out the last time.</param>
public sealed record ChatRow(
    long Id, string Program, string? Contact, Channel Channel, string Address, string Text, ChatState State, int Attempts, DateTime CreatedAt, DateTime? NextAttempt, IReadOnlyList<Said> Why);

/// <summary>Messages to Slack and Jabber that have not arrived, for those who look after the house: the given up ones first.</summary>
public sealed class ChatList(Desk desk)
{
    public const int Most = 200;

    public Task<List<ChatRow>> Run(CancellationToken stop)
    {
        if (!desk.Actor.Holds("settings.view"))
        {
            throw Refusal.Denied(Said.Of("refusal.chat.view"));
        }

        return desk.Sql.List(
            """
            select m.id, m.program, c.name, m.channel, m.address, m.text, m.state, m.attempts, m.created_at, m.next_attempt_at, m.last_error
            from chat_message m left join contact c on c.id = m.contact_id where m.state in (0, 1, 3) order by m.state desc, m.id desc limit @most
            """,
            r => new ChatRow(
                r.GetInt64(0), r.GetString(1), r.Text(2), (Channel)r.GetInt32(3), r.GetString(4), r.GetString(5), (ChatState)r.GetInt32(6), r.GetInt32(7), r.Time(8),
                (ChatState)r.GetInt32(6) == ChatState.Waiting ? r.Time(9) : null,
                Said.Read(r.Text(10) ?? "")),
            stop,
            ("@most", (long)Most));
    }
}
