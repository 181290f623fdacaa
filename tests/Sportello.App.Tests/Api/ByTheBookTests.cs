using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Sportello.App.Tests.Api;

/// <summary>An agent's day by whoever knows nothing but the description: operations are found by their ids, requests are built from what they say of themselves.</summary>
public sealed class ByTheBookTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task A_day_s_work_from_the_next_ticket_to_the_way_home_is_done_by_the_description_alone()
    {
        await Furnish();
        using var book = await Book.Open(door, "sandro");
        var me = await book.Call("getMe");
        var next = (await book.Call("getTickets", new { status = "new", assignee = "none", project = "barilla sw1", sort = "number", limit = 1 })).GetProperty("items")[0].GetProperty("number").GetInt32();

        var (taken, seen) = await book.Tagged("getTicketsNumber", new { number = next });
        Assert.Contains("assign-self", taken.GetProperty("may").EnumerateArray().Select(m => m.GetString()));
        await book.Call("patchTicketsNumber", new { number = next, If_Match = seen }, new { assignee = me.GetProperty("name").GetString(), status = "accepted" });
        Assert.Equal("It does not print.", (await book.Call("getTicketsNumberComments", new { number = next })).GetProperty("items")[0].GetProperty("body").GetString());

        var canned = (await book.Call("getTicketsNumberCannedReplies", new { number = next })).GetProperty("items").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "Thanks").GetProperty("id").GetInt64();
        var text = (await book.Call("getTicketsNumberCannedRepliesId", new { number = next, id = canned })).GetProperty("text").GetString();
        Assert.Equal("Dear francesca, we look into it.", text);
        var heard = await book.Call("getTicketsNumberRecipients", new { number = next, @internal = false });
        Assert.Contains(heard.GetProperty("people").EnumerateArray(), p => p.GetProperty("name").GetString() == "francesca");
        await book.Call("postTicketsNumberComments", new { number = next, Idempotency_Key = "reply-1" }, new { body = text });
        await book.Call("postTicketsNumberComments", new { number = next, Idempotency_Key = "reply-1" }, new { body = text });
        await book.Call("postTicketsNumberComments", new { number = next }, new { body = "It is the driver.", @internal = true });

        var file = (await book.Call("postFiles", new { name = "log.txt" }, raw: "line one"u8.ToArray())).GetProperty("file").GetString();
        await book.Call("postTicketsNumberComments", new { number = next }, new { body = "Here is the log.", files = new[] { file } });
        Assert.Equal("log.txt", (await book.Call("getTicketsNumberAttachments", new { number = next })).GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal(4, (await book.Call("getTicketsNumberComments", new { number = next })).GetProperty("items").GetArrayLength());

        var work = (await book.Call("getWorkItems", new { project = "barilla sw1", status = "open", limit = 1 })).GetProperty("items")[0].GetProperty("number").GetInt32();
        await book.Call("postTicketsNumberWorkItems", new { number = next }, new { number = work });
        Assert.Equal(work, (await book.Call("getTicketsNumberWorkItems", new { number = next })).GetProperty("items")[0].GetProperty("number").GetInt32());

        var twin = (await book.Call("getSearch", new { q = "printing nothing" })).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("number").GetInt32()).Single(n => n != next);
        Assert.Equal(next, (await book.Call("postTicketsNumberMerge", new { number = twin }, new { into = next })).GetProperty("number").GetInt32());
        Assert.Equal(next, (await book.Call("getTicketsNumber", new { number = twin })).GetProperty("merged_into").GetInt32());

        var old = (await book.Call("getTickets", new { status = "new", q = "settled" })).GetProperty("items").EnumerateArray().Select(t => t.GetProperty("number").GetInt32()).ToList();
        Assert.Equal(3, old.Count);
        var many = await book.Call("postTicketsChanges", null, new { tickets = old, status = "closed" });
        Assert.Equal(3, many.GetProperty("done").GetInt32());
        Assert.Equal("closed", (await book.Call("getTicketsNumber", new { number = old[0] })).GetProperty("status").GetString());
        Assert.True((await book.Call("postTicketsChangesIdUndo", new { id = many.GetProperty("id").GetInt64() })).GetProperty("undone").GetBoolean());
        Assert.Equal("new", (await book.Call("getTicketsNumber", new { number = old[0] })).GetProperty("status").GetString());

        var own = (await book.Call("getMeTokens")).GetProperty("items")[0].GetProperty("id").GetInt64();
        await book.Call("deleteMeTokensId", new { id = own });
        Assert.Equal(HttpStatusCode.Unauthorized, (await book.Send("getMe")).StatusCode);
    }

    /// <summary>What the day finds: a ticket that nobody has, its twin, three that are settled, a canned reply, and the right to merge.</summary>
    private async Task Furnish()
    {
        using var admin = await Caller.Of(door, "admin");
        await admin.Json("POST", "/api/v1/groups", new { name = "mergers", permissions = new[] { "ticket.delete" } });
        await admin.Json("PATCH", "/api/v1/users/sandro", new { groups = new[] { "ticket user", "mergers" } });
        await admin.Json("POST", "/api/v1/canned-replies", new { name = "Thanks", body = "Dear {{requester.name}}, we look into it." });
        using var francesca = await Caller.Of(door, "francesca");
        foreach (var subject in new[] { "Printing does nothing", "Printing nothing, again", "Is settled, one", "Is settled, two", "Is settled, three" })
        {
            await francesca.Json("POST", "/api/v1/tickets", new { project = "barilla sw1", kind = "bug", subject, body = subject.Contains("settled", StringComparison.Ordinal) ? "All is well." : "It does not print." });
        }
    }

    /// <summary>The description, read by a program with a token: it knows no address and no form besides.</summary>
    private sealed class Book : IDisposable
    {
        private readonly HttpClient _http;
        private readonly Dictionary<string, (string Path, HttpMethod Method, JsonElement About)> _operations;
        private readonly Schema _schema;

        private Book(HttpClient http, JsonElement document)
        {
            _http = http;
            _schema = new Schema(document);
            _operations = document.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: new HttpMethod(method.Name.ToUpperInvariant()), About: method.Value)))
                .ToDictionary(o => o.About.GetProperty("operationId").GetString()!);
        }

        public static async Task<Book> Open(OpenDoor door, string user)
        {
            var http = new HttpClient { BaseAddress = new Uri(door.Address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", await door.TokenFor(user)) } };
            return new(http, JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json")).RootElement);
        }

        public async Task<JsonElement> Call(string operation, object? given = null, object? body = null, byte[]? raw = null) => (await Answer(operation, given, body, raw)).Json;

        public async Task<(JsonElement Json, string? Tag)> Tagged(string operation, object? given) => await Answer(operation, given, null, null);

        public async Task<HttpResponseMessage> Send(string operation, object? given = null, object? body = null, byte[]? raw = null)
        {
            var (path, method, about) = _operations[operation];
            using var request = new HttpRequestMessage(method, "");
            path = Fill(about, path, given, request);
            request.RequestUri = new Uri(path, UriKind.Relative);
            request.Content = Content(operation, about, body, raw);
            return await _http.SendAsync(request);
        }

        public void Dispose() => _http.Dispose();

        /// <summary>What is given goes where the description says that it goes.</summary>
        private static string Fill(JsonElement about, string path, object? given, HttpRequestMessage request)
        {
            var known = about.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("in").GetString()!) : [];
            var query = new List<string>();
            foreach (var member in given is null ? [] : JsonSerializer.SerializeToElement(given).EnumerateObject().ToList())
            {
                var (name, value) = (member.Name.Replace('_', '-'), Uri.EscapeDataString(member.Value.ToString()));
                switch (known[known.ContainsKey(name) ? name : member.Name])
                {
                    case "path": path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal); break;
                    case "query": query.Add($"{name}={value}"); break;
                    default: request.Headers.TryAddWithoutValidation(name, member.Value.ToString()); break;
                }
            }

            return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        }

        private HttpContent? Content(string operation, JsonElement about, object? body, byte[]? raw)
        {
            if (!about.TryGetProperty("requestBody", out var asked))
            {
                Assert.Null(body ?? raw);
                return null;
            }

            var form = asked.GetProperty("content").EnumerateObject().Single();
            if (raw is not null)
            {
                return new ByteArrayContent(raw) { Headers = { ContentType = new(form.Name) } };
            }

            var json = JsonSerializer.SerializeToElement(body);
            Assert.True(!_schema.Faults(form.Value.GetProperty("schema"), json).Any(), $"{operation}: {string.Join(", ", _schema.Faults(form.Value.GetProperty("schema"), json))}");
            return new StringContent(json.GetRawText(), System.Text.Encoding.UTF8, form.Name);
        }

        /// <summary>The answer is held against what the description says of that status.</summary>
        private async Task<(JsonElement Json, string? Tag)> Answer(string operation, object? given, object? body, byte[]? raw)
        {
            var answer = await Send(operation, given, body, raw);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{operation}: {(int)answer.StatusCode} {text}");
            var described = _operations[operation].About.GetProperty("responses").GetProperty(((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (text.Length == 0)
            {
                return default;
            }

            var json = JsonDocument.Parse(text).RootElement;
            Assert.Empty(_schema.Faults(described.GetProperty("content").GetProperty("application/json").GetProperty("schema"), json));
            return (json, answer.Headers.ETag?.ToString());
        }
    }
}
