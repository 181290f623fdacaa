using System.Net;
using System.Text.RegularExpressions;

namespace Sportello.Mailroom.Reading;

/// <summary>Puts the images back into a letter's sanitized HTML: its own by their Content-ID, those from elsewhere only when somebody has asked for them.</summary>
internal static partial class LetterImages
{
    /// <param name="html">What <see cref="SafeHtml"/> has made; only there these attributes have this form.</param>
    /// <param name="own">The address of an image of the letter, by its Content-ID; none when there is no such image.</param>
    /// <param name="loadElsewhere">Whether images from elsewhere are loaded.</param>
    /// <returns>The HTML, and how many images from elsewhere are left out.</returns>
    public static (string Html, int LeftOut) Into(string html, Func<string, string?> own, bool loadElsewhere)
    {
        var leftOut = 0;
        var shown = Mark().Replace(html, match =>
        {
            var value = match.Groups["value"].Value;
            if (match.Groups["kind"].ValueSpan is "cid")
            {
                return own(WebUtility.HtmlDecode(value)) is { } address ? $" src=\"{WebUtility.HtmlEncode(address)}\"" : "";
            }

            leftOut += loadElsewhere ? 0 : 1;
            return loadElsewhere ? $" src=\"{value}\" referrerpolicy=\"no-referrer\"" : "";
        });
        return (shown, leftOut);
    }

    [GeneratedRegex(" data-(?<kind>cid|remote)=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Mark();
}
