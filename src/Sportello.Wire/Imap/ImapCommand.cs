using System.Globalization;
using System.Text;

namespace Sportello.Wire.Imap;

/// <summary>One command in the making: text and literals, with what the log hears of it.</summary>
internal sealed class ImapCommand
{
    private const int LongestQuoted = 1000;
    private readonly List<ImapLine> _lines = [];
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _logged = new();

    public ImapCommand(string name)
    {
        Name = name;
        Raw(name);
    }

    /// <summary>What errors call it.</summary>
    public string Name { get; }

    /// <summary>The text up to each literal, and the literal.</summary>
    public IEnumerable<ImapLine> Lines => [.. _lines, new ImapLine(_text.ToString(), _logged.ToString(), Literal: null)];

    /// <summary>Adds text as it is; it must be of our own making and never a person's.</summary>
    public ImapCommand Raw(string text)
    {
        _text.Append(text);
        _logged.Append(text);
        return this;
    }

    public ImapCommand Raw(ulong number) => Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a string of any content: quoted where that can carry it, else as a literal.</summary>
    public ImapCommand String(string text) => String(text, secret: false);

    /// <summary>As <see cref="String(string)"/>, but the log does not hear it.</summary>
    public ImapCommand Secret(string text) => String(text, secret: true);

    /// <summary>Adds text as it is, of which the log hears nothing.</summary>
    public ImapCommand Hidden(string text)
    {
        _text.Append(text);
        _logged.Append("***");
        return this;
    }

    /// <summary>Adds octets to be sent as a literal.</summary>
    public ImapCommand Literal(Stream content, long length) => Literal(new ImapContent(content, length));

    private ImapCommand String(string text, bool secret)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("IMAP cannot carry a NUL in a string.", nameof(text));
        if (text.Length > LongestQuoted || text.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
        {
            var octets = Encoding.UTF8.GetBytes(text);
            return Literal(new ImapContent(new MemoryStream(octets, writable: false), octets.Length));
        }
        var quoted = $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        _text.Append(quoted);
        _logged.Append(secret ? "***" : quoted);
        return this;
    }

    private ImapCommand Literal(ImapContent content)
    {
        _lines.Add(new ImapLine(_text.ToString(), _logged.ToString(), content));
        _text.Clear();
        _logged.Clear();
        return this;
    }
}

/// <summary>A line of a command, and the literal that follows it, if any.</summary>
internal sealed record ImapLine(string Text, string Logged, ImapContent? Literal);

/// <summary>Octets to be sent as a literal.</summary>
internal sealed record ImapContent(Stream Octets, long Length);
