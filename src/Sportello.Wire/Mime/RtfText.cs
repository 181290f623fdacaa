using System.Globalization;
using System.Text;
using Sportello.Wire.Text;

namespace Sportello.Wire.Mime;

/// <summary>Takes the words out of rich text; if it wraps HTML (MS-OXRTFEX), the copies made for rich text are left out.</summary>
internal sealed class RtfText(string rtf)
{
    private readonly record struct State(bool Skip, int UnicodeSkip, bool Hidden);

    private readonly StringBuilder text = new();
    private readonly List<byte> bytes = [];
    private readonly Stack<State> groups = new();
    private State state = new(Skip: false, UnicodeSkip: 1, Hidden: false);
    private int codePage = 1252;
    private int pendingSkip;
    private int at;

    public string Read()
    {
        while (at < rtf.Length)
        {
            var c = rtf[at++];
            if (c == '{') Open();
            else if (c == '}') Close();
            else if (c == '\\') Control();
            else if (c is not ('\r' or '\n')) Put(c);
        }

        Flush();
        return text.ToString().Trim();
    }

    private void Open()
    {
        Flush();
        groups.Push(state);
    }

    private void Close()
    {
        Flush();
        if (groups.Count > 0) state = groups.Pop();
    }

    private void Put(char c)
    {
        if (pendingSkip > 0) pendingSkip--;
        else if (!state.Skip && !state.Hidden) bytes.Add((byte)c);
    }

    private void Control()
    {
        if (at >= rtf.Length) return;

        var c = rtf[at];
        if (char.IsAsciiLetter(c))
        {
            Word();
            return;
        }

        at++;
        switch (c)
        {
            case '\'':
                if (at + 1 < rtf.Length && int.TryParse(rtf.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)) Put((char)value);
                at = Math.Min(rtf.Length, at + 2);
                break;
            case '*':
                state = state with { Skip = true };
                break;
            case '~':
                Put(' ');
                break;
            case '\\' or '{' or '}':
                Put(c);
                break;
            case '\r' or '\n':
                Line();
                break;
        }
    }

    private void Word()
    {
        var start = at;
        while (at < rtf.Length && char.IsAsciiLetter(rtf[at])) at++;
        var word = rtf.AsSpan(start, Math.Min(at - start, 32));
        start = at;
        if (at < rtf.Length && rtf[at] == '-') at++;
        while (at < rtf.Length && char.IsAsciiDigit(rtf[at])) at++;
        var number = int.TryParse(rtf.AsSpan(start, at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) ? given : (int?)null;
        if (at < rtf.Length && rtf[at] == ' ') at++;
        Obey(word, number);
    }

    private void Obey(ReadOnlySpan<char> word, int? number)
    {
        switch (word)
        {
            case "par" or "line" or "row":
                Line();
                break;
            case "tab" or "cell":
                Put('\t');
                break;
            case "u":
                Append(number ?? 0);
                pendingSkip = state.UnicodeSkip;
                break;
            case "uc":
                state = state with { UnicodeSkip = Math.Clamp(number ?? 1, 0, 16) };
                break;
            case "ansicpg":
                codePage = number ?? codePage;
                break;
            case "htmlrtf":
                Flush();
                state = state with { Hidden = number != 0 };
                break;
            case "fonttbl" or "colortbl" or "stylesheet" or "info" or "pict" or "header" or "footer" or "object":
                state = state with { Skip = true };
                break;
            case "emdash":
                Append(0x2014);
                break;
            case "endash":
                Append(0x2013);
                break;
            case "lquote" or "rquote":
                Put('\'');
                break;
            case "ldblquote" or "rdblquote":
                Put('"');
                break;
            case "bullet":
                Put('-');
                break;
        }
    }

    private void Line()
    {
        if (state.Skip || state.Hidden) return;

        Flush();
        text.Append('\n');
    }

    /// <summary>A character of Unicode; after the control word come replacements for readers that do not know it.</summary>
    private void Append(int number)
    {
        Flush();
        if (!state.Skip && !state.Hidden) text.Append((char)(ushort)number);
    }

    /// <summary>Bytes of the code page are decoded together, since a character may have two.</summary>
    private void Flush()
    {
        pendingSkip = 0;
        if (bytes.Count == 0) return;

        text.Append(Charsets.DecodeCodePage(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes), codePage));
        bytes.Clear();
    }
}
