using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sportello.Words;

/// <summary>
/// A sentence that is kept as its key and what stands in it, so that everybody reads it in their own language, also years later.
/// What somebody else has said (a mail server, or a release that kept whole sentences) is kept and shown as it is.
/// </summary>
public sealed class Sentence : IEquatable<Sentence>
{
    private const string KeyMember = "say";
    private const string ValuesMember = "with";
    private const string Verbatim = "sentence.as-it-is";

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _key;
    private readonly (string Name, object? Value)[] _values;

    private Sentence(string key, (string Name, object? Value)[] values) => (_key, _values) = (key, values);

    /// <summary>A sentence of <c>Words</c>. A value is a text, a number, a sentence itself, or several of them.</summary>
    public static Sentence Of(string key, params (string Name, object? Value)[] values) => new(key, values);

    public static Sentence AsItIs(string text) => new(Verbatim, [("text", text)]);

    /// <summary>Reads what <see cref="Stored"/> has given, or any other text as it is.</summary>
    public static Sentence Read(string stored) =>
        stored.StartsWith($$"""{"{{KeyMember}}":""", StringComparison.Ordinal) && Parsed(stored) is { } sentence ? sentence : AsItIs(stored);

    internal static Sentence Read(JsonNode? stored) => stored switch
    {
        JsonObject json when Read(json) is Sentence sentence => sentence,
        JsonValue json when json.TryGetValue<string>(out var text) => AsItIs(text),
        _ => AsItIs(stored?.ToJsonString(Options) ?? ""),
    };

    /// <summary>As it is kept in the database.</summary>
    public string Stored => IsVerbatim && !Text.StartsWith('{') ? Text : Json().ToJsonString(Options);

    public string In(Language language) => IsVerbatim
        ? Text
        : language.Say(_key, [.. _values.Select(v => (v.Name, Said(v.Value, language)))]);

    internal JsonNode ToJson() => IsVerbatim && !Text.StartsWith('{') ? JsonValue.Create(Text)! : Json();

    /// <summary>In English, as the logs have it.</summary>
    public override string ToString() => In(Language.In("en"));

    public bool Equals(Sentence? other) => other is not null && string.Equals(Stored, other.Stored, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Sentence);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Stored);

    private bool IsVerbatim => string.Equals(_key, Verbatim, StringComparison.Ordinal);

    private string Text => (string)_values[0].Value!;

    private static object? Said(object? value, Language language) => value switch
    {
        Sentence sentence => sentence.In(language),
        IEnumerable<Sentence> several => string.Join(", ", several.Select(s => s.In(language))),
        IEnumerable<string> several => string.Join(", ", several),
        _ => value,
    };

    private JsonObject Json()
    {
        var values = new JsonObject();
        foreach (var (name, value) in _values)
        {
            values[name] = Node(value);
        }

        return new JsonObject { [KeyMember] = _key, [ValuesMember] = values };
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        Sentence sentence => sentence.ToJson(),
        string text => JsonValue.Create(text),
        int or long => JsonValue.Create(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        IEnumerable<Sentence> several => new JsonArray([.. several.Select(s => s.ToJson())]),
        IEnumerable<string> several => new JsonArray([.. several.Select(s => (JsonNode?)JsonValue.Create(s))]),
        _ => throw new ArgumentException($"A sentence holds texts, numbers and sentences, and not a {value.GetType().Name}.", nameof(value)),
    };

    private static Sentence? Parsed(string stored)
    {
        try
        {
            return JsonNode.Parse(stored) is JsonObject json ? Read(json) : null;
        }
        catch (JsonException)
        {
            // A text of somebody's that only begins like one of ours.
            return null;
        }
    }

    private static Sentence? Read(JsonObject json) => json[KeyMember] is JsonValue key && key.TryGetValue<string>(out var name)
        ? new Sentence(name, [.. (json[ValuesMember] as JsonObject ?? []).Select(v => (v.Key, Value(v.Value)))])
        : null;

    private static object? Value(JsonNode? node) => node switch
    {
        JsonObject json => Read(json),
        JsonArray several => several.Select(Read).ToList(),
        JsonValue json when json.TryGetValue<long>(out var number) => number,
        JsonValue json when json.TryGetValue<string>(out var text) => text,
        _ => node?.ToJsonString(Options),
    };
}
