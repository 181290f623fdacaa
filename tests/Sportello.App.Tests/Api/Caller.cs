using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sportello.App.Tests.Api;

/// <summary>A program with a token.</summary>
internal sealed class Caller(string address, string token) : IDisposable
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = new Uri(address),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    public static async Task<Caller> Of(OpenDoor door, string user) => new(door.Address, await door.TokenFor(user));

    public async Task<HttpResponseMessage> Send(string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        return await _http.SendAsync(request);
    }

    public async Task<JsonElement> Json(string method, string path, object? body = null) => await Read(await Send(method, path, body));

    public static async Task<JsonElement> Read(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    public void Dispose() => _http.Dispose();
}
