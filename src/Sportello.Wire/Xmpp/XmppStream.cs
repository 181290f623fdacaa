using System.Xml;
using System.Xml.Linq;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Xmpp;

/// <summary>
/// One XML stream each way (RFC 6120 section 4) over a connection: restarts, stanzas in, lines of XML out.
/// No document type, no entities of one's own, bounded size and depth.
/// </summary>
internal sealed class XmppStream(WireConnection connection, string domain, XmppLimits limits) : IAsyncDisposable
{
    private static readonly XmlReaderSettings Settings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        ConformanceLevel = ConformanceLevel.Document,
    };

    private XmppInput? _input;
    private XmlReader? _reader;

    public WireConnection Connection => connection;

    /// <summary>Opens the stream, the first time or again, and reads the server's header (RFC 6120 section 4.7).</summary>
    public async Task OpenAsync(string? from, CancellationToken cancellation)
    {
        var sender = from is null ? "" : $" from='{XmppNames.Escape(from)}'";
        await WriteAsync(
            $"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'{sender} to='{XmppNames.Escape(domain)}' version='1.0'>",
            cancellation);
        _reader?.Dispose();
        _input = new XmppInput(connection, limits);
        await GuardAsync(async reader =>
        {
            while (await reader.ReadAsync() && reader.NodeType != XmlNodeType.Element)
            {
            }

            if (reader.NodeType != XmlNodeType.Element || reader.LocalName is not "stream" || !string.Equals(reader.NamespaceURI, XmppNames.Streams.NamespaceName, StringComparison.Ordinal) || reader.IsEmptyElement)
                throw new ConversationBrokenException($"{connection.Endpoint} does not speak XMPP.");
            connection.Log?.Server($"<stream:stream id='{reader.GetAttribute("id")}' from='{reader.GetAttribute("from")}'>");
            return null;
        }, cancellation);
    }

    /// <summary>Reads one stanza; null when the server closed the stream.</summary>
    /// <exception cref="ConversationBrokenException">The server ended it with an error, sent what is no XML, or dropped the line.</exception>
    public async Task<XElement?> ReadAsync(CancellationToken cancellation)
    {
        var stanza = await GuardAsync(ReadStanzaAsync, cancellation);
        if (stanza is null)
        {
            connection.Log?.Server("</stream:stream>");
            return null;
        }

        connection.Log?.Server(stanza.Name.Namespace == XmppNames.Sasl && stanza.Name.LocalName is not "failure"
            ? $"<{stanza.Name.LocalName}>***</{stanza.Name.LocalName}>"
            : stanza.ToString(SaveOptions.DisableFormatting).ReplaceLineEndings(" "));
        return stanza.Name == XmppNames.Streams + "error"
            ? throw new ConversationBrokenException($"{connection.Endpoint} ended the stream: {XmppNames.Error(stanza, XmppNames.StreamErrors)}.")
            : stanza;
    }

    public ValueTask WriteAsync(string xml, CancellationToken cancellation, string? logAs = null) => WriteAsync([xml], cancellation, logAs);

    /// <summary>Sends some lines of XML together; the line ends between them mean nothing (RFC 6120 section 11.7).</summary>
    public async ValueTask WriteAsync(IEnumerable<string> lines, CancellationToken cancellation, string? logAs = null)
    {
        foreach (var line in lines)
            await connection.WriteLineAsync(line, cancellation, logAs);
        await connection.FlushAsync(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        return connection.DisposeAsync();
    }

    private async Task<XElement?> ReadStanzaAsync(XmlReader reader)
    {
        while (await reader.ReadAsync())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var stanza = await ReadElementAsync(reader);
                    _input!.Refill();
                    return stanza;
                case XmlNodeType.EndElement:
                    return null;
                case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    // Servers send a space now and then to keep the line open (RFC 6120 section 4.6.1).
                    _input!.Refill();
                    break;
                default:
                    throw new ConversationBrokenException($"{connection.Endpoint} sent something between stanzas that does not belong there.");
            }
        }

        throw new ConversationBrokenException($"{connection.Endpoint} closed the connection.");
    }

    private async Task<XElement> ReadElementAsync(XmlReader reader)
    {
        var root = Begin(reader);
        var current = reader.IsEmptyElement ? null : root;
        for (var depth = 1; current is not null;)
        {
            if (!await reader.ReadAsync())
                throw new ConversationBrokenException($"{connection.Endpoint} closed the connection in the middle of a stanza.");
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var isEmpty = reader.IsEmptyElement;
                    var inner = Begin(reader);
                    current.Add(inner);
                    if (!isEmpty && ++depth > limits.Depth)
                        throw new ConversationBrokenException($"{connection.Endpoint} sent a stanza more than {limits.Depth} elements deep.");
                    current = isEmpty ? current : inner;
                    break;
                case XmlNodeType.EndElement:
                    depth--;
                    current = current.Parent;
                    break;
                default:
                    current.Add(await reader.GetValueAsync());
                    break;
            }
        }

        return root;
    }

    private static XElement Begin(XmlReader reader)
    {
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI.Length == 0)
                element.SetAttributeValue(reader.LocalName, reader.Value);
        }

        reader.MoveToElement();
        return element;
    }

    private async Task<XElement?> GuardAsync(Func<XmlReader, Task<XElement?>> read, CancellationToken cancellation)
    {
        var input = _input ?? throw new InvalidOperationException("The stream has not been opened.");
        input.Cancellation = cancellation;
        try
        {
            _reader = input.Reader ??= XmlReader.Create(input, Settings);
            return await read(_reader);
        }
        catch (Exception problem) when (input.Problem is not null && problem != input.Problem)
        {
            throw input.Problem;
        }
        catch (XmlException problem)
        {
            if (input.IsOver)
                throw new ConversationBrokenException($"{connection.Endpoint} closed the connection.", problem);
            throw new ConversationBrokenException($"{connection.Endpoint} sent what is no XML: {problem.Message}", problem);
        }
    }
}
