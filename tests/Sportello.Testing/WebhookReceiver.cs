using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Sportello.Testing;

/// <summary>What arrived at a receiver.</summary>
public sealed record ReceivedCall(string Path, string Body, string Event, string Delivery, string Signature, string ContentType);

/// <summary>An address that is told of things: it keeps what it was told and answers as it was bidden, else with 204.</summary>
public sealed class WebhookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();

    public WebhookReceiver()
    {
        var port = ServerProcess.FreePort();
        Url = $"http://127.0.0.1:{port}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();

        // Several are answered side by side.
        _ = _listener.Serve(context =>
        {
            _ = Take(context);
            return Task.CompletedTask;
        });
    }

    public string Url { get; }

    public ConcurrentQueue<ReceivedCall> Calls { get; } = new();

    /// <summary>Statuses to be answered before any other.</summary>
    public ConcurrentQueue<int> Next { get; } = new();

    /// <summary>What every answer waits for.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public string Answer { get; set; } = "";

    public IEnumerable<string> Events => Calls.Select(c => c.Event);

    public void Dispose() => _listener.Close();

    private async Task Take(HttpListenerContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Calls.Enqueue(new(
            request.Url!.AbsolutePath, body, request.Headers["Sportello-Event"] ?? "", request.Headers["Sportello-Delivery"] ?? "", request.Headers["Sportello-Signature"] ?? "", request.ContentType ?? ""));
        await Until;
        try
        {
            context.Response.StatusCode = Next.TryDequeue(out var status) ? status : 204;
            if (context.Response.StatusCode == 302)
            {
                context.Response.RedirectLocation = Url + "elsewhere";
            }

            if (Answer.Length > 0)
            {
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Answer));
            }

            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever asked has gone.
        }
    }
}
