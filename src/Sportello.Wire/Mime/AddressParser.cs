using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Reads lists of addresses (RFC 5322 section 3.4 and its obsolete forms) and what people write instead.</summary>
internal sealed class AddressParser
{
    /// <summary>More addresses than this are not those of a letter to a help desk.</summary>
    private const int MaxAddresses = 2000;

    /// <summary>A phrase longer than this is no name that a comma cut in two, nor the name of a group.</summary>
    private const int MaxName = 500;

    private readonly string text;
    private readonly List<MailAddress> found = [];
    private readonly StringBuilder phrase = new();
    private readonly StringBuilder comment = new();
    private string? angle;
    private readonly int lastClose;
    private string? pendingName;
    private int at;

    private AddressParser(string text)
    {
        this.text = text;
        lastClose = text.LastIndexOf('>');
    }

    /// <param name="unfolded">The field's value, unfolded, encoded words and quotes as they are: a decoded comma separates nothing.</param>
    public static List<MailAddress> Parse(string unfolded) => Parse(unfolded, mayUnwrap: true);

    private static List<MailAddress> Parse(string unfolded, bool mayUnwrap)
    {
        var parser = new AddressParser(unfolded);
        parser.Read();

        // Some mailers encode name and address together into one word.
        if (mayUnwrap && parser.found is [{ Address: "", Name: var name }] && name.Contains('@', StringComparison.Ordinal))
        {
            return Parse(name, mayUnwrap: false);
        }

        return parser.found;
    }

    private void Read()
    {
        while (at < text.Length && found.Count < MaxAddresses)
        {
            switch (text[at])
            {
                case ',' or ';':
                    Finish(isLast: text[at] == ';');
                    at++;
                    break;
                case '"':
                    ReadQuoted();
                    break;
                case '(':
                    ReadComment();
                    break;
                case '<':
                    ReadAngle();
                    break;
                case ':' when IsGroupName():
                    phrase.Clear();
                    pendingName = null;
                    at++;
                    break;
                default:
                    phrase.Append(text[at++]);
                    break;
            }
        }

        Finish(isLast: true);
    }

    /// <summary>A colon after a phrase opens a group; one in an address, or after "mailto", does not.</summary>
    private bool IsGroupName()
    {
        if (phrase.Length > MaxName) return false;

        var before = phrase.ToString().AsSpan().Trim();
        return angle is null && !before.Contains('@') && !before.Contains("=?", StringComparison.Ordinal)
            && !before.Equals("mailto", StringComparison.OrdinalIgnoreCase);
    }

    private void ReadQuoted()
    {
        var start = ++at;
        while (at < text.Length && text[at] != '"') at += text[at] == '\\' && at + 1 < text.Length ? 2 : 1;

        var end = Math.Min(at, text.Length);
        at = end + 1;
        var quoted = text.AsSpan(start, end - start);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length) i++;
            phrase.Append(quoted[i]);
        }
    }

    private void ReadComment()
    {
        var depth = 1;
        if (comment.Length > 0) comment.Append(' ');
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            else if (text[at] == '(') depth++;
            else if (text[at] == ')' && --depth == 0) break;
            comment.Append(text[at]);
        }

        at++;
    }

    private void ReadAngle()
    {
        var close = at > lastClose ? -1 : text.IndexOf('>', at);
        var end = close < 0 ? EndOfUnclosed() : close;
        var inside = text[(at + 1)..end];
        at = close < 0 ? end : close + 1;

        // "<a@b> <a@b>": the first one counts; "Name <nobody> <a@b>": the one that is an address.
        if (angle is null || !angle.Contains('@', StringComparison.Ordinal)) angle = inside;
    }

    private int EndOfUnclosed()
    {
        var end = text.AsSpan(at).IndexOfAny(',', ';', ' ');
        return end < 0 ? text.Length : at + end;
    }

    private void Finish(bool isLast)
    {
        var written = phrase.ToString().Trim();
        var address = angle is null ? (written.Contains('@', StringComparison.Ordinal) ? TakeAddress(ref written) : "") : angle;
        var name = EncodedWords.Decode(written).Trim();
        if (name.Length == 0 && address.Length > 0) name = EncodedWords.Decode(comment.ToString()).Trim();

        Add(Unquote(name), Clean(address), isLast);
        phrase.Clear();
        comment.Clear();
        angle = null;
    }

    private void Add(string name, string address, bool isLast)
    {
        if (address.Length > 0)
        {
            // "Rossi, Luca <luca@…>": a comma that should have been quoted.
            if (pendingName is not null) name = name.Length == 0 ? pendingName : $"{pendingName}, {name}";
            pendingName = null;
            found.Add(new MailAddress(name.Equals(address, StringComparison.OrdinalIgnoreCase) ? "" : name, address));
        }
        else if (name.Length > 0)
        {
            pendingName = pendingName is null ? name : $"{pendingName}, {name}";
        }

        if (pendingName is not null && (isLast || pendingName.Length > MaxName))
        {
            // A single bare word is a mailbox of the sender's own host: root, MAILER-DAEMON.
            found.Add(IsLocalPart(pendingName) ? new MailAddress("", pendingName) : new MailAddress(pendingName, ""));
            pendingName = null;
        }
    }

    private static bool IsLocalPart(string word) =>
        word.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-") < 0;

    /// <summary>Takes the word with the at sign out of a phrase without brackets: the rest is the name.</summary>
    private static string TakeAddress(ref string written)
    {
        var sign = written.LastIndexOf('@');
        var start = written.LastIndexOf(' ', sign) + 1;
        var end = written.IndexOf(' ', sign);
        if (end < 0) end = written.Length;

        var address = written[start..end];
        written = string.Concat(written.AsSpan(0, start), written.AsSpan(end)).Trim();
        return address;
    }

    private static string Clean(string address)
    {
        var cleaned = address.Trim().Trim('<', '>', '\'', '"').Trim();
        if (cleaned.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) cleaned = cleaned["mailto:".Length..];

        // A route before the address (RFC 5322 section 4.4).
        if (cleaned.StartsWith('@') && cleaned.IndexOf(':', StringComparison.Ordinal) is var colon and > 0) cleaned = cleaned[(colon + 1)..];
        return RemoveSpaces(EncodedWords.Decode(cleaned)).TrimEnd('.');
    }

    private static string RemoveSpaces(string address) =>
        address.Contains(' ', StringComparison.Ordinal) && !address.Contains('"', StringComparison.Ordinal)
            ? address.Replace(" ", "", StringComparison.Ordinal)
            : address;

    /// <summary>Quotes within an encoded word, or single ones around a name, are ornaments.</summary>
    private static string Unquote(string name) =>
        name.Length > 1 && ((name[0] == '"' && name[^1] == '"') || (name[0] == '\'' && name[^1] == '\'')) ? name[1..^1].Trim() : name;
}
