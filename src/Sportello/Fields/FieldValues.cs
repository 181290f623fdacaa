using System.Globalization;
using System.Text.Json;

namespace Sportello.Fields;

/// <summary>What a ticket holds in its project's fields, by their numbers, as it is kept beside it.</summary>
internal static class FieldValues
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SortedDictionary<long, string> Read(string? kept) =>
        kept is null ? [] : new(JsonSerializer.Deserialize<Dictionary<string, string>>(kept)!.ToDictionary(v => long.Parse(v.Key, CultureInfo.InvariantCulture), v => v.Value));

    /// <summary>None when there is nothing to keep.</summary>
    public static string? Write(SortedDictionary<long, string> values) =>
        values.Count == 0 ? null : JsonSerializer.Serialize(values.ToDictionary(v => v.Key.ToString(CultureInfo.InvariantCulture), v => v.Value), Readable);
}
