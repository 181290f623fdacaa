using System.Collections.Frozen;
using System.Net;
using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Sportello.Mailroom.Reading;

/// <summary>
/// A letter's HTML with nothing in it but what is on the list: no script, no style sheet, no form, nothing that is loaded from elsewhere.
/// It works through the tokens and never builds a tree, so that depth and length cost no more than they weigh; what comes out is balanced.
/// Remote images keep their address in <c>data-remote</c>, images of the letter their Content-ID in <c>data-cid</c>.
/// </summary>
internal static class SafeHtml
{
    private const int MostOpen = 64;

    private static readonly FrozenSet<string> Elements = new[]
    {
        "a", "abbr", "address", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt",
        "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s",
        "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Void = new[] { "br", "col", "hr", "img" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Elements whose content is not text for people.</summary>
    private static readonly FrozenDictionary<string, HtmlParseMode> Silent = new Dictionary<string, HtmlParseMode>(StringComparer.Ordinal)
    {
        ["script"] = HtmlParseMode.Script,
        ["style"] = HtmlParseMode.Rawtext,
        ["xmp"] = HtmlParseMode.Rawtext,
        ["iframe"] = HtmlParseMode.Rawtext,
        ["noembed"] = HtmlParseMode.Rawtext,
        ["noframes"] = HtmlParseMode.Rawtext,
        ["title"] = HtmlParseMode.RCData,
        ["textarea"] = HtmlParseMode.RCData,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(string html)
    {
        using var source = new TextSource(html);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver);
        var page = new Page();
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            switch (token.Type)
            {
                case HtmlTokenType.Character:
                    page.Text(token.Data);
                    break;
                case HtmlTokenType.StartTag:
                    if (Silent.TryGetValue(token.Name, out var mode))
                    {
                        tokenizer.State = mode;
                    }

                    page.Start((HtmlTagToken)token);
                    break;
                case HtmlTokenType.EndTag:
                    page.End(token.Name);
                    break;
            }
        }

        return page.Finished();
    }

    private sealed class Page
    {
        private readonly StringBuilder _html = new();
        private readonly List<string> _open = [];
        private string? _silent;

        public void Text(string text)
        {
            if (_silent is null)
            {
                _html.Append(WebUtility.HtmlEncode(text));
            }
        }

        public void Start(HtmlTagToken tag)
        {
            if (_silent is null && Silent.ContainsKey(tag.Name))
            {
                _silent = tag.Name;
            }

            if (_silent is not null || !Elements.Contains(tag.Name) || (_open.Count >= MostOpen && !Void.Contains(tag.Name)))
            {
                return;
            }

            _html.Append('<').Append(tag.Name);
            foreach (var (name, value) in SafeAttributes.Of(tag))
            {
                _html.Append(' ').Append(name).Append("=\"").Append(WebUtility.HtmlEncode(value)).Append('"');
            }

            _html.Append('>');
            if (!Void.Contains(tag.Name))
            {
                _open.Add(tag.Name);
            }
        }

        public void End(string name)
        {
            if (_silent is not null)
            {
                _silent = string.Equals(_silent, name, StringComparison.Ordinal) ? null : _silent;
                return;
            }

            if (_open.LastIndexOf(name) is var at and >= 0)
            {
                CloseFrom(at);
            }
        }

        public string Finished()
        {
            CloseFrom(0);
            return _html.ToString();
        }

        private void CloseFrom(int at)
        {
            for (var i = _open.Count - 1; i >= at; i--)
            {
                _html.Append("</").Append(_open[i]).Append('>');
            }

            _open.RemoveRange(at, _open.Count - at);
        }
    }
}
