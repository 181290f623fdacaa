using System.Collections;
using Sportello.Wire.Text;

namespace Sportello.Wire.Mime;

/// <summary>The fields of a header in the order in which they stand (RFC 5322 section 2.2).</summary>
public sealed class HeaderList : IReadOnlyList<HeaderField>
{
    private readonly List<HeaderField> fields;

    internal HeaderList(List<HeaderField> fields) => this.fields = fields;

    /// <summary>A header without fields.</summary>
    public static HeaderList Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => fields.Count;

    /// <inheritdoc />
    public HeaderField this[int index] => fields[index];

    /// <summary>The charset in which raw 8-bit values are probably written: that of the message's own text, where it names one.</summary>
    internal string? CharsetHint { get; set; }

    /// <summary>The first field of that name, whatever its case, or null.</summary>
    public HeaderField? Find(string name)
    {
        foreach (var field in fields)
        {
            if (field.Is(name)) return field;
        }

        return null;
    }

    /// <summary>The first value of that name as a person reads it: unfolded, encoded words decoded (RFC 2047); null if there is no such field.</summary>
    public string? Get(string name) => Find(name) is { } field ? Decode(field) : null;

    /// <summary>All values of that name as a person reads them, in order.</summary>
    public IReadOnlyList<string> GetAll(string name)
    {
        var values = new List<string>();
        foreach (var field in fields)
        {
            if (field.Is(name)) values.Add(Decode(field));
        }

        return values;
    }

    /// <summary>The value of a field as a person reads it.</summary>
    public string Decode(HeaderField field) => EncodedWords.Decode(GetUnfolded(field));

    /// <summary>The value with its folding undone and its bytes turned into text, encoded words and quotes still as they are.</summary>
    internal string? GetUnfolded(string name) => Find(name) is { } field ? GetUnfolded(field) : null;

    internal string GetUnfolded(HeaderField field) => HeaderText.Unfold(Charsets.DecodeHeader(field.RawValue.Span, CharsetHint));

    /// <inheritdoc />
    public IEnumerator<HeaderField> GetEnumerator() => fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
