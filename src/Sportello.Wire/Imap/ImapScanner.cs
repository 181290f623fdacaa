using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

/// <summary>
/// Walks through one response (RFC 9051 section 9). It forgives what real servers get wrong without losing its way:
/// spaces too many or too few, a quoted string that never ends, 8-bit text in quotes.
/// </summary>
internal ref struct ImapScanner(ImapResponse response, int start = 0, int depthLimit = 64)
{
    private readonly ReadOnlySpan<byte> _octets = response.Octets;
    private readonly ReadOnlySpan<ImapLiteral> _literals = response.Literals;
    private readonly int _depthLimit = depthLimit;
    private int _nextLiteral;

    public int Position { get; private set; } = start;

    public readonly bool AtEnd => Position >= _octets.Length;

    public readonly byte Current => AtEnd ? (byte)0 : _octets[Position];

    /// <summary>Whether the string read last was cut at the limit.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Whether the string read last went by as a stream.</summary>
    public bool WasStreamed { get; private set; }

    public void SkipSpaces()
    {
        while (Current == (byte)' ')
            Position++;
    }

    public bool TryTake(char character)
    {
        SkipSpaces();
        if (AtEnd || Current != (byte)character)
            return false;
        Position++;
        return true;
    }

    /// <summary>Takes everything up to a space, a parenthesis, a quote or the end; may be empty.</summary>
    public ReadOnlySpan<byte> Word()
    {
        SkipSpaces();
        var from = Position;
        while (!AtEnd && Current is not ((byte)' ' or (byte)'(' or (byte)')' or (byte)'"'))
            Position++;
        return _octets[from..Position];
    }

    public string WordText() => Encoding.UTF8.GetString(Word());

    /// <summary>The name of a FETCH item with its section, such as <c>BODY[HEADER.FIELDS (SUBJECT)]</c>.</summary>
    public string ItemName()
    {
        SkipSpaces();
        var from = Position;
        while (!AtEnd && Current is not ((byte)' ' or (byte)'(' or (byte)')' or (byte)'['))
            Position++;
        if (Current == (byte)'[')
        {
            var close = _octets[Position..].IndexOf((byte)']');
            Position = close < 0 ? _octets.Length : Position + close + 1;
        }
        while (!AtEnd && Current is not ((byte)' ' or (byte)'(' or (byte)')' or (byte)'"' or (byte)'{'))
            Position++;
        return Encoding.UTF8.GetString(_octets[from..Position]).ToUpperInvariant();
    }

    public ulong Number()
    {
        SkipSpaces();
        ulong number = 0;
        var from = Position;
        while (Current is >= (byte)'0' and <= (byte)'9')
        {
            if (number > (ulong.MaxValue - 9) / 10)
                throw Fail();
            number = (number * 10) + (ulong)(Current - '0');
            Position++;
        }
        return Position > from ? number : throw Fail();
    }

    public uint Number32() => Number() is var number && number <= uint.MaxValue ? (uint)number : throw Fail();

    /// <summary>A string in any of its forms; null for NIL.</summary>
    public byte[]? String()
    {
        SkipSpaces();
        WasCut = WasStreamed = false;
        while (_nextLiteral < _literals.Length && _literals[_nextLiteral].Marker < Position)
            _nextLiteral++;
        if (_nextLiteral < _literals.Length && _literals[_nextLiteral].Marker == Position)
        {
            var literal = _literals[_nextLiteral];
            Position = literal.Start + literal.Length;
            WasCut = literal.IsCut;
            WasStreamed = literal.IsStreamed;
            return _octets.Slice(literal.Start, literal.Length).ToArray();
        }
        if (Current == (byte)'"')
            return Quoted();
        var word = Word();
        // Nothing where a string has to be is an error, and must be one, or whoever reads strings in a loop would never get further.
        if (word.Length == 0)
            throw Fail();
        return Ascii.EqualsIgnoreCase(word, "NIL"u8) ? null : word.ToArray();
    }

    public string? StringText() => String() is { } octets ? Encoding.UTF8.GetString(octets) : null;

    /// <summary>The words of a list in parentheses, such as flags; nested lists are passed over.</summary>
    public List<string> Words()
    {
        var words = new List<string>();
        if (!TryTake('('))
            throw Fail();
        while (!TryTake(')'))
        {
            if (Current is (byte)'"' or (byte)'(')
                SkipValue();
            else if (Word() is { Length: > 0 } word)
                words.Add(Encoding.UTF8.GetString(word));
            else
                throw Fail();
        }
        return words;
    }

    /// <summary>Passes over one value of any kind.</summary>
    public void SkipValue()
    {
        var depth = 0;
        do
        {
            if (TryTake('('))
                depth++;
            else if (TryTake(')'))
                depth--;
            else
                String();
            if (depth > _depthLimit)
                throw new ConversationBrokenException($"The server nests lists more than {_depthLimit} deep.");
        }
        while (depth > 0);
    }

    public readonly string Rest() => Encoding.UTF8.GetString(_octets[Math.Min(Position, _octets.Length)..]);

    public readonly ConversationBrokenException Fail()
    {
        var text = Encoding.UTF8.GetString(_octets[..Math.Min(_octets.Length, 80)]);
        return new ConversationBrokenException($"The server sent what is not IMAP, at octet {Position} of: {text}");
    }

    private byte[] Quoted()
    {
        var text = new List<byte>();
        for (Position++; !AtEnd && Current != (byte)'"'; Position++)
        {
            var escaped = Current == (byte)'\\' && Position + 1 < _octets.Length && _octets[Position + 1] is (byte)'"' or (byte)'\\';
            if (escaped)
                Position++;
            text.Add(Current);
        }
        if (!AtEnd)
            Position++;
        return [.. text];
    }
}
