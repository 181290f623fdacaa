using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sportello.Words;

namespace Sportello.Messaging;

/// <summary>Slack's web API: <c>chat.postMessage</c>, and the look-ups that turn an e-mail address or a handle into a user id.</summary>
internal sealed class SlackSender : ISender
{
    /// <summary>Slack cuts longer texts; ours says that it was cut.</summary>
    private const int LongestText = 38_000;

    /// <summary>A wait this short is worth staying for.</summary>
    private static readonly TimeSpan WorthWaiting = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _ids = new(StringComparer.OrdinalIgnoreCase);

    public SlackSender(Uri api, string token)
    {
        _http = new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Channel Channel => Channel.Slack;

    public async Task Send(string address, string text, CancellationToken stop)
    {
        var addressee = _ids.TryGetValue(address, out var id) ? id : SlackAddress.IsEmail(address) ? await IdOfEmail(address, stop) : address;
        try
        {
            await Post(addressee, text, stop);
        }
        catch (NotDelivered e) when (e.Code is "channel_not_found" && addressee[0] == '@')
        {
            await Post(await IdOfHandle(addressee, e, stop), text, stop);
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task Post(string channel, string text, CancellationToken stop) =>
        Call(() => new HttpRequestMessage(HttpMethod.Post, "chat.postMessage") { Content = Body(channel, text) }, channel, stop);

    private static StringContent Body(string channel, string text) =>
        new(JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["channel"] = channel, ["text"] = Cut(text) }), Encoding.UTF8, "application/json");

    private async Task<string> IdOfEmail(string email, CancellationToken stop)
    {
        var answer = await Call(() => new HttpRequestMessage(HttpMethod.Get, $"users.lookupByEmail?email={Uri.EscapeDataString(email)}"), email, stop);
        return _ids[email] = answer.GetProperty("user").GetProperty("id").GetString()!;
    }

    /// <summary>Workspaces that no longer take a handle for an address still list it with its id.</summary>
    private async Task<string> IdOfHandle(string handle, NotDelivered unknown, CancellationToken stop)
    {
        var cursor = "";
        do
        {
            var page = await Call(() => new HttpRequestMessage(HttpMethod.Get, $"users.list?limit=200&cursor={Uri.EscapeDataString(cursor)}"), handle, stop);
            foreach (var member in page.GetProperty("members").EnumerateArray())
            {
                if (string.Equals(Text(member, "name"), handle[1..], StringComparison.OrdinalIgnoreCase))
                {
                    return _ids[handle] = Text(member, "id");
                }
            }

            cursor = page.TryGetProperty("response_metadata", out var more) ? Text(more, "next_cursor") : "";
        }
        while (cursor.Length > 0);
        throw unknown;
    }

    private async Task<JsonElement> Call(Func<HttpRequestMessage> request, string addressee, CancellationToken stop)
    {
        for (var again = true; ; again = false)
        {
            using var asked = request();
            using var answer = await Ask(asked, stop);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
            {
                return await Read(answer, addressee, stop);
            }

            var wait = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMinutes(1);
            if (!again || wait > WorthWaiting)
            {
                throw new NotDelivered(Said.Of("post.slack.pause", ("n", (long)Math.Ceiling(wait.TotalSeconds))), serviceDown: true, wait);
            }

            await Task.Delay(wait, stop);
        }
    }

    private async Task<HttpResponseMessage> Ask(HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            return await _http.SendAsync(request, stop);
        }
        catch (HttpRequestException e)
        {
            throw new NotDelivered(Said.Of("post.slack.unreachable", ("host", _http.BaseAddress!.Host), ("why", e.Message)), serviceDown: true, cause: e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new NotDelivered(Said.Of("post.slack.silent", ("n", (long)_http.Timeout.TotalSeconds)), serviceDown: true, cause: e);
        }
    }

    private static async Task<JsonElement> Read(HttpResponseMessage answer, string addressee, CancellationToken stop)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new NotDelivered(Said.Of("post.slack.http", ("status", (int)answer.StatusCode)), serviceDown: true);
        }

        try
        {
            var read = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
            return read.GetProperty("ok").GetBoolean() ? read : throw SlackErrors.Of(Text(read, "error"), addressee);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new NotDelivered(Said.Of("post.slack.strange"), serviceDown: true, cause: e);
        }
    }

    private static string Text(JsonElement element, string member) => element.TryGetProperty(member, out var text) ? text.GetString() ?? "" : "";

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..text.LastIndexOf('\n', LongestText)] + "\n…";
}
