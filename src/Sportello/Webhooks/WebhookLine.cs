using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Sportello.Mailroom.Spool;
using Sportello.Words;

namespace Sportello.Webhooks;

/// <summary>What a receiver answered, or why there is no answer.</summary>
/// <param name="Status">The HTTP status; none when nothing was answered.</param>
/// <param name="Text">The beginning of the answer.</param>
/// <param name="Trouble">Why nothing was answered.</param>
internal sealed record Answer(int? Status, string? Text, Said? Trouble, TimeSpan Took)
{
    public bool IsGood => Status is >= 200 and < 300;

    public bool IsGone => Status is 410;
}

/// <summary>The name leads to no address that webhooks may go to.</summary>
internal sealed class AddressRefusedException(string host) : IOException(host);

/// <summary>
/// The way out for webhooks. An address is judged where the connection is made, after the name was looked up: a name that leads somewhere else
/// by then does not help. Nothing follows a redirect, keeps a cookie or asks a proxy.
/// </summary>
internal sealed class WebhookLine : IDisposable
{
    public const int MostAnswerBytes = 2048;
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly bool _allowPrivate;
    private readonly HttpClient _http;

    public WebhookLine(bool allowPrivate)
    {
        _allowPrivate = allowPrivate;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = Connect,
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Sportello", null));
    }

    public async Task<Answer> Post(string url, byte[] body, IEnumerable<(string Name, string Value)> headers, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return new((int)response.StatusCode, await Beginning(response, stop, patience.Token), null, Took());
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(null, null, Said.Of("webhook.trouble.slow", ("n", (int)Patience.TotalSeconds)), Took());
        }
        catch (HttpRequestException e)
        {
            return new(null, null, e.InnerException is AddressRefusedException refused ? Said.Of("webhook.trouble.private", ("host", refused.Message)) : Said.Plain(e.Message), Took());
        }
        catch (IOException e)
        {
            return new(null, null, Said.Plain(e.Message), Took());
        }

        TimeSpan Took() => TimeProvider.System.GetElapsedTime(began);
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var host = context.DnsEndPoint.Host;
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, stop);
        var allowed = _allowPrivate ? found : [.. found.Where(Reach.IsPublic)];
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The receiver has spoken by its status: what breaks off after it makes nothing go out again.</summary>
    private static async Task<string?> Beginning(HttpResponseMessage response, CancellationToken stop, CancellationToken patience)
    {
        try
        {
            var buffer = new byte[MostAnswerBytes];
            await using var stream = await response.Content.ReadAsStreamAsync(patience);
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, patience);
            return Storable.Text(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (Exception e) when (!stop.IsCancellationRequested && (e is IOException or HttpRequestException or OperationCanceledException))
        {
            return null;
        }
    }
}
