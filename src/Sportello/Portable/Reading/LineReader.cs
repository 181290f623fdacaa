using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sportello.Portable.Reading;

/// <summary>Reads a stream: one object a line, each with its type.</summary>
internal sealed class LineReader(Stream stream, Findings findings) : ObjectReader(stream, findings)
{
    public override async IAsyncEnumerable<PortableObject> Read(IReadOnlySet<string> wanted, [EnumeratorCancellation] CancellationToken stop)
    {
        while (await NextLine(stop) is { } length)
        {
            var line = Buffer.Line;
            var found = Parse(Buffer.Window[..length], line, wanted);
            Buffer.Pass(length);
            if (found is { } one)
            {
                yield return one;
            }
        }
    }

    /// <summary>How long the next line is, its end included; none when there is no more.</summary>
    private async Task<int?> NextLine(CancellationToken stop)
    {
        var looked = 0;
        while (true)
        {
            var end = Buffer.Window.Span[looked..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                return looked + end + 1;
            }

            looked = Buffer.Window.Length;
            if (!await Buffer.Fill(stop))
            {
                return looked > 0 ? looked : null;
            }
        }
    }

    private PortableObject? Parse(ReadOnlyMemory<byte> text, int line, IReadOnlySet<string> wanted)
    {
        if (text.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return null;
        }

        try
        {
            // Most lines of a pass are not wanted: the type is looked for before the line is made into anything.
            var type = TypeOf(text.Span);
            if (type is not null && !wanted.Contains(type))
            {
                CheckType(type, line);
                return null;
            }

            if (type is null)
            {
                Findings.Fault(new Place(line, ""), "type", $"is needed; one of: {string.Join(", ", PortableTypes.All)}.");
                return null;
            }

            return new PortableObject(type, line, JsonElement.Parse(text.Span));
        }
        catch (JsonException e)
        {
            NotJson(line, e);
            return null;
        }
    }

    private void CheckType(string type, int line)
    {
        if (!PortableTypes.All.Contains(type, StringComparer.Ordinal))
        {
            Findings.Fault(new Place(line, ""), "type", $"“{type}” is unknown; it must be one of: {string.Join(", ", PortableTypes.All)}.");
        }
    }

    private static string? TypeOf(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("an object in braces is needed on each line.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
            {
                return reader.TokenType == JsonTokenType.String ? Known(ref reader) : null;
            }

            reader.Skip();
        }

        return null;
    }

    private static string? Known(ref Utf8JsonReader reader)
    {
        foreach (var type in PortableTypes.All)
        {
            if (reader.ValueTextEquals(type))
            {
                return type;
            }
        }

        return reader.GetString();
    }
}
