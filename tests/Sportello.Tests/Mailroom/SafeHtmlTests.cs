using Sportello.Mailroom.Reading;

namespace Sportello.Tests.Mailroom;

public sealed class SafeHtmlTests
{
    [Theory]
    [InlineData("<p>Good <b>day</b></p>", "<p>Good <b>day</b></p>")]
    [InlineData("<script>alert(1)</script>after", "after")]
    [InlineData("<style>p { color: red }</style>after", "after")]
    [InlineData("<p onclick=\"x()\" class=a style=\"color: red; background: url(http://x)\">t</p>", "<p style=\"color: red\">t</p>")]
    [InlineData("<a href=\"java\nscript:x()\">t</a>", "<a>t</a>")]
    [InlineData("<a href=\"https://a.example/?a=1&amp;b=2\">t</a>", "<a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">t</a>")]
    [InlineData("<img src=\"http://x.example/pixel.gif\" alt=x>", "<img data-remote=\"http://x.example/pixel.gif\" alt=\"x\">")]
    [InlineData("<img src=\"cid:logo%40x\">", "<img data-cid=\"logo@x\">")]
    [InlineData("<div><p>open", "<div><p>open</p></div>")]
    [InlineData("</div></td>closed", "closed")]
    [InlineData("<b><i>x</b>y</i>", "<b><i>x</i></b>y")]
    [InlineData("<svg><a xlink:href=\"javascript:x()\">t</a></svg>", "<a>t</a>")]
    [InlineData("<form action=x><input value=1>text</form>", "text")]
    [InlineData("<title>a</title><textarea><script>x</textarea>after", "after")]
    [InlineData("1 &lt; 2 &amp; &#x27;3&#x27;", "1 &lt; 2 &amp; &#39;3&#39;")]
    [InlineData("<!-- <p>no</p> --><p title='\"><script>x</script>'>t</p>", "<p title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">t</p>")]
    public void Only_what_is_on_the_list_comes_through(string html, string safe) => Assert.Equal(safe, SafeHtml.Of(html));

    [Fact]
    public void Depth_costs_no_more_than_length()
    {
        var safe = SafeHtml.Of(string.Concat(Enumerable.Repeat("<div>", 200_000)) + "text");
        Assert.EndsWith("</div>", safe);
        Assert.Contains("text", safe);
        Assert.True(safe.Length < 1000);
    }
}
