using System.Globalization;
using System.Text;
using Sportello.Wire.Mime.Writing;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Smtp;

public sealed partial class SmtpClient
{
    /// <summary>Sends a letter; it is written in the way this server can take. Attachments are read twice, to tell the size first.</summary>
    /// <returns>What became of it for each recipient.</returns>
    /// <exception cref="ConversationBrokenException">The line dropped before the letter's end was sent: nothing was taken.</exception>
    public async Task<SmtpResult> SendAsync(SmtpEnvelope envelope, OutgoingLetter letter, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var eightBit = Offers.Has("8BITMIME");
        var measure = await letter.WriteAsync(Stream.Null, eightBit, cancellation);
        var content = new SmtpLetter((stream, off) => letter.WriteAsync(stream, eightBit, off), measure.Octets, measure.EightBit, measure.SmtpUtf8);
        return await SendAsync(envelope, content, cancellation);
    }

    /// <summary>Sends a finished message.</summary>
    /// <inheritdoc cref="SendAsync(SmtpEnvelope, OutgoingLetter, CancellationToken)" path="/returns|/exception" />
    public async Task<SmtpResult> SendAsync(SmtpEnvelope envelope, SmtpLetter letter, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(letter);
        ThrowIfOver();
        if (Lacking(envelope, letter) is { } lacking)
            return All(envelope, lacking);
        if (_needsReset)
            Ensure("RSET", await AskAsync("RSET", cancellation));
        _needsReset = true;

        var replies = await AddressAsync(envelope, letter, cancellation);
        var answer = replies.Any(reply => reply.IsPositive) ? await HandOverAsync(letter, cancellation) : new Handover(null, IsKnown: true);
        return new SmtpResult([.. envelope.To.Select((address, i) => Outcome(address, replies[i], answer))], answer.Reply);
    }

    private static SmtpRecipientResult Outcome(string address, SmtpReply named, Handover answer)
    {
        var deciding = named.IsPositive ? answer.Reply : named;
        return new SmtpRecipientResult(address, deciding is null && !answer.IsKnown ? SmtpOutcome.Unknown : Outcome(deciding!), deciding);
    }

    private static SmtpOutcome Outcome(SmtpReply reply) =>
        reply.IsPermanent ? SmtpOutcome.Permanent : reply.IsPositive ? SmtpOutcome.Accepted : SmtpOutcome.Temporary;

    private static SmtpResult All(SmtpEnvelope envelope, SmtpReply reply) =>
        new([.. envelope.To.Select(address => new SmtpRecipientResult(address, Outcome(reply), reply))], Answer: null);

    private SmtpReply? Lacking(SmtpEnvelope envelope, SmtpLetter letter)
    {
        if ((letter.SmtpUtf8 || envelope.NeedsSmtpUtf8) && !Offers.Has("SMTPUTF8"))
            return Ours(553, 7, "The server does not take addresses beyond ASCII (SMTPUTF8).");
        return letter.EightBit && !Offers.Has("8BITMIME") ? Ours(554, 3, "The server does not take letters beyond ASCII (8BITMIME).") : null;
    }

    private static SmtpReply Ours(int code, int detail, string text) => new(code, new EnhancedStatus(5, 6, detail), text) { IsOurs = true };

    /// <summary>Names the sender and the recipients; the answer for each recipient.</summary>
    private async Task<SmtpReply[]> AddressAsync(SmtpEnvelope envelope, SmtpLetter letter, CancellationToken cancellation)
    {
        var replies = new SmtpReply?[envelope.To.Count];
        var sender = Sender(envelope, letter);
        SmtpReply? refusal = null;
        var atOnce = _limits.RecipientsAtOnce;
        if (!Offers.Has("PIPELINING"))
        {
            atOnce = 1;
            refusal = Refusal(await AskAsync(sender, cancellation));
        }

        for (var start = 0; start < replies.Length && refusal is null; start += atOnce)
        {
            var batch = Enumerable.Range(start, Math.Min(atOnce, replies.Length - start));
            refusal = await NameAsync(start == 0 && atOnce > 1 ? sender : null, envelope, batch, replies, cancellation);
        }

        // A server that leaves has forgotten those it accepted before; those it refused stay refused.
        return [.. replies.Select(reply => refusal is null || reply is { IsPositive: false } ? reply! : refusal)];
    }

    /// <summary>Names some recipients in one go; what ends it all: the refusal of the sender, or a goodbye.</summary>
    private async Task<SmtpReply?> NameAsync(
        string? sender, SmtpEnvelope envelope, IEnumerable<int> batch, SmtpReply?[] replies, CancellationToken cancellation)
    {
        await GuardAsync(async () =>
        {
            if (sender is not null)
                await _connection.WriteLineAsync(sender, cancellation);
            foreach (var i in batch)
                await _connection.WriteLineAsync(Recipient(envelope, envelope.To[i]), cancellation);
            await _connection.FlushAsync(cancellation);
        });
        var refusal = sender is null ? null : Refusal(await ReadAsync(cancellation));
        foreach (var i in batch)
        {
            if (refusal is { IsGoodbye: true })
                break;
            var reply = await ReadAsync(cancellation);

            // Where the sender was refused, the recipients are refused for lack of one.
            replies[i] = refusal is null ? reply : null;
            refusal = reply.IsGoodbye ? reply : refusal;
        }

        return refusal;
    }

    private static SmtpReply? Refusal(SmtpReply reply) => reply.IsPositive ? null : reply;

    private string Sender(SmtpEnvelope envelope, SmtpLetter letter)
    {
        var line = new StringBuilder($"MAIL FROM:<{envelope.From}>");
        if (letter.Octets is { } octets && Offers.Has("SIZE"))
            line.Append(CultureInfo.InvariantCulture, $" SIZE={octets}");
        if ((letter.EightBit || letter.SmtpUtf8) && Offers.Has("8BITMIME"))
            line.Append(" BODY=8BITMIME");
        if (letter.SmtpUtf8 || envelope.NeedsSmtpUtf8)
            line.Append(" SMTPUTF8");
        if (envelope.EnvelopeId is { } id && Offers.Has("DSN"))
            line.Append(" ENVID=").Append(Xtext(id));
        return line.ToString();
    }

    private string Recipient(SmtpEnvelope envelope, string address)
    {
        var notify = envelope.Notify is { } wanted && Offers.Has("DSN")
            ? $" NOTIFY={wanted.ToString().Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()}"
            : "";
        return $"RCPT TO:<{address}>{notify}";
    }

    // RFC 3461 section 4.
    private static string Xtext(string text)
    {
        var coded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet is > 32 and < 127 and not (byte)'+' and not (byte)'=')
                coded.Append((char)octet);
            else
                coded.Append(CultureInfo.InvariantCulture, $"+{octet:X2}");
        }

        return coded.ToString();
    }

    private readonly record struct Handover(SmtpReply? Reply, bool IsKnown);
}
