using System.Text;
using System.Xml.Linq;

namespace Sportello.Wire.Xmpp;

/// <summary>Namespaces, and text made fit for a stanza.</summary>
internal static class XmppNames
{
    public static readonly XNamespace Client = "jabber:client";
    public static readonly XNamespace Streams = "http://etherx.jabber.org/streams";
    public static readonly XNamespace Tls = "urn:ietf:params:xml:ns:xmpp-tls";
    public static readonly XNamespace Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
    public static readonly XNamespace Bind = "urn:ietf:params:xml:ns:xmpp-bind";
    public static readonly XNamespace Session = "urn:ietf:params:xml:ns:xmpp-session";
    public static readonly XNamespace Stanzas = "urn:ietf:params:xml:ns:xmpp-stanzas";
    public static readonly XNamespace StreamErrors = "urn:ietf:params:xml:ns:xmpp-streams";
    public static readonly XNamespace Management = "urn:xmpp:sm:3";
    public static readonly XNamespace Ping = "urn:xmpp:ping";

    /// <summary>Text for an element or attribute, on one line; what XML 1.0 cannot hold becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '\'' => "&apos;",
                '"' => "&quot;",
                '\n' => "&#10;",
                '\t' => "&#9;",
                < 0x20 or 0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return escaped.ToString();
    }

    /// <summary>The reason in a stanza, a failure or a stream error: an element that names it, and perhaps words.</summary>
    public static XmppError Error(XElement? holder, XNamespace space)
    {
        var condition = holder?.Elements().FirstOrDefault(element => element.Name.Namespace == space && element.Name.LocalName is not "text");
        var text = holder?.Element(space + "text")?.Value.Trim();
        return new XmppError(condition?.Name.LocalName ?? "undefined-condition", (string?)holder?.Attribute("type") ?? "cancel", string.IsNullOrEmpty(text) ? null : text);
    }
}
