using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sportello.Words;

namespace Sportello.Mailroom.Spool;

/// <summary>What one step found out about a letter, in the language of whoever asks.</summary>
public sealed record TraceLine(string Step, string Said);

/// <summary>The steps a letter has gone through, for whoever wonders why it came out as it did.</summary>
internal sealed class Trace
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Step, Said Said)> _lines;

    private Trace(List<(string Step, Said Said)> lines) => _lines = lines;

    public static Trace New() => new([]);

    public static Trace After(string json) =>
        new([.. (JsonNode.Parse(json) as JsonArray ?? []).OfType<JsonObject>().Select(l => (l["step"]?.GetValue<string>() ?? "", Said.ReadOne(l["said"]?.GetValue<string>() ?? "")))]);

    public static IReadOnlyList<TraceLine> Read(string json, Language language) => After(json).In(language);

    public IReadOnlyList<TraceLine> In(Language language) => [.. _lines.Select(l => new TraceLine(l.Step, l.Said.In(language)))];

    public void Say(string step, Said said) => _lines.Add((step, said));

    public void Say(string step, string key, params (string Name, object? Value)[] values) => Say(step, Said.Of(key, values));

    public void Add(Trace other) => _lines.AddRange(other._lines);

    public override string ToString() =>
        Storable.Text(new JsonArray([.. _lines.Select(l => (JsonNode?)new JsonObject { ["step"] = l.Step, ["said"] = l.Said.Kept })]).ToJsonString(Options));
}
