using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sportello.App.Cli;

/// <summary>JSON as every command prints it: snake_case, readable Cyrillic, one document on standard output.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static void Print<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Options));

    /// <summary>What <c>--json</c> asks for, or the same for people.</summary>
    public static void PrintOr<T>(bool asJson, T value, Action<T> print)
    {
        if (asJson)
        {
            Print(value);
        }
        else
        {
            print(value);
        }
    }
}
