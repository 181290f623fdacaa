using System.Text.Json;
using Sportello.Access;
using Sportello.Data;
using Sportello.History;

namespace Sportello.Tickets;

/// <summary>What a person has begun to write and not sent yet: the fields of the form, and when it was last kept.</summary>
public sealed record UnsentText(IReadOnlyDictionary<string, string> Fields, DateTime At)
{
    internal static UnsentText? Read(string? fields, DateTime at) =>
        fields is null ? null : new(JsonSerializer.Deserialize<Dictionary<string, string>>(fields) ?? [], at);
}

/// <summary>
/// Keeps what somebody is writing, for nobody but them: one text for each ticket, and one for a ticket that is being opened. Whoever sends
/// it, or keeps nothing, has none any more.
/// </summary>
public sealed class KeepDraft(Desk desk)
{
    public const string Subject = "Subject";
    public const string Body = "Body";
    public const string Internal = "Internal";

    private const int MostCharacters = 200_000;

    /// <param name="number">The ticket; none for one that is being opened.</param>
    /// <param name="fields">The fields of the form by name; without subject and text nothing is kept.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(int? number, IReadOnlyDictionary<string, string> fields, CancellationToken stop)
    {
        // What was refused before it is not saved with it.
        await desk.Undo();
        var ticket = number is { } given ? await TicketOf(given, fields, stop) : OfNew();
        var user = desk.Actor.UserId ?? throw Refusal.Denied(Explain.Missing(desk.Actor, Right.Reply));
        if (fields.Sum(f => f.Value.Length) > MostCharacters)
        {
            throw Refusal.Invalid("body", Words.Said.Of("draft.long", ("most", MostCharacters)));
        }

        await desk.Begin(stop);
        if (IsBlank(fields, Subject) && IsBlank(fields, Body))
        {
            await Forget(desk, user, ticket, stop);
        }
        else
        {
            await desk.Sql.Run(
                "insert into draft (user_id, ticket_id, fields, at) values (@user, @ticket, @fields, @now) on conflict (user_id, ticket_id) do update set fields = excluded.fields, at = excluded.at",
                stop,
                ("@user", user), ("@ticket", ticket), ("@fields", JsonSerializer.Serialize(fields)), ("@now", desk.Now));
        }

        await desk.Save(stop);
    }

    /// <summary>What was begun of a ticket that is not opened yet.</summary>
    public async Task<UnsentText?> OfNewTicket(CancellationToken stop) => !desk.Actor.Holds(Permission.TicketAdd) ? null : await desk.Sql.First(
        "select fields, at from draft where user_id = @user and ticket_id = 0", r => UnsentText.Read(r.GetString(0), r.Time(1)), stop, ("@user", desk.Actor.UserId ?? -1L));

    /// <summary>What was sent is no draft any more. Only the web has drafts: what a program sends leaves them alone.</summary>
    internal static async Task Sent(Desk desk, long ticket, CancellationToken stop)
    {
        if (desk.Actor is { Door: Door.Web, UserId: { } user })
        {
            await desk.Begin(stop);
            await Forget(desk, user, ticket, stop);
        }
    }

    private static Task Forget(Desk desk, long user, long ticket, CancellationToken stop) =>
        desk.Sql.Run("delete from draft where user_id = @user and ticket_id = @ticket", stop, ("@user", user), ("@ticket", ticket));

    private async Task<long> TicketOf(int number, IReadOnlyDictionary<string, string> fields, CancellationToken stop)
    {
        var found = await desk.Sql.First(
            "select id, project_id, requester_id from ticket where number = @number",
            r => new { Id = r.GetInt64(0), Place = new Place(r.GetInt64(1), r.Key(2)) },
            stop,
            ("@number", number));
        if (found is null || !Law.Allows(desk.Actor, Right.See, found.Place))
        {
            throw Refusal.NotFound($"There is no ticket {number}, or it is out of your reach.");
        }

        var right = string.Equals(fields.GetValueOrDefault(Internal), "true", StringComparison.Ordinal) ? Right.AddNote : Right.Reply;
        return Law.Allows(desk.Actor, right, found.Place) ? found.Id : throw Refusal.Denied(Explain.Missing(desk.Actor, right));
    }

    private long OfNew() => desk.Actor.Holds(Permission.TicketAdd) ? 0 : throw Refusal.Denied(Explain.Missing(desk.Actor, Right.Open));

    private static bool IsBlank(IReadOnlyDictionary<string, string> fields, string name) => string.IsNullOrWhiteSpace(fields.GetValueOrDefault(name));
}
