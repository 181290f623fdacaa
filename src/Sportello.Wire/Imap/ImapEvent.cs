using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

internal enum ImapEventKind
{
    /// <summary>Data the server sends, asked or unasked: <c>* 12 EXISTS</c>, <c>* LIST …</c>.</summary>
    Data,

    /// <summary>An untagged status: <c>* OK [ALERT] …</c>.</summary>
    Status,

    /// <summary>The end of a command: <c>A7 OK …</c>.</summary>
    Tagged,

    /// <summary>The server wants more of the command: <c>+ …</c>.</summary>
    Continuation,
}

/// <summary>What a response is, from its first words.</summary>
/// <param name="Kind">Which of the four.</param>
/// <param name="Name">The name of data in capitals, or the tag.</param>
/// <param name="Number">The number before the name, 0 if there is none.</param>
/// <param name="Status">For a status or the end of a command.</param>
/// <param name="Code">Its code, if any.</param>
/// <param name="Text">The text of a status or continuation.</param>
/// <param name="Response">The response itself; valid until the next is read.</param>
/// <param name="Offset">Where data goes on after its name.</param>
internal readonly record struct ImapEvent(
    ImapEventKind Kind, string Name, uint Number, ImapStatus Status, ImapCode? Code, string Text, ImapResponse Response, int Offset)
{
    public static ImapEvent Read(ImapResponse response)
    {
        var scanner = new ImapScanner(response);
        if (response.Octets.StartsWith("+"u8))
            return new(ImapEventKind.Continuation, "", 0, ImapStatus.Ok, null, Encoding.UTF8.GetString(response.Octets[1..]).Trim(' '), response, 0);
        var first = scanner.WordText();
        var untagged = first is "*";
        scanner.SkipSpaces();
        var number = untagged && scanner.Current is >= (byte)'0' and <= (byte)'9' ? scanner.Number32() : 0;
        var word = scanner.Word();
        if (word.Length == 0 || first.Length == 0)
            throw scanner.Fail();
        if (ImapWords.Status(word) is { } status && number == 0)
        {
            var (code, text) = ImapCode.Split(scanner.Rest());
            return new(untagged ? ImapEventKind.Status : ImapEventKind.Tagged, first, 0, status, code, text, response, scanner.Position);
        }
        if (!untagged)
            throw scanner.Fail();
        return new(ImapEventKind.Data, Encoding.UTF8.GetString(word).ToUpperInvariant(), number, ImapStatus.Ok, null, "", response, scanner.Position);
    }

    public bool IsData(string name) => Kind == ImapEventKind.Data && string.Equals(Name, name, StringComparison.Ordinal);

    public ImapScanner Scan(int depthLimit) => new(Response, Offset, depthLimit);
}
