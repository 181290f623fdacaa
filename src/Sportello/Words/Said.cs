using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sportello.Words;

/// <summary>
/// A sentence before it is said: the key of its text and what stands in it. What is written down now can so be read later,
/// by whoever it is, in their own language.
/// </summary>
public sealed record Said
{
    private const string Literal = "";
    private const string Beginning = """{"say":""";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly (string Name, object? Value)[] _values;

    private Said(string key, (string Name, object? Value)[] values) => (Key, _values) = (key, values);

    /// <summary>The key of its text; empty for somebody else's words, which stay as they are.</summary>
    public string Key { get; }

    /// <param name="key">The key among the texts.</param>
    /// <param name="values">What stands in it: numbers, words, days, moments (UTC), other sentences.</param>
    public static Said Of(string key, params (string Name, object? Value)[] values) => new(key, values);

    /// <summary>What somebody else has said: a server, the database, an earlier version of ours.</summary>
    public static Said Plain(string words) => new(Literal, [("words", words)]);

    public string In(Language language) => Key.Length == 0
        ? (string)_values[0].Value!
        : language.Say(Key, [.. _values.Select(v => (v.Name, Value: Worded(language, v.Value)))]);

    /// <summary>In English: for the log, and for whoever asks by program.</summary>
    public override string ToString() => In(Language.In("en"));

    public bool Equals(Said? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal) && _values.SequenceEqual(other._values);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);

    /// <summary>One sentence as it is kept in the database; somebody else's words are kept as they are.</summary>
    public string Kept => Key.Length == 0 && (string)_values[0].Value! is var words && !words.StartsWith('{') ? words : ToJson().ToJsonString(Readable);

    /// <summary>What <see cref="Kept"/> has given; anything else is taken for words of an earlier version.</summary>
    public static Said ReadOne(string kept)
    {
        if (!kept.StartsWith(Beginning, StringComparison.Ordinal))
        {
            return Plain(kept);
        }

        try
        {
            return Of((JsonObject)JsonNode.Parse(kept)!);
        }
        catch (Exception e) when (e is JsonException or InvalidCastException or InvalidOperationException or FormatException)
        {
            return Plain(kept);
        }
    }

    /// <summary>As it is kept in the database.</summary>
    public static string Write(IEnumerable<Said> sentences) =>
        new JsonArray([.. sentences.Select(s => (JsonNode)s.ToJson())]).ToJsonString();

    /// <summary>What <see cref="Write"/> has written; anything else is taken for words of an earlier version.</summary>
    public static IReadOnlyList<Said> Read(string kept)
    {
        if (kept.Length == 0)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(kept) is JsonArray sentences ? [.. sentences.Select(s => Of((JsonObject)s!))] : [Plain(kept)];
        }
        catch (Exception e) when (e is JsonException or InvalidCastException or InvalidOperationException or FormatException)
        {
            return [Plain(kept)];
        }
    }

    public static string In(Language language, IEnumerable<Said> sentences) => string.Join(' ', sentences.Select(s => s.In(language)));

    private static object? Worded(Language language, object? value) => value switch
    {
        Said said => said.In(language),
        IEnumerable<string> several => string.Join(", ", several),
        DateOnly day => language.Day(day),
        DateTime moment => moment.ToString("d MMMM yyyy, HH:mm 'UTC'", language.Culture),
        _ => value,
    };

    private JsonObject ToJson()
    {
        var values = new JsonObject();
        foreach (var (name, value) in _values)
        {
            values[name] = value switch
            {
                null => null,
                Said said => said.ToJson(),
                IEnumerable<string> several => new JsonArray([.. several.Select(v => (JsonNode?)JsonValue.Create(v))]),
                DateOnly day => new JsonObject { ["day"] = day.ToString("O", CultureInfo.InvariantCulture) },
                DateTime moment => new JsonObject { ["moment"] = moment.ToString("O", CultureInfo.InvariantCulture) },
                int or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
                _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
            };
        }

        return new JsonObject { ["say"] = Key, ["with"] = values };
    }

    private static Said Of(JsonObject json) =>
        new((string)json["say"]!, [.. ((JsonObject)json["with"]!).Select(v => (v.Key, Value(v.Value)))]);

    private static object? Value(JsonNode? node) => node switch
    {
        JsonObject inner when inner["day"] is { } day => DateOnly.ParseExact((string)day!, "O", CultureInfo.InvariantCulture),
        JsonObject inner when inner["moment"] is { } moment => DateTime.ParseExact((string)moment!, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        JsonObject inner => Of(inner),
        JsonArray several => several.Select(v => (string)v!).ToList(),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<long>(),
        null => null,
        _ => (string?)node,
    };
}
