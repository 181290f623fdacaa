namespace Sportello.Wire.Mime;

/// <summary>Reads read receipts out of a message.</summary>
internal static class ReadReceiptReader
{
    private const int MostGuesses = 5;

    public static async Task<ReadReceipt?> ReadAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        if (await FindAsync(message, cancellationToken).ConfigureAwait(false) is not { } groups) return null;

        // All fields belong to one group; an empty line between them is a mistake.
        string? Field(string name) => groups.Select(fields => fields.Get(name)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

        var original = Field("Original-Recipient");
        return new ReadReceipt(
            ReportFields.Address(Field("Final-Recipient") ?? original ?? ""),
            original is null ? null : ReportFields.Address(original),
            MessageIds.Parse(Field("Original-Message-ID")).FirstOrDefault() ?? await ReadReturnedIdAsync(message, cancellationToken).ConfigureAwait(false),
            DispositionField.Parse(Field("Disposition")));
    }

    private static async Task<List<HeaderList>?> FindAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        foreach (var leaf in message.Leaves())
        {
            if (leaf.MediaType is "message/disposition-notification" or "message/global-disposition-notification")
            {
                return await ReadGroupsAsync(leaf, cancellationToken).ConfigureAwait(false);
            }
        }

        return await FindMislabelledAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The message says it is a receipt, and none of its parts does; the one with the field that every receipt must have is it.</summary>
    private static async Task<List<HeaderList>?> FindMislabelledAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var reportType = HeaderParameters.Find(message.Headers, "Content-Type")?.Get("report-type");
        if (!string.Equals(reportType?.Trim(), "disposition-notification", StringComparison.OrdinalIgnoreCase)) return null;

        foreach (var leaf in message.Leaves().Where(leaf => !ReportFields.IsReturned(leaf)).Take(MostGuesses))
        {
            var groups = await ReadGroupsAsync(leaf, cancellationToken).ConfigureAwait(false);
            if (groups.Exists(fields => fields.Find("Disposition") is not null)) return groups;
        }

        return null;
    }

    private static async Task<List<HeaderList>> ReadGroupsAsync(MimeEntity leaf, CancellationToken cancellationToken) =>
        [.. ReportFields.Groups(await NestedHeader.ReadBytesAsync(leaf, ReportFields.MaxBytes, cancellationToken).ConfigureAwait(false)).Where(fields => fields.Count > 0)];

    private static async Task<string?> ReadReturnedIdAsync(MimeMessage message, CancellationToken cancellationToken) =>
        message.Leaves().FirstOrDefault(ReportFields.IsReturned) is { } returned
            ? await ReportFields.ReadIdAsync(returned, cancellationToken).ConfigureAwait(false)
            : null;
}
