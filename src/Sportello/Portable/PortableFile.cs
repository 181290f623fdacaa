using System.IO.Compression;

namespace Sportello.Portable;

/// <summary>A file of the portable form: a document or a stream, compressed or not, told by its name.</summary>
internal sealed class PortableFile
{
    private PortableFile(string path, bool stream, bool compressed)
    {
        Path = path;
        IsStream = stream;
        IsCompressed = compressed;
    }

    public string Path { get; }

    /// <summary>One object a line, instead of one document.</summary>
    public bool IsStream { get; }

    public bool IsCompressed { get; }

    /// <summary>Where the bytes of attachments are, each under its SHA-256.</summary>
    public string AttachmentFolder => Path + ".files";

    public static PortableFile At(string path)
    {
        var name = System.IO.Path.GetFileName(path).ToLowerInvariant();
        var compressed = name.EndsWith(".gz", StringComparison.Ordinal);
        return System.IO.Path.GetExtension(compressed ? name[..^3] : name) switch
        {
            ".json" => new PortableFile(path, false, compressed),
            ".ndjson" or ".jsonl" => new PortableFile(path, true, compressed),
            _ => throw Refusal.Invalid("file", $"{path}: the name must end in .json (a document) or .ndjson (a stream), either one with .gz when it is compressed."),
        };
    }

    /// <summary>The text of the file, and the raw file under it, whose position tells how far reading has come.</summary>
    public (Stream Text, FileStream Raw) OpenToRead()
    {
        try
        {
            var raw = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return (IsCompressed ? new GZipStream(raw, CompressionMode.Decompress) : raw, raw);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Refusal(RefusalReason.NotFound, $"{Path}: there is no such file.", "file");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Refusal.Invalid("file", $"{Path}: the file cannot be read: {e.Message}");
        }
    }
}
