using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sportello.Portable.Reading;

/// <summary>Reads a document array by array, so that each element is parsed on its own and its line is known, however large the whole is.</summary>
internal sealed class DocumentReader(Stream stream, Findings findings) : ObjectReader(stream, findings)
{
    private static readonly Dictionary<string, string> TypeOfArray =
        PortableTypes.All.ToDictionary(PortableTypes.ArrayOf, t => t, StringComparer.Ordinal);

    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 64 });
    private Step _step = Step.Open;
    private string? _type;
    private string _member = "";
    private bool _over;

    /// <summary>What the walk expects next.</summary>
    private enum Step
    {
        Open,
        Member,
        List,
        Element,
        Skip,
        Closed,
    }

    public override async IAsyncEnumerable<PortableObject> Read(IReadOnlySet<string> wanted, [EnumeratorCancellation] CancellationToken stop)
    {
        while (!_over)
        {
            if (Advance(wanted, out var found))
            {
                if (found is { } one)
                {
                    yield return one;
                }
            }
            else if (!_over && !await Buffer.Fill(stop))
            {
                EndedEarly();
            }
        }
    }

    /// <summary>One step on; false when more bytes are needed first.</summary>
    private bool Advance(IReadOnlySet<string> wanted, out PortableObject? found)
    {
        found = null;
        var reader = new Utf8JsonReader(Buffer.Window.Span, Buffer.AtEnd, _state);
        try
        {
            var moved = _step switch
            {
                Step.Open => Open(ref reader),
                Step.Member => Member(ref reader),
                Step.List => List(ref reader, wanted),
                Step.Element => Element(ref reader, wanted, out found),
                Step.Closed => NothingMore(ref reader),
                _ => Skip(ref reader),
            };
            if (moved)
            {
                Buffer.Pass((int)reader.BytesConsumed);
                _state = reader.CurrentState;
            }

            return moved;
        }
        catch (JsonException e)
        {
            _over = true;
            NotJson(e.LineNumber is { } passed ? (int)passed + 1 : Buffer.Line, e);
            return false;
        }
    }

    private bool Open(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("a document begins with a brace and holds the lists; a file of one object a line is called .ndjson.");
        }

        _step = Step.Member;
        return true;
    }

    private bool Member(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _step = Step.Closed;
            return true;
        }

        _member = reader.GetString()!;
        _type = TypeOfArray.GetValueOrDefault(_member);
        if (_type is null)
        {
            Findings.Notice($"“{_member}” is not a list of the portable form; it was skipped.");
        }

        _step = _type is null ? Step.Skip : Step.List;
        return true;
    }

    private bool List(ref Utf8JsonReader reader, IReadOnlySet<string> wanted)
    {
        var before = reader;
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            _step = Step.Element;
            return true;
        }

        if (wanted.Contains(_type!))
        {
            Findings.Fault(new Place(Buffer.LineAt((int)reader.TokenStartIndex), ""), _member, "a list in brackets is needed here.");
        }

        reader = before;
        _step = Step.Skip;
        return Skip(ref reader);
    }

    private bool Element(ref Utf8JsonReader reader, IReadOnlySet<string> wanted, out PortableObject? found)
    {
        found = null;
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _step = Step.Member;
            return true;
        }

        if (!wanted.Contains(_type!))
        {
            return reader.TrySkip();
        }

        var line = Buffer.LineAt((int)reader.TokenStartIndex);
        if (!JsonElement.TryParseValue(ref reader, out var element))
        {
            return false;
        }

        found = new PortableObject(_type!, line, element.Value);
        return true;
    }

    private bool Skip(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || !reader.TrySkip())
        {
            return false;
        }

        _step = Step.Member;
        return true;
    }

    /// <summary>Whatever follows the document but white space makes the reader throw.</summary>
    private static bool NothingMore(ref Utf8JsonReader reader) => reader.Read();

    private void EndedEarly()
    {
        if (_step == Step.Closed)
        {
            _over = true;
            return;
        }

        // The last step is taken again, now that it is known that nothing follows: the reader then says what is missing.
        if (!Advance(new HashSet<string>(StringComparer.Ordinal), out _) && !_over)
        {
            _over = true;
            Findings.Fault(new Place(Buffer.LineAt(Buffer.Window.Length), ""), "", "the file ends before the document does; a closing bracket or brace is missing.");
        }
    }
}
