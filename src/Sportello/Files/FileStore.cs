using System.Buffers;
using System.Security.Cryptography;

namespace Sportello.Files;

/// <summary>
/// Bytes under the name of their SHA-256. A file appears whole or not at all, and is on the disk before its name is;
/// writing the same bytes again changes nothing, so an upload that is lost half-way leaves at most a spare copy.
/// </summary>
public sealed class FileStore(string folder)
{
    /// <summary>Stores what the stream gives.</summary>
    /// <returns>The hash in lower-case hexadecimal, and the size in bytes.</returns>
    public async Task<(string Sha256, long Size)> Keep(Stream bytes, CancellationToken stop, long limit = long.MaxValue)
    {
        var incoming = Path.Combine(folder, "incoming");
        System.IO.Directory.CreateDirectory(incoming);
        var temporary = Path.Combine(incoming, Guid.NewGuid().ToString("N"));
        try
        {
            var (hash, size) = await Write(bytes, temporary, limit, stop);
            var path = PathOf(hash);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(temporary, path, overwrite: true);
            return (hash, size);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Stream Open(string sha256) => new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 65536, useAsync: true);

    /// <summary>For what nothing speaks of any more.</summary>
    public void Remove(string sha256) => File.Delete(PathOf(sha256));

    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    private static async Task<(string Sha256, long Size)> Write(Stream bytes, string path, long limit, CancellationToken stop)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(131072);
        try
        {
            long size = 0;
            int read;
            while ((read = await bytes.ReadAsync(buffer, stop)) > 0)
            {
                size += read;
                if (size > limit)
                {
                    throw Refusal.Invalid("file", $"The file is larger than {limit / 1048576} MB, which is the most that is taken.");
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), stop);
            }

            file.Flush(flushToDisk: true);
            return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string PathOf(string sha256)
    {
        if (sha256.Length != 64 || sha256.Any(c => !char.IsAsciiHexDigitLower(c)))
        {
            throw new ArgumentException("Not a SHA-256 in lower-case hexadecimal.", nameof(sha256));
        }

        return Path.Combine(folder, sha256[..2], sha256);
    }
}
