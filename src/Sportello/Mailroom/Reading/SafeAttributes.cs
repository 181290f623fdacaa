using System.Collections.Frozen;
using AngleSharp.Html.Parser.Tokens;

namespace Sportello.Mailroom.Reading;

/// <summary>The attributes that a letter's HTML may keep, their values checked.</summary>
internal static class SafeAttributes
{
    private static readonly FrozenSet<string> Plain = new[]
    {
        "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "dir", "face", "height", "lang", "rowspan",
        "size", "start", "title", "type", "valign", "width",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Styles = new[]
    {
        "color", "background-color", "font-family", "font-size", "font-style", "font-weight", "line-height", "text-align", "text-decoration",
        "text-indent", "vertical-align", "white-space", "border", "border-left", "border-right", "border-top", "border-bottom", "border-collapse",
        "padding", "padding-left", "padding-right", "padding-top", "padding-bottom", "width", "height",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<(string Name, string Value)> Of(HtmlTagToken tag)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in tag.Attributes)
        {
            var name = attribute.Name;
            if (!seen.Add(name))
            {
                continue;
            }

            if (Plain.Contains(name))
            {
                yield return (name, attribute.Value);
            }
            else if (string.Equals(name, "style", StringComparison.Ordinal) && Style(attribute.Value) is { Length: > 0 } style)
            {
                yield return (name, style);
            }
            else if (string.Equals(name, "href", StringComparison.Ordinal) && tag.Name is "a" && Link(attribute.Value) is { } link)
            {
                yield return (name, link);
                yield return ("rel", "noopener noreferrer nofollow");
                yield return ("target", "_blank");
            }
            else if (string.Equals(name, "src", StringComparison.Ordinal) && tag.Name is "img" && Image(attribute.Value) is { } image)
            {
                yield return image;
            }
        }
    }

    private static string? Link(string value)
    {
        var link = Squeezed(value);
        return HasScheme(link, "http:") || HasScheme(link, "https:") || HasScheme(link, "mailto:") || HasScheme(link, "tel:") ? link : null;
    }

    private static (string Name, string Value)? Image(string value)
    {
        var address = Squeezed(value);
        if (HasScheme(address, "cid:"))
        {
            return ("data-cid", Uri.UnescapeDataString(address[4..]));
        }

        if (HasScheme(address, "http:") || HasScheme(address, "https:"))
        {
            return ("data-remote", address);
        }

        var isPicture = new[] { "data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;" }.Any(kind => HasScheme(address, kind));
        return isPicture ? ("src", address) : null;
    }

    private static string Style(string value) => string.Join("; ", value.Split(';').Select(Declaration).OfType<string>());

    /// <summary>One property and a value without functions, escapes or comments: nothing that could load or reach anything.</summary>
    private static string? Declaration(string text)
    {
        if (text.Split(':', 2) is not [var property, var value])
        {
            return null;
        }

        property = property.Trim().ToLowerInvariant();
        value = value.Trim();
        return Styles.Contains(property) && value.Length is > 0 and < 200 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '#' or '.' or ',' or '%' or '-' or '"' or '\'' or '!')
            ? $"{property}: {value}"
            : null;
    }

    /// <summary>Without the white space and control characters that browsers overlook within an address.</summary>
    private static string Squeezed(string value) => string.Concat(value.Where(c => !char.IsControl(c))).Trim();

    private static bool HasScheme(string value, string scheme) => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase);
}
