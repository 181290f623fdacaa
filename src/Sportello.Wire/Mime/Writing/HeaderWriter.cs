using System.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// Headers in the making, folded at 78 columns (RFC 5322 section 2.2.3) between the pieces they are given.
/// Lines with encoded words stay within 76 (RFC 2047 section 2).
/// </summary>
internal sealed class HeaderWriter
{
    private const int Longest = 78;
    private const int LongestEncoded = 76;

    // A word of a subject longer than this is cut in pieces by encoding it, so that it can be folded.
    private const int LongestPlainWord = 60;

    private readonly StringBuilder _text = new();
    private int _column;

    /// <summary>A header of pieces that are never changed and never cut; folds come between them.</summary>
    public void Structured(string name, params IEnumerable<string> pieces)
    {
        Begin(name);
        var first = true;
        foreach (var piece in pieces)
        {
            Append(piece, Longest, mayFold: !first);
            first = false;
        }

        End();
    }

    /// <summary>Words for people: what is not plain ASCII becomes encoded words.</summary>
    public void Unstructured(string name, string value)
    {
        Begin(name);
        Words(value);
        End();
    }

    /// <summary>A list of mailboxes.</summary>
    public void Mailboxes(string name, IReadOnlyList<Mailbox> mailboxes)
    {
        if (mailboxes.Count == 0)
        {
            return;
        }

        Begin(name);
        for (var i = 0; i < mailboxes.Count; i++)
        {
            One(mailboxes[i], i < mailboxes.Count - 1 ? "," : "");
        }

        End();
    }

    /// <summary>Message-IDs; those that cannot be written are left out, and the header with the last of them.</summary>
    public void MessageIdList(string name, IEnumerable<string> ids)
    {
        var written = ids.Select(MessageIdWriter.TryFormat).OfType<string>().ToList();
        if (written.Count > 0)
        {
            Structured(name, written);
        }
    }

    /// <summary>The empty line after the headers.</summary>
    public void Blank() => _text.Append("\r\n");

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    private void One(Mailbox mailbox, string comma)
    {
        if (mailbox.Name is null)
        {
            // Few readers expect a quoted local part outside of angle brackets.
            Append(mailbox.Address[0] == '"' ? $"<{mailbox.Address}>{comma}" : mailbox.Address + comma, Longest);
            return;
        }

        foreach (var word in Phrase.Write(mailbox.Name, LongestEncoded - _column - 1))
        {
            Append(word, LongestEncoded);
        }

        Append($"<{mailbox.Address}>{comma}", Longest);
    }

    private void Words(string value)
    {
        var trimmed = value.Trim(' ');
        if (trimmed.Length == 0)
        {
            return;
        }

        var words = trimmed.Split(' ');
        var first = Array.FindIndex(words, NeedsEncoding);

        // An empty word stands for two spaces in a row; an encoded word may not be empty, so its neighbour joins it.
        first = first > 0 && words[first].Length == 0 ? first - 1 : first;
        var last = Array.FindLastIndex(words, NeedsEncoding);
        for (var i = 0; i < words.Length; i++)
        {
            if (i == first)
            {
                Encoded(string.Join(' ', words[first..(last + 1)]));
                i = last;
            }
            else
            {
                Append(words[i], Longest);
            }
        }
    }

    private void Encoded(string run)
    {
        foreach (var word in EncodedWordWriter.Encode(run, LongestEncoded - _column - 1))
        {
            Append(word, LongestEncoded);
        }
    }

    // Two spaces in a row are encoded too: what folds and unfolds does not keep them.
    private static bool NeedsEncoding(string word) =>
        word.Length is 0 or > LongestPlainWord || !DisplayText.IsPrintableAscii(word) || EncodedWordWriter.Resembles(word);

    private void Begin(string name)
    {
        _text.Append(name).Append(':');
        _column = name.Length + 1;
    }

    private void Append(string piece, int longest, bool mayFold = true)
    {
        var width = Encoding.UTF8.GetByteCount(piece);
        if (mayFold && _column + 1 + width > longest && _column > 1)
        {
            _text.Append("\r\n");
            _column = 0;
        }

        _text.Append(' ').Append(piece);
        _column += 1 + width;
    }

    private void End() => _text.Append("\r\n");
}
