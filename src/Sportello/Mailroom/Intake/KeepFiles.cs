using Sportello.Files;
using Sportello.Mailroom.Spool;
using Sportello.Tickets;
using Sportello.Wire.Mime;

namespace Sportello.Mailroom.Intake;

/// <summary>A letter's attachments and inline images, byte for byte into the file store. Before the transaction: a file too many harms nobody.</summary>
internal static class KeepFiles
{
    private const int LongestName = 200;

    public static async Task<List<StoredFile>> Of(Letter letter, FileStore store, CancellationToken stop)
    {
        var files = new List<StoredFile>();
        foreach (var attachment in letter.Attachments)
        {
            if (!store.Has(attachment.Sha256))
            {
                await using var bytes = Temporary.For(attachment.Size);
                await attachment.CopyToAsync(bytes, stop);
                bytes.Position = 0;
                await store.Keep(bytes, stop);
            }

            files.Add(new StoredFile(
                Storable.Cut(Storable.Text(attachment.Name), LongestName),
                Storable.Cut(Storable.Text(attachment.MediaType), LongestName),
                attachment.Size,
                attachment.Sha256,
                attachment.Inline,
                attachment.ContentId is { } id ? Storable.Text(id) : null));
        }

        return files;
    }
}

/// <summary>A place for bytes on their way: in memory while they are few, else in a file that goes by itself.</summary>
internal static class Temporary
{
    private const long Few = 1024 * 1024;

    public static Stream For(long size) => size <= Few ? new MemoryStream((int)Math.Max(0, size)) : File();

    public static async Task<Stream> Copy(Stream source, CancellationToken stop)
    {
        var copy = For(source.Length);
        await source.CopyToAsync(copy, stop);
        copy.Position = 0;
        return copy;
    }

    private static FileStream File() => new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
    });
}
