using System.Text;

namespace Sportello.Wire.Imap;

/// <summary>What the server says it can do (RFC 9051 section 7.2.2). Changes with STARTTLS and with signing in.</summary>
public sealed class ImapCapabilities
{
    // RFC 7888 section 5: with LITERAL- only short literals may go without waiting. Beyond it, waiting lets the server refuse before megabytes were sent.
    private const int ShortLiteral = 4096;
    private const int NotWorthWaiting = 64 * 1024;

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    internal ImapCapabilities()
    {
    }

    /// <summary>The names as announced.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Whether the server announced this name, such as <c>UIDPLUS</c>.</summary>
    public bool Has(string name) => _names.Contains(name) || (HasRev2 && InRev2(name));

    /// <summary>SASL mechanisms offered.</summary>
    public IEnumerable<string> Mechanisms => _names.Where(name => name.StartsWith("AUTH=", StringComparison.OrdinalIgnoreCase)).Select(name => name[5..]);

    internal bool AreKnown => _names.Count > 0;

    /// <summary>Whether folder names travel in UTF-8: only on a server that knows nothing but IMAP4rev2.</summary>
    internal bool HasPlainNames => HasRev2 && !_names.Contains("IMAP4rev1");

    private bool HasRev2 => _names.Contains("IMAP4rev2");

    internal void Forget() => _names.Clear();

    internal void Hear(ImapEvent item)
    {
        if (item.Code is { Name: "CAPABILITY" } code)
            Set(code.Argument);
        else if (item.IsData("CAPABILITY"))
            Set(item.Scan(1).Rest());
    }

    internal bool AllowsLiteralWithoutWaiting(long length) => _names.Contains("LITERAL+")
        ? length <= NotWorthWaiting
        : length <= ShortLiteral && (_names.Contains("LITERAL-") || HasRev2);

    private void Set(string names)
    {
        _names.Clear();
        _names.UnionWith(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    // RFC 9051 appendix E: what became part of the protocol itself.
    private static bool InRev2(string name) => name.ToUpperInvariant() is
        "NAMESPACE" or "UNSELECT" or "UIDPLUS" or "ESEARCH" or "SEARCHRES" or "ENABLE" or "IDLE" or "SASL-IR" or "LIST-EXTENDED"
        or "LIST-STATUS" or "MOVE" or "LITERAL-" or "SPECIAL-USE";
}
