namespace Sportello.Wire.Mime;

/// <summary>The container in which Outlook sends what it takes for rich text.</summary>
internal static class Winmail
{
    public static bool Is(MimeEntity leaf) =>
        leaf.MediaType is "application/ms-tnef" or "application/vnd.ms-tnef"
        || (leaf.MediaType is MediaTypes.Unknown && string.Equals(leaf.FileName, "winmail.dat", StringComparison.OrdinalIgnoreCase));

    public static async Task<TnefContent?> ReadAsync(MimeEntity leaf, int textBytes, CancellationToken cancellationToken)
    {
        await using var content = leaf.Open();
        return await new TnefReader(new ForwardReader(content), textBytes).ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public static LetterAttachment ToAttachment(MimeEntity winmail, TnefFile file, (long Skip, long Length) range)
    {
        var name = AttachmentNames.Clean(file.LongName ?? file.ShortName ?? "");
        return new LetterAttachment(winmail.Open, name.Length > 0 ? name : "file", MediaTypes.Normalize(file.MediaType, MediaTypes.Unknown))
        {
            Range = range,
            ContentId = file.ContentId?.Trim('<', '>', ' '),
        };
    }
}
