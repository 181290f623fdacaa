using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sportello.Importing.Servers;

/// <summary>
/// Another system's REST API. What was read of it is kept in the data folder until the import is through, so that one that broke off goes on where it
/// stopped; and so is what a dry run has read. A rehearsal asks; what is then written is read from what it has kept. Nothing is sent to any other
/// address, since each request carries the key.
/// </summary>
internal sealed class ForeignServer : IDisposable
{
    private const int Tries = 4;
    private const int KeyRounds = 100_000;

    private readonly Intake _intake;
    private readonly HttpClient _http;
    private readonly string _kept;

    /// <summary>What may be otherwise the next time: it serves this run alone.</summary>
    private readonly string _now;

    /// <param name="intake">What is imported.</param>
    /// <param name="address">Where the system is, as its people type it.</param>
    /// <param name="header">The header that carries the key.</param>
    /// <param name="key">What stands in it.</param>
    public ForeignServer(Intake intake, string address, string header, string key)
    {
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https") || root.UserInfo.Length > 0)
        {
            throw Refusal.Invalid("file", $"“{address}” is not the address of a server; one looks like https://help.company.example/ and holds no password.");
        }

        _intake = intake;

        // Another key may see more. It may be a password, so what goes into the name is slow to guess.
        var name = Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(key, Encoding.UTF8.GetBytes($"{intake.Data.Source ?? intake.Data.Kind} {root}"), KeyRounds, HashAlgorithmName.SHA256, 8));
        _kept = Path.Combine(intake.Desk.House.Settings.DataFolder, "importing", name);
        _now = Path.Combine(_kept, "now");
        if (intake.Rehearses && System.IO.Directory.Exists(_now))
        {
            System.IO.Directory.Delete(_now, recursive: true);
        }

        System.IO.Directory.CreateDirectory(_now);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = root, Timeout = TimeSpan.FromMinutes(2) };
        _http.DefaultRequestHeaders.TryAddWithoutValidation(header, key);
        intake.Through += () => System.IO.Directory.Delete(_kept, recursive: true);
    }

    /// <param name="path">Beneath the address.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="keep">A name of this very state of it, under which it is kept; none = each run asks anew.</param>
    /// <returns>None where there is no such thing, or it may not be seen.</returns>
    public async Task<JsonElement?> Get(string path, CancellationToken stop, string? keep = null)
    {
        var file = keep is null ? Path.Combine(_now, Hash(path) + ".json") : FileOf(keep, ".json");
        if (File.Exists(file))
        {
            Continue(keep);
            return Parse(await File.ReadAllBytesAsync(file, stop), path);
        }

        if (!_intake.Rehearses || await Bytes(path, stop) is not { } bytes)
        {
            return null;
        }

        var json = Parse(bytes, path);
        await Write(file, bytes, stop);
        return json;
    }

    /// <summary>Bytes under the name of their hash, where the draft looks for them.</summary>
    /// <returns>The hash and the size; none where there is no such thing.</returns>
    public async Task<(string Sha256, long Size)?> Keep(string keep, Func<Task<byte[]?>> read, CancellationToken stop)
    {
        var file = FileOf(keep, ".bytes");
        if (!File.Exists(file))
        {
            if (!_intake.Rehearses || await read() is not { } fresh)
            {
                return null;
            }

            await Write(file, fresh, stop);
        }

        var bytes = await File.ReadAllBytesAsync(file, stop);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!_intake.Rehearses)
        {
            System.IO.Directory.CreateDirectory(_intake.Draft.Files);
            await File.WriteAllBytesAsync(Path.Combine(_intake.Draft.Files, hash), bytes, stop);
        }

        return (hash, bytes.Length);
    }

    /// <summary>Asked for and not kept: whoever asks keeps what they make of it.</summary>
    public async Task<JsonElement?> Fresh(string path, CancellationToken stop) => await Bytes(path, stop) is { } bytes ? Parse(bytes, path) : null;

    public async Task<byte[]?> Bytes(string path, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var answer = await _http.GetAsync(path, stop);
                switch ((int)answer.StatusCode)
                {
                    case 200:
                        return await answer.Content.ReadAsByteArrayAsync(stop);
                    case 401:
                        throw Refusal.Denied($"{_http.BaseAddress} does not take the key; it stands in config.ini as [import] key, or in SPORTELLO__IMPORT__KEY.");
                    case 403 or 404 or 410:
                        return null;
                    case >= 300 and < 400:
                        throw Refusal.Invalid("file", $"{_http.BaseAddress} leads to {answer.Headers.Location}; give that address.");
                    case var status when (status is not 429 && status < 500) || tries == Tries:
                        throw Refusal.Conflict(string.Create(CultureInfo.InvariantCulture, $"{_http.BaseAddress}{path} answers {status}. What was read until here is kept; run the import again."));
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
            {
                if (tries == Tries)
                {
                    throw Refusal.Conflict($"{_http.BaseAddress} does not answer: {e.Message} What was read until here is kept; run the import again.");
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(tries * tries), _intake.Desk.House.Clock, stop);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Names hold what the server says: nothing of it leads out of the folder.</summary>
    private string FileOf(string keep, string ending) => Path.Combine(
        _kept,
        (keep.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? keep : Hash(keep)) + ending);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>An answer of an earlier run, not one of this.</summary>
    private void Continue(string? keep)
    {
        if (keep is not null && _intake.Rehearses)
        {
            _intake.Continued++;
        }
    }

    private static async Task Write(string file, byte[] bytes, CancellationToken stop)
    {
        // Whole or not at all: the next run takes what is there for true.
        await File.WriteAllBytesAsync(file + ".part", bytes, stop);
        File.Move(file + ".part", file, overwrite: true);
    }

    private JsonElement Parse(byte[] bytes, string path)
    {
        try
        {
            return JsonDocument.Parse(bytes).RootElement;
        }
        catch (JsonException)
        {
            throw Refusal.Invalid("file", $"{_http.BaseAddress}{path} does not answer with JSON; is this the address of such a system, and is its REST API switched on?");
        }
    }
}

/// <summary>What is read out of answers.</summary>
internal static class Answered
{
    public static JsonElement? At(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    /// <summary>As text, also where it is a number; empty where there is nothing.</summary>
    public static string Text(this JsonElement json, string name) => json.At(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => "",
    };

    public static bool Flag(this JsonElement json, string name) => json.At(name) is { ValueKind: JsonValueKind.True } || json.Text(name) is "1";

    public static IEnumerable<JsonElement> Each(this JsonElement json, string name) => json.At(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>What a reference names, as <c>{"id":7,"name":"…"}</c>.</summary>
    public static string Id(this JsonElement json, string name) => json.At(name) is { } it ? it.Text("id") : "";
}
