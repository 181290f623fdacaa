using System.Text.Json;

namespace Sportello.App.Tests.Api;

/// <summary>Holds a JSON value against a schema of an OpenAPI 3.1 document, as far as that document uses it, and stricter: nothing unnamed may be there.</summary>
internal sealed class Schema(JsonElement document)
{
    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string at = "$")
    {
        schema = Resolve(schema);
        foreach (var word in new[] { "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(word, out var choices))
            {
                return choices.EnumerateArray().Any(c => !Faults(c, value, at).Any()) ? [] : [$"{at}: {value} fits none of {word}"];
            }
        }

        if (schema.TryGetProperty("type", out var type))
        {
            var allowed = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!).ToArray() : [type.GetString()!];
            if (!allowed.Any(t => Is(t, value)))
            {
                return [$"{at}: {value.ValueKind} instead of {string.Join('/', allowed)}"];
            }
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => Members(schema, value, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => value.EnumerateArray().SelectMany((v, i) => Faults(items, v, $"{at}[{i}]")),
            JsonValueKind.String when schema.TryGetProperty("format", out var format) => Format(format.GetString()!, value.GetString()!) ? [] : [$"{at}: “{value}” is no {format}"],
            _ => [],
        };
    }

    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            var found = document;
            foreach (var step in reference.GetString()!.Split('/').Skip(1))
            {
                found = found.GetProperty(step);
            }

            schema = found;
        }

        return schema;
    }

    private IEnumerable<string> Members(JsonElement schema, JsonElement value, string at)
    {
        if (!schema.TryGetProperty("properties", out var known))
        {
            yield break;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!known.TryGetProperty(member.Name, out var of))
            {
                yield return $"{at}.{member.Name}: not described";
                continue;
            }

            foreach (var fault in Faults(of, member.Value, $"{at}.{member.Name}"))
            {
                yield return fault;
            }
        }

        foreach (var needed in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(r => r.GetString()!) : [])
        {
            if (!value.TryGetProperty(needed, out _))
            {
                yield return $"{at}.{needed}: missing";
            }
        }
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private static bool Format(string format, string text) => format switch
    {
        "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
        _ => true,
    };
}
