using Sportello.Wire.Text;

namespace Sportello.Wire.Mime;

/// <summary>Reads the attributes of a winmail.dat (MS-OXTNEF section 2.1.3), noting where files are instead of loading them.</summary>
internal sealed class TnefReader(ForwardReader reader, int textBytes)
{
    private const uint Signature = 0x223E9F78;
    private const int MaxFiles = 200;

    private readonly TnefContent found = new();
    private TnefFile? file;

    private static class Attribute
    {
        public const int OemCodePage = 0x9007;
        public const int Body = 0x800C;
        public const int MessageProperties = 0x9003;
        public const int AttachRenderData = 0x9002;
        public const int AttachTitle = 0x8010;
        public const int AttachData = 0x800F;
        public const int AttachProperties = 0x9005;
    }

    /// <summary>Reads as far as the content makes sense; null if it is no TNEF at all.</summary>
    public async Task<TnefContent?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false) != Signature) return null;

        await reader.SkipAsync(2, cancellationToken).ConfigureAwait(false);
        while (await ReadAttributeAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return found;
    }

    private async Task<bool> ReadAttributeAsync(CancellationToken cancellationToken)
    {
        var level = await reader.ReadByteAsync(cancellationToken).ConfigureAwait(false);
        var id = await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
        var length = await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
        if (level is not (1 or 2) || id < 0 || length < 0) return false;

        var end = reader.Position + length;
        await TakeAsync((int)(id & 0xFFFF), length, cancellationToken).ConfigureAwait(false);

        // A checksum of two bytes follows, which says nothing that the rest of the letter does not.
        return end >= reader.Position && await reader.SkipAsync(end - reader.Position + 2, cancellationToken).ConfigureAwait(false);
    }

    private async Task TakeAsync(int attribute, long length, CancellationToken cancellationToken)
    {
        switch (attribute)
        {
            case Attribute.OemCodePage when length is >= 4 and < 64:
                found.CodePage = (int)await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
                break;
            case Attribute.Body:
                found.Text ??= await ReadStringAsync(length, cancellationToken).ConfigureAwait(false);
                break;
            case Attribute.MessageProperties:
                await new MapiProperties(reader, found, file: null, textBytes).ReadAsync(length, cancellationToken).ConfigureAwait(false);
                break;
            case Attribute.AttachRenderData:
                StartFile();
                break;
            case Attribute.AttachTitle when File() is { } titled:
                titled.ShortName = await ReadStringAsync(Math.Min(length, 1000), cancellationToken).ConfigureAwait(false);
                break;
            case Attribute.AttachData when File() is { } filled:
                filled.Range ??= (reader.Position, length);
                break;
            case Attribute.AttachProperties when File() is { } described:
                await new MapiProperties(reader, found, described, textBytes).ReadAsync(length, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private void StartFile()
    {
        file = found.Files.Count < MaxFiles ? new TnefFile() : null;
        if (file is not null) found.Files.Add(file);
    }

    private TnefFile? File()
    {
        if (file is null && found.Files.Count == 0) StartFile();
        return file;
    }

    private async Task<string> ReadStringAsync(long length, CancellationToken cancellationToken)
    {
        var bytes = await reader.ReadAsync((int)Math.Min(length, textBytes), cancellationToken).ConfigureAwait(false);
        return Charsets.DecodeCodePage(bytes.AsSpan().TrimEnd((byte)0), found.CodePage);
    }
}
