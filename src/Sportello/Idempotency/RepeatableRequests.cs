using System.Data.Common;
using Sportello.Data;

namespace Sportello.Idempotency;

/// <summary>
/// The keys of requests, for a day. A key is claimed in the transaction of the change itself, so that a crash leaves both or neither;
/// the answer is kept after it.
/// </summary>
public sealed class RepeatableRequests(House house)
{
    /// <summary>Nobody repeats a request after so long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <returns>The answer that was given before; none when the request is new.</returns>
    /// <exception cref="Refusal">The key asked for something else before, or what it did is known and its answer is not.</exception>
    public async Task<KeptAnswer?> Find(RequestKey request, CancellationToken stop)
    {
        await using var desk = await house.DeskOfNobody(stop);
        var found = await desk.Sql.First(
            "select fingerprint, status, content_type, location, etag, body from idempotency_key where user_id = @user and request_key = @key and at > @since",
            r => new
            {
                Fingerprint = r.GetString(0),
                Answer = r.IsDBNull(1) ? null : new KeptAnswer(r.GetInt32(1), r.Text(2), r.Text(3), r.Text(4), r.GetString(5)),
            },
            stop,
            ("@user", request.UserId),
            ("@key", request.Key),
            ("@since", Since));
        return found switch
        {
            null => null,
            _ when !string.Equals(found.Fingerprint, request.Fingerprint, StringComparison.Ordinal) =>
                throw Refusal.Invalid("Idempotency-Key", "This key was used for another request; a request that differs needs a key of its own."),
            { Answer: null } => throw Refusal.Conflict("The request with this key is being carried out, or was when the server stopped. Look at what it made before you send it under a new key."),
            _ => found.Answer,
        };
    }

    /// <summary>Keeps the answer for whoever asks again.</summary>
    public async Task Keep(RequestKey request, KeptAnswer answer, CancellationToken stop)
    {
        await using var desk = await house.DeskOfNobody(stop);
        await desk.Begin(stop);
        await desk.Sql.Run(
            """
            insert into idempotency_key (user_id, request_key, fingerprint, at, status, content_type, location, etag, body)
            values (@user, @key, @fingerprint, @now, @status, @type, @location, @etag, @body)
            on conflict (user_id, request_key) do update set status = @status, content_type = @type, location = @location, etag = @etag, body = @body
            """,
            stop,
            [.. Parameters(request), ("@status", answer.Status), ("@type", answer.ContentType), ("@location", answer.Location), ("@etag", answer.ETag), ("@body", answer.Body)]);
        await desk.Sql.Run("delete from idempotency_key where at <= @since", stop, ("@since", Since));
        await desk.Save(stop);
    }

    /// <summary>Within the transaction of the change: whoever comes second with the same key changes nothing.</summary>
    internal static async Task Claim(Desk desk, RequestKey request, CancellationToken stop)
    {
        var claims = new RepeatableRequests(desk.House);
        try
        {
            await desk.Sql.Run(
                "delete from idempotency_key where user_id = @user and request_key = @key and at <= @since",
                stop,
                ("@user", request.UserId),
                ("@key", request.Key),
                ("@since", claims.Since));
            await desk.Sql.Run(
                "insert into idempotency_key (user_id, request_key, fingerprint, at) values (@user, @key, @fingerprint, @now)", stop, [.. claims.Parameters(request)]);
        }
        catch (DbException e) when (desk.Sql.Dialect.IsDuplicate(e))
        {
            throw Refusal.Conflict("The same request is being carried out at this moment; its answer can be had by sending it again.");
        }
    }

    private DateTime Since => house.Now - Kept;

    private IEnumerable<(string, object?)> Parameters(RequestKey request) =>
        [("@user", request.UserId), ("@key", request.Key), ("@fingerprint", request.Fingerprint), ("@now", house.Now)];
}
