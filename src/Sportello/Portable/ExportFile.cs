using System.IO.Compression;
using Sportello.Portable.Writing;

namespace Sportello.Portable;

/// <param name="MissingFiles">SHA-256 of attachments whose bytes are gone from the store; the file names them all the same.</param>
public sealed record ExportReport(IReadOnlyList<string> MissingFiles);

/// <summary>Writes everything as a portable file, from one state of the database, always in the same order.</summary>
public sealed class ExportFile(Desk desk)
{
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];

    public async Task<ExportReport> Run(string path, IProgress<double>? progress, CancellationToken stop)
    {
        if (!desk.Actor.Superuser)
        {
            throw Refusal.Denied("Only an administrator may export.");
        }

        var file = PortableFile.At(path);

        // The file appears whole or not at all.
        var unfinished = path + ".part";
        try
        {
            await desk.BeginReading(stop);
            await using (var raw = Create(unfinished))
            await using (var text = file.IsCompressed ? new GZipStream(raw, CompressionLevel.Optimal) : (Stream)new BufferedStream(raw, 1 << 16))
            {
                await Write(file, text, progress, stop);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }

            await desk.Undo();
        }

        return new(_missing);
    }

    private static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal.Invalid("file", $"{path}: the file cannot be written: {e.Message}");
        }
    }

    private async Task Write(PortableFile file, Stream text, IProgress<double>? progress, CancellationToken stop)
    {
        await using var writer = new PortableWriter(text, file.IsStream);
        var people = await PeopleNames.Read(desk.Sql, stop);
        writer.Begin();
        await new DirectoryWriting(desk.Sql, writer).Write(stop);
        await new WorkWriting(desk.Sql, writer, people).Write(stop);
        await new TicketWriting(desk.Sql, writer, people, (hash, s) => KeepFile(file, hash, s), progress).Write(stop);
        await writer.End(stop);
    }

    private async Task KeepFile(PortableFile file, string hash, CancellationToken stop)
    {
        if (!_files.Add(hash))
        {
            return;
        }

        if (!desk.House.Files.Has(hash))
        {
            _missing.Add(hash);
            return;
        }

        System.IO.Directory.CreateDirectory(file.AttachmentFolder);
        await using var from = desk.House.Files.Open(hash);
        var path = Path.Combine(file.AttachmentFolder, hash);
        if (!File.Exists(path) || new FileInfo(path).Length != from.Length)
        {
            await using var to = new FileStream(path, FileMode.Create, FileAccess.Write);
            await from.CopyToAsync(to, stop);
        }
    }
}
