using Sportello.Access;
using Sportello.Directory;
using Sportello.Words;

namespace Sportello.Messaging;

/// <summary>
/// What a person says of a message that was given up. Nobody but a person may send again what has perhaps arrived.
/// </summary>
public sealed class DecideOnMessage(Desk desk)
{
    /// <summary>It waits again as if it were new.</summary>
    public Task SendAgain(long id, CancellationToken stop) => Change(
        id, "update chat_message set state = 0, attempts = 0, created_at = @now, next_attempt_at = @now, not_before = @now, last_error = null where id = @id and state = 3", stop);

    /// <summary>It is not needed any more.</summary>
    public Task Settle(long id, CancellationToken stop) => Change(id, "update chat_message set state = 4, sent_at = @now where id = @id and state = 3", stop);

    private async Task Change(long id, string statement, CancellationToken stop)
    {
        Accounts.DemandRight(desk, Permission.ProgramRun);
        await desk.Begin(stop);
        if (await desk.Sql.Run(statement, stop, ("@id", id), ("@now", desk.Now)) == 0)
        {
            throw Refusal.NotFound(Said.Of("refusal.chat.gone", ("id", id)));
        }

        await desk.Save(stop);
    }
}
