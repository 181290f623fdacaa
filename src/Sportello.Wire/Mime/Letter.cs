namespace Sportello.Wire.Mime;

/// <summary>A message as a person sees it: who wrote to whom, when, the text, and the files with it.</summary>
public sealed class Letter
{
    internal Letter(
        MimeMessage message, LetterBody body, IReadOnlyList<LetterAttachment> attachments, DeliveryReport? report, ReadReceipt? receipt, IReadOnlyList<string> problems)
    {
        Headers = message.Headers;
        Text = body.Text;
        Html = body.Html;
        Attachments = attachments;
        DeliveryReport = report;
        ReadReceipt = receipt;
        Problems = problems;
        MessageId = MessageIds.Parse(Headers.Get("Message-ID")).FirstOrDefault() ?? NonEmpty(Headers.Get("Message-ID")?.Trim('<', '>', ' '));
        Date = Headers.Get("Date") is { } date ? MailDate.Parse(date) : null;
        From = Addresses("From").FirstOrDefault(address => address.Address.Length > 0) ?? Addresses("From").FirstOrDefault();
        ReplyTo = Addresses("Reply-To");
        To = Addresses("To");
        Cc = Addresses("Cc");
        Subject = Headers.Get("Subject")?.Trim() ?? "";
        InReplyTo = MessageIds.Parse(Headers.Get("In-Reply-To"));
        References = MessageIds.Parse(Headers.Get("References"));
    }

    /// <summary>The message's id without its brackets, or null (RFC 5322 section 3.6.4).</summary>
    public string? MessageId { get; }

    /// <summary>When the sender says it was written, with the sender's offset; null if nobody can tell.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The first author, or null.</summary>
    public MailAddress? From { get; }

    /// <summary>Where answers are wanted.</summary>
    public IReadOnlyList<MailAddress> ReplyTo { get; }

    /// <summary>The addressees.</summary>
    public IReadOnlyList<MailAddress> To { get; }

    /// <summary>Those who got a copy.</summary>
    public IReadOnlyList<MailAddress> Cc { get; }

    /// <summary>The subject, decoded and unfolded; empty if there is none.</summary>
    public string Subject { get; }

    /// <summary>The ids of the messages this one answers, without brackets.</summary>
    public IReadOnlyList<string> InReplyTo { get; }

    /// <summary>The ids of the thread, oldest first, without brackets.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The text: the plain one if there is one, else the HTML turned into text. Lines end with \n; flowed lines are joined (RFC 3676).</summary>
    public string Text { get; }

    /// <summary>The HTML of the body as it came, not sanitized; null if there is none.</summary>
    public string? Html { get; }

    /// <summary>Every leaf that is not the body, whatever its disposition, in order.</summary>
    public IReadOnlyList<LetterAttachment> Attachments { get; }

    /// <summary>What a mail server says about a message that was not delivered (RFC 3464); null if this is no such report.</summary>
    public DeliveryReport? DeliveryReport { get; }

    /// <summary>What an addressee's mail program says about a message that arrived (RFC 8098); null if this is no such receipt.</summary>
    public ReadReceipt? ReadReceipt { get; }

    /// <summary>The header of the message.</summary>
    public HeaderList Headers { get; }

    /// <summary>Sentences saying what had to be mended to read the letter.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>
    /// Reads a letter. Any bytes are a letter: only the stream's own errors and a cancelled token are thrown.
    /// Memory is bounded by the limits, not by the message.
    /// </summary>
    /// <param name="source">A stream that can seek; it must stay open as long as attachments are read.</param>
    /// <param name="limits">How much is looked at; <see cref="MimeLimits.Default"/> if null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<Letter> ReadAsync(Stream source, MimeLimits? limits = null, CancellationToken cancellationToken = default)
    {
        limits ??= MimeLimits.Default;
        var message = await MimeMessage.ReadAsync(source, limits, cancellationToken).ConfigureAwait(false);
        return await new LetterReader(message, limits).ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private IReadOnlyList<MailAddress> Addresses(string name)
    {
        List<MailAddress>? all = null;
        foreach (var field in Headers)
        {
            if (field.Is(name)) (all ??= []).AddRange(AddressParser.Parse(Headers.GetUnfolded(field)));
        }

        return all ?? (IReadOnlyList<MailAddress>)[];
    }

    private static string? NonEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
