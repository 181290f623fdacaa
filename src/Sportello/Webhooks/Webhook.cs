using System.Data.Common;
using Sportello.Data;

namespace Sportello.Webhooks;

/// <summary>An address that is told of what happens.</summary>
/// <param name="Owner">Whoever made it: only what this account may see is sent.</param>
/// <param name="Project">The only project it is told of; none = all within the owner's reach.</param>
/// <param name="Gone">It was switched off since the receiver said that it is gone for good.</param>
public sealed record Webhook(long Id, string Url, IReadOnlyList<string> Events, long OwnerId, string Owner, long? ProjectId, string? Project, bool Active, bool Gone, DateTime CreatedAt)
{
    internal const string Columns =
        """
        select hook.id, hook.url, hook.events, hook.owner_id, u.username, hook.project_id, p.name, hook.active, hook.gone, hook.created_at
        from webhook hook join user_account u on u.id = hook.owner_id left join project p on p.id = hook.project_id
        """;

    internal static Webhook Read(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2).Split(' '), r.GetInt64(3), r.GetString(4), r.Key(5), r.Text(6), r.GetBoolean(7), r.GetBoolean(8), r.Time(9));
}

/// <summary>Where a delivery stands. Stored.</summary>
public enum DeliveryState
{
    Waiting = 0,
    Delivered = 1,

    /// <summary>Tried for a day and more, or the receiver said that it is gone.</summary>
    GivenUp = 2,

    /// <summary>When it was to be sent, the owner could not see it any more, or it was taken back.</summary>
    Withheld = 3,
}
