using System.Text.Json;
using Sportello.History;
using Sportello.Words;

namespace Sportello.App.Api;

internal sealed record ListJson<T>(IReadOnlyList<T> Items, string? Next);

internal sealed record HistoryJson(DateTime At, string Who, string Door, string What, string? From, string? To, int Version)
{
    public static ListJson<HistoryJson> List(IEnumerable<HistoryView> history) =>
        new([.. history.Select(h => new HistoryJson(h.At, h.Who, Name.Of(h.Door), h.What, h.From, h.To, h.Version))], null);
}

internal static class Choice
{
    public static T? Of<T>(string member, string? text)
        where T : struct, Enum => text is null ? null
        : Name.TryRead<T>(text, out var value) ? value
        : throw Refusal.Invalid(member, $"“{text}” is unknown; there are {Name.Choices<T>()}.");
}

/// <summary>How many rows a list shows.</summary>
internal static class Limit
{
    private const int Usual = 50;

    public static int Of(int? asked, int most) => asked is < 1 || asked > most ? throw Refusal.Invalid("limit", $"The limit must be from 1 to {most}.") : asked ?? Usual;
}

/// <summary>A mark that is the key of the row before.</summary>
internal static class Mark
{
    public static long? Read(string? after) => string.IsNullOrEmpty(after) ? null
        : long.TryParse(after, System.Globalization.CultureInfo.InvariantCulture, out var key) ? key
        : throw Refusal.Invalid("after", Said.Of("refusal.after"));
}

/// <summary>The body of a PATCH: a member that is absent stays as it is.</summary>
internal static class Patch
{
    public static IEnumerable<JsonProperty> Members(JsonElement body) => body.ValueKind == JsonValueKind.Object
        ? body.EnumerateObject()
        : throw Refusal.Invalid("body", "A JSON object with the members to change is needed.");

    /// <summary>Of members that are all texts, or null.</summary>
    public static IEnumerable<(string Name, string? Text)> Texts(JsonElement body) => Members(body).Select(member => (member.Name, Text(member)));

    public static string? Text(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.String => member.Value.GetString(),
        JsonValueKind.Null => null,
        _ => throw Refusal.Invalid(member.Name, "A string is needed."),
    };

    public static bool Flag(JsonProperty member) => member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? member.Value.GetBoolean()
        : throw Refusal.Invalid(member.Name, "true or false is needed.");

    public static int? Number(JsonProperty member) => member.Value.ValueKind == JsonValueKind.Null ? null
        : member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var number) ? number
        : throw Refusal.Invalid(member.Name, "A whole number is needed.");

    /// <param name="member">A list of texts.</param>
    /// <param name="needed">What is needed, said when it is something else.</param>
    public static IReadOnlyList<string> Names(JsonProperty member, string needed) =>
        member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? [.. member.Value.EnumerateArray().Select(e => e.GetString()!)]
            : throw Refusal.Invalid(member.Name, needed);
}
