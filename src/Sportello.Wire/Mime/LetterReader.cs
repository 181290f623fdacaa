using System.Security.Cryptography;
using Sportello.Wire.Text;

namespace Sportello.Wire.Mime;

/// <summary>Makes a letter of a message's structure: chooses the body, reads it, weighs the attachments.</summary>
internal sealed class LetterReader(MimeMessage message, MimeLimits limits)
{
    private readonly Problems problems = new();
    private readonly List<LetterAttachment> attachments = [];

    public async Task<Letter> ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in message.Problems) problems.Add(problem);

        var choice = BodyChoice.Of(message);
        var body = await ReadBodyAsync(choice, cancellationToken).ConfigureAwait(false);
        foreach (var leaf in message.Leaves())
        {
            if (!choice.Includes(leaf)) await AttachAsync(leaf, cancellationToken).ConfigureAwait(false);
        }

        if (message.Remainder is { } remainder) await AttachAsync(remainder, cancellationToken).ConfigureAwait(false);
        foreach (var attachment in attachments) await WeighAsync(attachment, cancellationToken).ConfigureAwait(false);
        MarkInline(body.Html);

        var report = await DeliveryReportReader.ReadAsync(message, body.Text, cancellationToken).ConfigureAwait(false);
        var receipt = await ReadReceiptReader.ReadAsync(message, cancellationToken).ConfigureAwait(false);
        return new Letter(message, body, attachments, report, receipt, problems.Sentences);
    }

    private async Task<LetterBody> ReadBodyAsync(BodyChoice choice, CancellationToken cancellationToken)
    {
        var plain = choice.Plain is null ? null : await ReadTextAsync(choice.Plain, "rest-of-text.txt", cancellationToken).ConfigureAwait(false);
        var html = choice.Html is null ? null : await ReadTextAsync(choice.Html, "rest-of-text.html", cancellationToken).ConfigureAwait(false);
        if (plain is null && html is null) return await ReadHiddenBodyAsync(cancellationToken).ConfigureAwait(false);

        var text = plain is null || (html is not null && string.IsNullOrWhiteSpace(plain)) ? HtmlText.Convert(html!) : plain;
        return new LetterBody(text.Trim('\n'), html);
    }

    /// <summary>A letter without a text part may have its text in a winmail.dat, or before its first part.</summary>
    private async Task<LetterBody> ReadHiddenBodyAsync(CancellationToken cancellationToken)
    {
        foreach (var leaf in message.Leaves().Where(Winmail.Is))
        {
            if (await Winmail.ReadAsync(leaf, limits.TextBytes, cancellationToken).ConfigureAwait(false) is not { } content) continue;

            var html = content.Html is null ? null : PlainText.Normalize(content.Html, problems);
            var text = content.Text ?? (html is null ? Rtf.ToText(content.Rtf, limits.TextBytes) : HtmlText.Convert(html));
            if (!string.IsNullOrWhiteSpace(text)) return new LetterBody(PlainText.Normalize(text, problems).Trim('\n'), html);
        }

        if (message.Leaves().Any(IsSealed)) problems.Add("The text is in an encrypted or signed part that is not opened here; it is kept as it came.");
        return new LetterBody(await ReadPreambleAsync(cancellationToken).ConfigureAwait(false), null);
    }

    private static bool IsSealed(MimeEntity leaf) =>
        leaf.MediaType is "application/pkcs7-mime" or "application/x-pkcs7-mime" or "application/pgp-encrypted";

    private async Task<string> ReadTextAsync(MimeEntity leaf, string nameOfRest, CancellationToken cancellationToken)
    {
        var body = await BodyText.ReadAsync(leaf, limits.TextBytes, cancellationToken).ConfigureAwait(false);
        foreach (var file in body.Files)
        {
            var name = AttachmentNames.Clean(Charsets.DecodeHeader(System.Text.Encoding.Latin1.GetBytes(file.Name), leaf.Charset));
            attachments.Add(new LetterAttachment(leaf.Open, name.Length > 0 ? name : "file", MediaTypes.Unknown)
            {
                Range = (file.DataStart, file.End - file.DataStart),
                InnerEncoding = TransferEncodings.Uuencode,
            });
        }

        if (body.CutAt >= 0)
        {
            problems.Add($"The text is longer than {limits.TextBytes} bytes; the rest is kept as an attachment.");
            attachments.Add(new LetterAttachment(leaf.Open, nameOfRest, leaf.MediaType) { Range = (body.CutAt, long.MaxValue) });
        }

        return Decode(leaf, body.Bytes);
    }

    private string Decode(MimeEntity leaf, ReadOnlySpan<byte> bytes)
    {
        var isHtml = leaf.MediaType is MediaTypes.Html;
        var declared = leaf.Charset;
        var decoded = Charsets.Decode(bytes, declared, out var used, isHtml);
        if (declared is not null && !Charsets.IsKnown(declared)) problems.Add($"The text names a charset that nobody knows; it was read as {used}.");
        else if (Charsets.IsLie(declared, used, bytes)) problems.Add($"The text is not in the charset it names; it was read as {used}.");
        if (decoded.Contains('\uFFFD', StringComparison.Ordinal)) problems.Add("The text holds bytes that could not be read.");

        var text = PlainText.Normalize(decoded, problems);
        var isFlowed = !isHtml && string.Equals(leaf.GetParameter("format"), "flowed", StringComparison.OrdinalIgnoreCase);
        return isFlowed ? FlowedText.Join(text, string.Equals(leaf.GetParameter("delsp"), "yes", StringComparison.OrdinalIgnoreCase)) : text;
    }

    /// <summary>A letter without a text part may have its text where old mail programs looked for it.</summary>
    private async Task<string> ReadPreambleAsync(CancellationToken cancellationToken)
    {
        if (!message.Root.IsMultipart || message.Root.Preamble.End <= message.Root.Preamble.Start) return "";

        await using var preamble = message.Root.OpenRaw(message.Root.Preamble);
        var bytes = await NestedHeader.ReadBytesAsync(preamble, limits.TextBytes, cancellationToken).ConfigureAwait(false);
        var text = PlainText.Normalize(Charsets.Decode(bytes, declared: null, out _), problems).Trim();
        if (text.Length > 0) problems.Add("The letter has no text part; its text stood before the first part.");
        return text;
    }

    private async Task AttachAsync(MimeEntity leaf, CancellationToken cancellationToken)
    {
        string? subject = null;
        if (leaf.MediaType is MediaTypes.Message && leaf.FileName is null)
        {
            subject = (await NestedHeader.ReadAsync(leaf, cancellationToken).ConfigureAwait(false)).Get("Subject");
        }

        attachments.Add(new LetterAttachment(leaf.Open, AttachmentNames.Of(leaf, subject), leaf.MediaType) { ContentId = leaf.ContentId });
        if (Winmail.Is(leaf)) await AttachFilesOfAsync(leaf, cancellationToken).ConfigureAwait(false);
    }

    private async Task AttachFilesOfAsync(MimeEntity winmail, CancellationToken cancellationToken)
    {
        if (await Winmail.ReadAsync(winmail, limits.TextBytes, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            problems.Add("A winmail.dat could not be unpacked.");
            return;
        }

        foreach (var file in content.Files)
        {
            if (file.Range is { } range) attachments.Add(Winmail.ToAttachment(winmail, file, range));
        }
    }

    private static async Task WeighAsync(LetterAttachment attachment, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        attachment.Size = await attachment.PumpAsync(
            (piece, _) =>
            {
                hash.AppendData(piece.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        attachment.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void MarkInline(string? html)
    {
        if (html is null || attachments.Count == 0) return;

        var shown = CidReferences.In(html);
        foreach (var attachment in attachments)
        {
            if (attachment.ContentId is { } id) attachment.Inline = shown.Contains(id);
        }
    }
}
