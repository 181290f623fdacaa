namespace Sportello.Wire.Mime;

/// <summary>The parts an HTML text shows (RFC 2392).</summary>
internal static class CidReferences
{
    private const int MaxCount = 2000;

    public static HashSet<string> In(string html)
    {
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var rest = html.AsSpan();
        while (ids.Count < MaxCount && rest.IndexOf("cid:", StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            rest = rest[(at + 4)..];
            var length = rest[..Math.Min(rest.Length, 500)].IndexOfAny("\"'<> \t\r\n)");
            if (length <= 0) continue;

            var id = rest[..length].ToString();
            ids.Add(System.Net.WebUtility.HtmlDecode(id));
            ids.Add(Uri.UnescapeDataString(id));
        }

        return ids;
    }
}
