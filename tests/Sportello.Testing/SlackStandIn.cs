using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Sportello.Testing;

/// <summary>
/// Stands in for Slack's web API and holds every request to its documented contract: method, bearer token, content type, JSON members.
/// What breaks the contract is answered as Slack answers it and kept in <see cref="Breaches"/>.
/// </summary>
public sealed class SlackStandIn : IDisposable
{
    public const string Token = "xoxb-token-of-the-test";

    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, string> _idByEmail = new(StringComparer.OrdinalIgnoreCase);

    public SlackStandIn(int? port = null)
    {
        Port = port ?? ServerProcess.FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/api/");
        _listener.Start();
        _ = _listener.Serve(Answer);
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/api/";

    /// <summary>What arrived: addressee and text.</summary>
    public ConcurrentQueue<(string Channel, string Text)> Arrived { get; } = new();

    public ConcurrentQueue<string> Breaches { get; } = new();

    /// <summary>Answers to be given before any other: an error code, a number of seconds to stay away, or an HTTP status above 499.</summary>
    public ConcurrentQueue<string> Next { get; } = new();

    /// <summary>Addressees that Slack does not know.</summary>
    public HashSet<string> Unknown { get; } = [];

    public void Knows(string email, string id) => _idByEmail[email] = id;

    public void Dispose() => _listener.Close();

    private async Task Answer(HttpListenerContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var answer = Planned(context.Response) ?? Judge(request, body);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    private object? Planned(HttpListenerResponse response)
    {
        if (!Next.TryDequeue(out var next))
        {
            return null;
        }

        if (!int.TryParse(next, out var number))
        {
            return Error(next);
        }

        response.StatusCode = number >= 500 ? number : 429;
        if (number < 500)
        {
            response.Headers["Retry-After"] = next;
        }

        return Error("ratelimited");
    }

    private object Judge(HttpListenerRequest request, string body)
    {
        if (request.Headers["Authorization"] is not { } authorization || !authorization.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return Error("not_authed");
        }

        if (authorization != $"Bearer {Token}")
        {
            return Error("invalid_auth");
        }

        return (request.HttpMethod, request.Url!.AbsolutePath) switch
        {
            ("POST", "/api/chat.postMessage") => Post(request, body),
            ("GET", "/api/users.lookupByEmail") => _idByEmail.TryGetValue(request.QueryString["email"] ?? "", out var id) ? new { ok = true, user = new { id } } : Error("users_not_found"),
            ("GET", "/api/users.list") => new { ok = true, members = new[] { new { id = "U0LISTED01", name = "listed" } }, response_metadata = new { next_cursor = "" } },
            var other => Breach($"{other.HttpMethod} {other.AbsolutePath} is no method of the API", "unknown_method"),
        };
    }

    private object Post(HttpListenerRequest request, string body)
    {
        if (!(request.ContentType ?? "").StartsWith("application/json", StringComparison.Ordinal) || !request.ContentType!.Contains("charset=utf-8", StringComparison.Ordinal))
        {
            return Breach($"the content type is {request.ContentType}", "invalid_form_data");
        }

        var message = JsonDocument.Parse(body).RootElement;
        if (!message.TryGetProperty("channel", out var channel) || !message.TryGetProperty("text", out var text) || text.GetString() is not { Length: > 0 and <= 40_000 })
        {
            return Breach(body, "no_text");
        }

        if (Unknown.Contains(channel.GetString()!))
        {
            return Error("channel_not_found");
        }

        Arrived.Enqueue((channel.GetString()!, text.GetString()!));
        return new { ok = true, channel = "D1", ts = "1371373200.000100" };
    }

    private object Breach(string what, string code)
    {
        Breaches.Enqueue(what);
        return Error(code);
    }

    private static object Error(string code) => new { ok = false, error = code };
}
