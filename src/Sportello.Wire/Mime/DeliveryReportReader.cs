using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Reads delivery reports out of a message.</summary>
internal static class DeliveryReportReader
{
    private const int MaxStatusBytes = 256 * 1024;
    private const int MaxRecipients = 200;

    public static async Task<DeliveryReport?> ReadAsync(MimeMessage message, string text, CancellationToken cancellationToken)
    {
        MimeEntity? status = null;
        string? originalId = null;
        foreach (var leaf in message.Leaves())
        {
            if (leaf.MediaType is "message/delivery-status" or "message/global-delivery-status") status ??= leaf;
            else if (originalId is null && IsReturned(leaf)) originalId = await ReadIdAsync(leaf, cancellationToken).ConfigureAwait(false);
        }

        if (status is null) return OldBounce.Read(message.Headers, text, originalId);

        var content = await NestedHeader.ReadBytesAsync(status, MaxStatusBytes, cancellationToken).ConfigureAwait(false);
        return Read(content, originalId);
    }

    private static bool IsReturned(MimeEntity leaf) =>
        leaf.MediaType is MediaTypes.Message or "text/rfc822-headers" or "message/rfc822-headers" or "message/global-headers";

    private static async Task<string?> ReadIdAsync(MimeEntity leaf, CancellationToken cancellationToken)
    {
        var headers = await NestedHeader.ReadAsync(leaf, cancellationToken).ConfigureAwait(false);
        return MessageIds.Parse(headers.Get("Message-ID")).FirstOrDefault();
    }

    /// <summary>Groups of fields between empty lines: the first is about the message, each further one about an addressee.</summary>
    private static DeliveryReport Read(byte[] content, string? originalId)
    {
        string? reporter = null;
        var recipients = new List<DeliveryStatus>();
        var rest = content.AsSpan();
        while (!rest.IsEmpty && recipients.Count < MaxRecipients)
        {
            var group = HeaderBlock.Read(rest, final: true, isRoot: false, new BoundaryStack())!;
            var fields = NestedHeader.ToList(rest, group);
            reporter ??= fields.Get("Reporting-MTA");
            if (Recipient(fields) is { } recipient) recipients.Add(recipient);

            // A line that is no field would otherwise be met again for ever.
            rest = rest[Math.Max(group.BodyStart, group.Fields.Count == 0 ? SkipLine(rest) : 1)..];
        }

        return new DeliveryReport(reporter is null ? null : WithoutType(reporter), recipients, originalId);
    }

    private static int SkipLine(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        return end < 0 ? rest.Length : end + 1;
    }

    private static DeliveryStatus? Recipient(HeaderList fields)
    {
        var final = fields.Get("Final-Recipient");
        var original = fields.Get("Original-Recipient");
        var action = fields.Get("Action");
        var status = fields.Get("Status");
        if (final is null && original is null && action is null && status is null) return null;

        return new DeliveryStatus(
            Address(final ?? original ?? ""),
            original is null ? null : Address(original),
            FirstWord(action).ToLowerInvariant(),
            FirstWord(status),
            WithoutType(fields.Get("Diagnostic-Code") ?? ""));
    }

    private static string Address(string typed) => WithoutType(typed).Trim('<', '>', ' ');

    private static string WithoutType(string typed)
    {
        var semicolon = typed.IndexOf(';', StringComparison.Ordinal);
        return (semicolon < 0 ? typed : typed[(semicolon + 1)..]).Trim();
    }

    private static string FirstWord(string? value)
    {
        var trimmed = (value ?? "").AsSpan().Trim();
        var end = trimmed.IndexOfAny(" (;");
        return (end < 0 ? trimmed : trimmed[..end]).ToString();
    }
}
