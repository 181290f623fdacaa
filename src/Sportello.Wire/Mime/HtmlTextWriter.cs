using System.Globalization;
using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Lays out the text of HTML in lines.</summary>
internal sealed class HtmlTextWriter
{
    private const int MaxQuote = 20;

    private readonly StringBuilder text = new();
    private readonly Stack<int> lists = new();
    private int quoteDepth;
    private int preDepth;
    private int hiddenDepth;
    private int pendingBreaks;
    private bool pendingSpace;
    private string? link;
    private int linkStart;

    public void Text(string run)
    {
        if (hiddenDepth > 0) return;

        foreach (var c in run)
        {
            if (preDepth > 0 && c == '\n') Break(1, always: true);
            else if (preDepth > 0 ? c == '\r' : IsCollapsible(c)) pendingSpace = pendingSpace || preDepth == 0;
            else Put(c == '\u00a0' ? ' ' : c);
        }
    }

    private static bool IsCollapsible(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f' or '\u200b' or '\ufeff';

    private void Put(char c)
    {
        if (c is '\0' or '\u00ad') return;

        if (pendingBreaks > 0 || text.Length == 0) StartLine();
        else if (pendingSpace && text[^1] is not (' ' or '\n')) text.Append(' ');
        pendingSpace = false;
        text.Append(c);
    }

    private void StartLine()
    {
        if (text.Length > 0) text.Append('\n', Math.Min(pendingBreaks, 2));
        text.Insert(text.Length, ">", quoteDepth);
        if (quoteDepth > 0) text.Append(' ');
        pendingBreaks = 0;
        pendingSpace = false;
    }

    /// <summary>Asks for a new line (1) or an empty one between (2); several wishes become the greatest.</summary>
    private void Break(int count, bool always = false)
    {
        pendingBreaks = always ? Math.Min(pendingBreaks + count, 2) : Math.Max(pendingBreaks, count);
        pendingSpace = false;
    }

    public void Tag(HtmlTag tag)
    {
        switch (tag.Name)
        {
            case "br":
                Break(1, always: true);
                break;
            case "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "table" or "dl":
                Break(2);
                break;
            case "div" or "tr" or "section" or "article" or "header" or "footer" or "address" or "form" or "dt" or "dd" or "center" or "fieldset":
                Break(1);
                break;
            case "td" or "th" when !tag.IsEnd:
                pendingSpace = true;
                break;
            case "hr":
                Rule();
                break;
            case "li":
                Item(tag.IsEnd);
                break;
            case "ul" or "ol":
                List(tag);
                break;
            case "blockquote":
                Break(2);
                quoteDepth = Math.Clamp(quoteDepth + (tag.IsEnd ? -1 : 1), 0, MaxQuote);
                break;
            case "pre":
                Break(2);
                preDepth = Math.Max(0, preDepth + (tag.IsEnd ? -1 : 1));
                break;
            case "select" or "svg" or "object":
                hiddenDepth = Math.Max(0, hiddenDepth + (tag.IsEnd ? -1 : 1));
                break;
            case "img" when !tag.IsEnd && tag.Get("alt") is { Length: > 0 } alt:
                Text($"[{alt}]");
                break;
            case "a":
                Link(tag);
                break;
        }
    }

    private void Rule()
    {
        Break(1);
        Text("---");
        Break(1);
    }

    private void List(HtmlTag tag)
    {
        Break(lists.Count > (tag.IsEnd ? 1 : 0) ? 1 : 2);
        if (!tag.IsEnd) lists.Push(tag.Name is "ol" ? 1 : 0);
        else if (lists.Count > 0) lists.Pop();
    }

    private void Item(bool isEnd)
    {
        Break(1);
        if (isEnd) return;

        var number = lists.Count > 0 ? lists.Pop() : -1;
        if (number >= 0) lists.Push(number > 0 ? number + 1 : 0);
        for (var depth = 1; depth < Math.Min(lists.Count, MaxQuote); depth++)
        {
            Put(' ');
            Put(' ');
        }

        foreach (var c in number > 0 ? number.ToString(CultureInfo.InvariantCulture) + "." : "-") Put(c);
        pendingSpace = true;
    }

    /// <summary>The address of a link follows its words, unless the words are the address.</summary>
    private void Link(HtmlTag tag)
    {
        if (!tag.IsEnd)
        {
            link = tag.Get("href");
            linkStart = text.Length;
            return;
        }

        if (link is not null && IsWorthShowing(link)) Text($" <{link}>");
        link = null;
    }

    private bool IsWorthShowing(string address)
    {
        if (!address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) return false;

        var words = text.ToString(linkStart, text.Length - linkStart).Trim();
        return words.Length > 0 && !Bare(words).Equals(Bare(address), StringComparison.OrdinalIgnoreCase);
    }

    private static string Bare(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? address : address[(scheme + 3)..]).TrimEnd('/');
    }

    public string Finish() => text.ToString().Trim('\n');
}
