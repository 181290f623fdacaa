using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Sportello.App.Cli;
using Sportello.App.Web;
using Sportello.Directory;
using Sportello.Testing;

namespace Sportello.App.Tests.Api;

/// <summary>Webhooks through the API, sent by the server itself.</summary>
public sealed class WebhookApiTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WebhookReceiver _receiver = new();

    [Fact]
    public async Task A_receiver_is_told_in_the_form_of_the_API_by_the_server_itself()
    {
        await File.WriteAllTextAsync(_folder["config.ini"], "[webhooks]\nallowPrivate = yes\n");
        await using var house = await House.Open(CommonOptions.SettingsOf(_folder["config.ini"], _folder.Path), TimeProvider.System, default);
        await new FirstStart(house).Run(new NewHouse("vittorino srl", "admin", "admin", "admin@vittorino.example", "a good sentence"), default);
        await using var app = Serving.Build(house, "http://127.0.0.1:0");
        await app.StartAsync();
        using var http = await Client(house, app.Urls.First());
        Assert.Equal(HttpStatusCode.Created, (await http.PostAsJsonAsync("/api/v1/projects", new { name = "barilla sw1", organization = "vittorino srl" })).StatusCode);

        var made = await http.PostAsJsonAsync("/api/v1/webhooks", new { url = _receiver.Url, events = new[] { "ticket.opened", "work-item.added" }, project = "barilla sw1" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var webhook = await made.Content.ReadFromJsonAsync<JsonElement>();
        Assert.StartsWith("whsec_", webhook.GetProperty("secret").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", await http.GetStringAsync("/api/v1/webhooks"), StringComparison.Ordinal);
        await http.PostAsJsonAsync("/api/v1/tickets", new { project = "barilla sw1", kind = "bug", subject = "Margini", body = "Troppo stretti" });
        await http.PostAsJsonAsync("/api/v1/work-items", new { project = "barilla sw1", name = "Widen them" });
        await Arrived(2);

        var calls = _receiver.Calls.ToList();
        var told = JsonDocument.Parse(calls[0].Body).RootElement;
        var ticket = await http.GetFromJsonAsync<JsonElement>($"/api/v1/tickets/{told.GetProperty("ticket").GetProperty("number").GetInt32()}");
        Assert.Equal(ticket.GetRawText(), told.GetProperty("ticket").GetRawText());
        Assert.Equal(("ticket.opened", "admin", "api", calls[0].Delivery), (told.GetProperty("event").GetString(), told.GetProperty("who").GetString(), told.GetProperty("door").GetString(), told.GetProperty("id").GetString()));
        Assert.False(told.TryGetProperty("work_item", out _));
        Assert.Equal("Widen them", JsonDocument.Parse(calls[1].Body).RootElement.GetProperty("work_item").GetProperty("name").GetString());

        var id = webhook.GetProperty("id").GetInt64();
        var page = await http.GetFromJsonAsync<JsonElement>($"/api/v1/webhooks/{id}/deliveries?limit=1");
        var last = page.GetProperty("items")[0];
        Assert.Equal(("work-item.added", calls[1].Delivery), (last.GetProperty("event").GetString(), last.GetProperty("delivery").GetString()));
        Assert.Equal(HttpStatusCode.NoContent, (await http.PostAsync($"/api/v1/webhooks/{id}/deliveries/{last.GetProperty("id").GetInt64()}/again", null)).StatusCode);
        await Arrived(3);
        Assert.Equal(calls[1].Delivery, _receiver.Calls.Last().Delivery);
        var next = await http.GetFromJsonAsync<JsonElement>($"/api/v1/webhooks/{id}/deliveries?limit=1&after={page.GetProperty("next").GetString()}");
        Assert.Equal(("ticket.opened", JsonValueKind.Null), (next.GetProperty("items")[0].GetProperty("event").GetString(), next.GetProperty("next").ValueKind));

        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync($"/api/v1/webhooks/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/v1/webhooks/{id}/deliveries")).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        await using var house = await House.Open(CommonOptions.SettingsOf(null, _folder.Path), TimeProvider.System, default);
        await new FirstStart(house).Run(new NewHouse("vittorino srl", "admin", "admin", "admin@vittorino.example", "a good sentence"), default);
        await using var app = Serving.Build(house, "http://127.0.0.1:0");
        await app.StartAsync();
        using var http = await Client(house, app.Urls.First());
        foreach (var (body, member) in new (object, string)[]
        {
            (new { url = _receiver.Url, events = new[] { "ticket.opened" } }, "url"),
            (new { url = "https://hooks.barilla.example/", events = new[] { "ticket.eaten" } }, "events"),
            (new { url = "https://hooks.barilla.example/" }, "events"),
        })
        {
            var answer = await http.PostAsJsonAsync("/api/v1/webhooks", body);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(member, out _));
        }

        Assert.Empty((await http.GetFromJsonAsync<JsonElement>("/api/v1/webhooks")).GetProperty("items").EnumerateArray());
    }

    public void Dispose()
    {
        _receiver.Dispose();
        _folder.Dispose();
    }

    private async Task Arrived(int count)
    {
        for (var i = 0; i < 1000 && _receiver.Calls.Count < count; i++)
        {
            await Task.Delay(20);
        }

        Assert.Equal(count, _receiver.Calls.Count);
    }

    private static async Task<HttpClient> Client(House house, string address)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await new IssueToken(desk).Run("admin", "test", null, default));
        return http;
    }
}
