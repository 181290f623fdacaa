using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Sportello.Bench;

/// <summary>What a round measured: requests a second, and the processor time of the server for each.</summary>
internal readonly record struct Pace(double PerSecond, double CpuMilliseconds, int Bytes);

/// <summary>Sends prepared requests over four kept connections, one after the other on each, and understands of the answers only where they end.</summary>
internal sealed partial class DeskLoad(int port)
{
    public const string Body = "The list of orders prints one line too few when the last page is exactly full. It was right before the update.";

    private const int Lanes = 4;

    public async Task<Pace> Run(Process server, int requests, Func<int, byte[]> request)
    {
        server.Refresh();
        var (cpu, started, next, bytes) = (server.TotalProcessorTime, Stopwatch.GetTimestamp(), -1, 0L);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port);
            var buffer = new byte[1 << 20];
            for (int i; (i = Interlocked.Increment(ref next)) < requests;)
            {
                await socket.SendAsync(request(i));
                Interlocked.Add(ref bytes, await Receive(socket, buffer));
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        server.Refresh();
        return new(requests / seconds, (server.TotalProcessorTime - cpu).TotalMilliseconds / requests, (int)(bytes / requests));
    }

    public byte[] Get(string path, string headers = "") =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}\r\n");

    public byte[] Post(string path, string body, string headers = "") =>
        Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>One answer of the API.</summary>
    public async Task<string> Ask(string path, string token)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return await http.GetStringAsync(path);
    }

    /// <summary>Signs in as a browser would.</summary>
    /// <returns>The line of cookies.</returns>
    public async Task<string> SignIn()
    {
        var cookies = new CookieContainer();
        using var handler = new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"http://localhost:{port}") };
        var token = FormToken().Match(await http.GetStringAsync("/sign-in")).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(
        [
            new("Name", DeskData.Manager), new("Password", DeskData.Password), new("__RequestVerificationToken", token),
        ]);
        using var answer = await http.PostAsync("/sign-in", form);
        if (answer.StatusCode != HttpStatusCode.SeeOther)
        {
            throw new InvalidOperationException($"The manager cannot sign in: {answer.StatusCode}.");
        }

        return $"Cookie: {cookies.GetCookieHeader(http.BaseAddress)}\r\n";
    }

    /// <returns>How many bytes the content has.</returns>
    private static async Task<int> Receive(Socket socket, byte[] buffer)
    {
        var (end, content, length) = (0, -1, -1);
        while (true)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(end));
            if (count == 0)
            {
                throw new InvalidOperationException("The server hung up.");
            }

            end += count;
            var seen = buffer.AsSpan(0, end);
            if (content < 0 && seen.IndexOf("\r\n\r\n"u8) is >= 0 and var head)
            {
                content = head + 4;
                length = Length(Encoding.ASCII.GetString(seen[..content]));
            }

            if (content >= 0 && (length < 0 ? seen.EndsWith("\r\n0\r\n\r\n"u8) : end - content >= length))
            {
                return end - content;
            }
        }
    }

    /// <returns>The length that the answer says; -1 when it comes in chunks.</returns>
    private static int Length(string head)
    {
        if (!head.StartsWith("HTTP/1.1 20", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The server answers {head[..head.IndexOf('\r', StringComparison.Ordinal)]}.");
        }

        return ContentLength().Match(head) is { Success: true } match ? int.Parse(match.Groups["length"].ValueSpan, CultureInfo.InvariantCulture) : -1;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();

    [GeneratedRegex("^content-length: (?<length>\\d+)\r$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ContentLength();
}
