using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sportello.Mailroom.Spool;

/// <summary>What one step found out about a letter.</summary>
public sealed record TraceLine(string Step, string Said);

/// <summary>The steps a letter has gone through, for whoever wonders why it came out as it did.</summary>
internal sealed class Trace
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<TraceLine> _lines;

    private Trace(List<TraceLine> lines) => _lines = lines;

    public static Trace New() => new([]);

    public static IReadOnlyList<TraceLine> Read(string json) => JsonSerializer.Deserialize<List<TraceLine>>(json, Options) ?? [];

    public static Trace After(string json) => new([.. Read(json)]);

    public void Say(string step, string said) => _lines.Add(new TraceLine(step, Storable.Text(said)));

    public override string ToString() => JsonSerializer.Serialize(_lines, Options);
}
