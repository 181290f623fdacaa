namespace Sportello.Wire.Mime;

/// <summary>Reads delivery reports out of a message.</summary>
internal static class DeliveryReportReader
{
    private const int MaxRecipients = 200;

    public static async Task<DeliveryReport?> ReadAsync(MimeMessage message, string text, CancellationToken cancellationToken)
    {
        MimeEntity? status = null;
        string? originalId = null;
        foreach (var leaf in message.Leaves())
        {
            if (leaf.MediaType is "message/delivery-status" or "message/global-delivery-status") status ??= leaf;
            else if (originalId is null && ReportFields.IsReturned(leaf)) originalId = await ReportFields.ReadIdAsync(leaf, cancellationToken).ConfigureAwait(false);
        }

        if (status is null) return OldBounce.Read(message.Headers, text, originalId);

        var content = await NestedHeader.ReadBytesAsync(status, ReportFields.MaxBytes, cancellationToken).ConfigureAwait(false);
        return Read(content, originalId);
    }

    /// <summary>Groups of fields between empty lines: the first is about the message, each further one about an addressee.</summary>
    private static DeliveryReport Read(byte[] content, string? originalId)
    {
        string? reporter = null;
        string? envelope = null;
        var recipients = new List<DeliveryStatus>();
        foreach (var fields in ReportFields.Groups(content))
        {
            reporter ??= fields.Get("Reporting-MTA");
            envelope ??= fields.Get("Original-Envelope-Id");
            if (Recipient(fields) is { } recipient) recipients.Add(recipient);
            if (recipients.Count == MaxRecipients) break;
        }

        return new DeliveryReport(reporter is null ? null : ReportFields.WithoutType(reporter), recipients, originalId, envelope is null ? null : ReportFields.FromXtext(envelope.Trim()));
    }

    private static DeliveryStatus? Recipient(HeaderList fields)
    {
        var final = fields.Get("Final-Recipient");
        var original = fields.Get("Original-Recipient");
        var action = fields.Get("Action");
        var status = fields.Get("Status");
        if (final is null && original is null && action is null && status is null) return null;

        return new DeliveryStatus(
            ReportFields.Address(final ?? original ?? ""),
            original is null ? null : ReportFields.Address(original),
            FirstWord(action).ToLowerInvariant(),
            FirstWord(status),
            ReportFields.WithoutType(fields.Get("Diagnostic-Code") ?? ""));
    }

    private static string FirstWord(string? value)
    {
        var trimmed = (value ?? "").AsSpan().Trim();
        var end = trimmed.IndexOfAny(" (;");
        return (end < 0 ? trimmed : trimmed[..end]).ToString();
    }
}
