using System.Globalization;
using System.Security.Cryptography;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// A letter to be sent (RFC 5322, 2045–2047, 2231, 6532). It can be written any number of times and gives the same bytes
/// each time; attachments are streamed, so memory does not grow with them. Line ends are CRLF, lines are folded at 78 columns,
/// and nothing given as a value can become a header or the end of the message.
/// </summary>
public sealed class OutgoingLetter
{
    private readonly string _boundary = $"=_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
    private readonly List<(string Name, string Value)> _headers = [];

    /// <summary>Who the letter is from.</summary>
    public required Mailbox From { get; init; }

    /// <summary>When it was written; the offset is kept.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Its Message-ID, with or without angle brackets.</summary>
    /// <exception cref="FormatException">It is not visible ASCII of at most 900 characters.</exception>
    public required string MessageId
    {
        get;
        init => field = MessageIdWriter.TryFormat(value) ?? throw new FormatException("A Message-ID is visible ASCII without angle brackets.");
    }

    /// <summary>Who sends it for <see cref="From"/>, when that is somebody else.</summary>
    public Mailbox? Sender { get; init; }

    /// <summary>Where answers go, when not to <see cref="From"/>.</summary>
    public IReadOnlyList<Mailbox> ReplyTo { get; init; } = [];

    /// <summary>The addressees shown. Hidden ones belong to the envelope only.</summary>
    public IReadOnlyList<Mailbox> To { get; init; } = [];

    /// <summary>Those who get a copy.</summary>
    public IReadOnlyList<Mailbox> Cc { get; init; } = [];

    /// <summary>The subject. Line ends and other control characters in it become spaces; spaces at its ends go.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The Message-ID answered. One that cannot be written unchanged is left out.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The Message-IDs of the thread, oldest first. Those that cannot be written unchanged are left out.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The keyword of Auto-Submitted (RFC 3834), such as <c>auto-generated</c>; null for a person's letter.</summary>
    public string? AutoSubmitted
    {
        get;
        init => field = value is null || AddableHeader.IsName(value)
            ? value
            : throw new FormatException("Auto-Submitted takes one keyword, such as auto-generated.");
    }

    /// <summary>The plain text. Line ends may be of any kind.</summary>
    public string? Text { get; init; }

    /// <summary>The same as HTML.</summary>
    public string? Html { get; init; }

    /// <summary>
    /// What is sent along. A file with a Content-ID stands with the HTML; without HTML, and without a Content-ID, it is an attachment.
    /// </summary>
    public IReadOnlyList<OutgoingFile> Files { get; init; } = [];

    /// <summary>
    /// Whether an attached letter with octets above 127 may be written as 8bit, for a server that offers 8BITMIME (RFC 6152).
    /// Where not, such a letter is attached as a file.
    /// </summary>
    public bool AllowEightBit { get; init; } = true;

    /// <summary>True when an address in the headers needs SMTPUTF8 (RFC 6531) on the way.</summary>
    public bool NeedsSmtpUtf8 =>
        new[] { From }.Concat(Sender is null ? [] : [Sender]).Concat(ReplyTo).Concat(To).Concat(Cc).Any(mailbox => mailbox.NeedsSmtpUtf8);

    /// <summary>
    /// Adds a header of another name, written after ours. ASCII is folded at its spaces and otherwise left alone;
    /// anything else becomes encoded words.
    /// </summary>
    /// <exception cref="FormatException">
    /// The name is no header name or one this letter writes itself; the value holds a control character or a word of over 900 octets.
    /// </exception>
    public OutgoingLetter Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        AddableHeader.Check(name, value);
        _headers.Add((name, value));
        return this;
    }

    /// <summary>Writes the letter and says what it needs of the server. The stream is neither closed nor flushed.</summary>
    /// <exception cref="IOException">An attachment cannot be read, or the stream cannot be written.</exception>
    public Task<LetterMeasure> WriteAsync(Stream stream, CancellationToken cancellation = default) => WriteAsync(stream, AllowEightBit, cancellation);

    /// <summary>What <see cref="WriteAsync(Stream, CancellationToken)"/> would write, counted only; attachments are read.</summary>
    public Task<LetterMeasure> MeasureAsync(CancellationToken cancellation = default) => WriteAsync(Stream.Null, cancellation);

    internal async Task<LetterMeasure> WriteAsync(Stream stream, bool allowEightBit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var counted = new CountingStream(stream);
        var body = await Composition.OfAsync(this, _boundary, allowEightBit && AllowEightBit, cancellation);
        var headers = new HeaderWriter();
        WriteHeaders(headers);
        body.WriteHeaders(headers);
        headers.Blank();
        await counted.WriteAsync(headers.ToBytes(), cancellation);
        await body.WriteAsync(counted, cancellation);
        if (!body.EndsItsLastLine)
        {
            await counted.WriteAsync("\r\n"u8.ToArray(), cancellation);
        }

        return new LetterMeasure(counted.Count, body.EightBit, NeedsSmtpUtf8);
    }

    private void WriteHeaders(HeaderWriter headers)
    {
        headers.Structured("Date", Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + Offset());
        headers.Mailboxes("From", [From]);
        headers.Mailboxes("Sender", Sender is null ? [] : [Sender]);
        headers.Mailboxes("Reply-To", ReplyTo);
        headers.Mailboxes("To", To);
        headers.Mailboxes("Cc", Cc);
        headers.Structured("Message-ID", MessageId);
        headers.MessageIdList("In-Reply-To", InReplyTo is null ? [] : [InReplyTo]);
        headers.MessageIdList("References", References);
        headers.Unstructured("Subject", DisplayText.Clean(Subject));
        if (AutoSubmitted is not null)
        {
            headers.Structured("Auto-Submitted", AutoSubmitted);
        }

        foreach (var (name, value) in _headers)
        {
            AddableHeader.Write(headers, name, value);
        }

        headers.Structured("MIME-Version", "1.0");
    }

    private string Offset() => (Date.Offset < TimeSpan.Zero ? "-" : "+") + Date.Offset.ToString("hhmm", CultureInfo.InvariantCulture);
}
