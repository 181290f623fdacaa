using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sportello.Portable.Reading;

namespace Sportello.Portable.Writing;

/// <summary>Writes objects one after the other: into the lists of a document, or a line each.</summary>
internal sealed class PortableWriter : IAsyncDisposable
{
    private const int Enough = 1 << 16;

    private readonly Stream _stream;
    private readonly bool _lines;
    private readonly Utf8JsonWriter _json;

    public PortableWriter(Stream stream, bool lines)
    {
        _stream = stream;
        _lines = lines;
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = !lines, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Contacts stand within their organizations in a document, and on their own in a stream.</summary>
    public bool ContactsStandAlone => _lines;

    public void Begin()
    {
        if (!_lines)
        {
            _json.WriteStartObject();
        }
    }

    /// <summary>All objects of one type.</summary>
    public async Task List<T>(string type, IAsyncEnumerable<T> things, Action<Utf8JsonWriter, T> members, CancellationToken stop)
    {
        if (!_lines)
        {
            _json.WriteStartArray(PortableTypes.ArrayOf(type));
        }

        await foreach (var thing in things.WithCancellation(stop))
        {
            await One(type, thing, members, stop);
        }

        if (!_lines)
        {
            _json.WriteEndArray();
        }
    }

    public async Task End(CancellationToken stop)
    {
        if (!_lines)
        {
            _json.WriteEndObject();
            await _json.FlushAsync(stop);
            await _stream.WriteAsync("\n"u8.ToArray(), stop);
        }

        await _json.FlushAsync(stop);
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private async Task One<T>(string type, T thing, Action<Utf8JsonWriter, T> members, CancellationToken stop)
    {
        _json.WriteStartObject();
        if (_lines)
        {
            _json.WriteString("type", type);
        }

        members(_json, thing);
        _json.WriteEndObject();
        if (_lines)
        {
            await _json.FlushAsync(stop);
            _json.Reset();
            _stream.WriteByte((byte)'\n');
        }
        else if (_json.BytesPending > Enough)
        {
            await _json.FlushAsync(stop);
        }
    }
}

internal static class JsonMembers
{
    public static void Texts(this Utf8JsonWriter json, string member, IEnumerable<string> texts)
    {
        json.WriteStartArray(member);
        foreach (var text in texts)
        {
            json.TextValue(text);
        }

        json.WriteEndArray();
    }

    public static void Text(this Utf8JsonWriter json, string member, string? text)
    {
        json.WritePropertyName(member);
        json.TextValue(text);
    }

    /// <summary>Text as it is: the framework's encoder turns everything beyond the first plane into escapes, emoji among it.</summary>
    public static void TextValue(this Utf8JsonWriter json, string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else if (text.AsSpan().IndexOfAnyExceptInRange('\0', '\u1FFF') < 0)
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteRawValue(Quoted(text), skipInputValidation: true);
        }
    }

    /// <summary>For members beyond the form: written only where there is something to say.</summary>
    public static void TextIfAny(this Utf8JsonWriter json, string member, string? text)
    {
        if (text is not null)
        {
            json.Text(member, text);
        }
    }

    public static void DayOrNull(this Utf8JsonWriter json, string member, DateOnly? day) => json.Text(member, day is { } d ? Times.Write(d) : null);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 16).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                < ' ' or '\u007F' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    public static void Name(this Utf8JsonWriter json, string member, Enum value) => json.Text(member, Words.Name.Of(value));
}
