using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Sportello.Testing;

/// <summary>
/// Answers as a real server once answered: each request it is asked stands in a record with what came back. Whatever stands in no record, and whoever comes
/// without the key, is turned away as that server turns them away; so a client that asks otherwise than it did of the real one is found out.
/// </summary>
public sealed class RecordedServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, JsonElement> _answers;
    private readonly (string Header, string Value) _key;

    /// <param name="record">The file of the record.</param>
    /// <param name="header">The header in which the key is to stand.</param>
    /// <param name="value">The key.</param>
    public RecordedServer(string record, string header, string value)
    {
        _answers = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllBytes(record))!;
        _key = (header, value);
        Address = $"http://127.0.0.1:{ServerProcess.FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = _listener.Serve(Answer);
    }

    public string Address { get; }

    /// <summary>What was asked, in this order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What stands in no record.</summary>
    public ConcurrentQueue<string> Unknown { get; } = new();

    /// <summary>Says what to answer instead of what was recorded: a status, or none to answer as recorded.</summary>
    public Func<string, int?> Instead { get; set; } = _ => null;

    /// <summary>Changes a body before it goes out.</summary>
    public Func<string, string, string> Altered { get; set; } = (_, body) => body;

    public void Dispose() => _listener.Close();

    private async Task Answer(HttpListenerContext context)
    {
        var path = context.Request.RawUrl!;
        Asked.Enqueue(path);
        using var response = context.Response;
        if (!string.Equals(context.Request.Headers[_key.Header], _key.Value, StringComparison.Ordinal))
        {
            response.StatusCode = 401;
            return;
        }

        if (Instead(path) is { } status)
        {
            response.StatusCode = status;
            return;
        }

        if (!_answers.TryGetValue(path, out var answer))
        {
            Unknown.Enqueue(path);
            response.StatusCode = 404;
            return;
        }

        response.StatusCode = answer.GetProperty("status").GetInt32();
        var body = answer.GetProperty("body");
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Altered(path, body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText())));
    }
}
