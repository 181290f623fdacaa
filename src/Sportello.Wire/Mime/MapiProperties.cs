using System.Text;
using Sportello.Wire.Text;

namespace Sportello.Wire.Mime;

/// <summary>Reads a list of MAPI properties (MS-OXTNEF section 2.1.3.4): names, bodies, and where the data of a file is.</summary>
internal sealed class MapiProperties(ForwardReader reader, TnefContent found, TnefFile? file, int textBytes)
{
    private const int MaxName = 4096;

    private static class Type
    {
        public const int Object = 0x0D;
        public const int String8 = 0x1E;
        public const int Unicode = 0x1F;
        public const int Binary = 0x102;
        public const int MultiValued = 0x1000;
    }

    private static class Id
    {
        public const int Body = 0x1000;
        public const int RtfCompressed = 0x1009;
        public const int Html = 0x1013;
        public const int InternetCodePage = 0x3FDE;
        public const int DisplayName = 0x3001;
        public const int AttachData = 0x3701;
        public const int AttachFileName = 0x3704;
        public const int AttachLongFileName = 0x3707;
        public const int AttachMimeTag = 0x370E;
        public const int AttachContentId = 0x3712;
    }

    private long end;

    public async Task ReadAsync(long length, CancellationToken cancellationToken)
    {
        end = reader.Position + length;
        var count = await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
        for (long i = 0; i < count && reader.Position < end; i++)
        {
            if (!await ReadPropertyAsync(cancellationToken).ConfigureAwait(false)) return;
        }
    }

    private async Task<bool> ReadPropertyAsync(CancellationToken cancellationToken)
    {
        var tag = await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
        if (tag < 0) return false;

        var type = (int)(tag & 0xFFFF);
        var id = (int)(tag >> 16);
        if (id >= 0x8000 && !await SkipNameAsync(cancellationToken).ConfigureAwait(false)) return false;

        var simple = type & ~Type.MultiValued;
        if (simple is Type.Object or Type.String8 or Type.Unicode or Type.Binary) return await ReadValuesAsync(simple, id, cancellationToken).ConfigureAwait(false);

        var values = (type & Type.MultiValued) == 0 ? 1 : await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
        if (id == Id.InternetCodePage && simple == 3)
        {
            found.CodePage = (int)await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
            return true;
        }

        var size = FixedSize(simple);
        return size >= 0 && values >= 0 && await SkipAsync(size * values, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A named property has a GUID, and a number or a name.</summary>
    private async Task<bool> SkipNameAsync(CancellationToken cancellationToken)
    {
        if (!await SkipAsync(16, cancellationToken).ConfigureAwait(false)) return false;

        var isText = await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false) == 1;
        var numberOrLength = await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
        return numberOrLength >= 0 && (!isText || await SkipAsync(Padded(numberOrLength), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Values of variable length: how many, then each with its length, filled up to four bytes.</summary>
    private async Task<bool> ReadValuesAsync(int type, int id, CancellationToken cancellationToken)
    {
        var count = await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
        for (long i = 0; i < count; i++)
        {
            var length = await reader.ReadUInt32Async(cancellationToken).ConfigureAwait(false);
            if (length < 0 || length > end - reader.Position) return false;

            var next = reader.Position + Padded(length);
            await TakeAsync(type, id, length, cancellationToken).ConfigureAwait(false);
            if (next < reader.Position || !await SkipAsync(next - reader.Position, cancellationToken).ConfigureAwait(false)) return false;
        }

        return count >= 0;
    }

    private async Task TakeAsync(int type, int id, long length, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            if (id == Id.Body) found.Text = await ReadTextAsync(type, length, textBytes, cancellationToken).ConfigureAwait(false);
            else if (id == Id.Html) found.Html = await ReadTextAsync(type, length, textBytes, cancellationToken).ConfigureAwait(false);
            else if (id == Id.RtfCompressed && length <= textBytes) found.Rtf = await reader.ReadAsync((int)length, cancellationToken).ConfigureAwait(false);
            return;
        }

        switch (id)
        {
            // An object starts with the identifier of its interface, sixteen bytes.
            case Id.AttachData when type == Type.Object ? length >= 16 : true:
                var prefix = type == Type.Object ? 16 : 0;
                file.Range = (reader.Position + prefix, length - prefix);
                break;
            case Id.AttachLongFileName:
                file.LongName = await ReadTextAsync(type, length, MaxName, cancellationToken).ConfigureAwait(false);
                break;
            case Id.AttachFileName or Id.DisplayName:
                file.ShortName ??= await ReadTextAsync(type, length, MaxName, cancellationToken).ConfigureAwait(false);
                break;
            case Id.AttachMimeTag:
                file.MediaType = await ReadTextAsync(type, length, MaxName, cancellationToken).ConfigureAwait(false);
                break;
            case Id.AttachContentId:
                file.ContentId = await ReadTextAsync(type, length, MaxName, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task<string> ReadTextAsync(int type, long length, int atMost, CancellationToken cancellationToken)
    {
        var bytes = await reader.ReadAsync((int)Math.Min(length, atMost), cancellationToken).ConfigureAwait(false);
        var text = type == Type.Unicode ? Encoding.Unicode.GetString(bytes) : Charsets.DecodeCodePage(bytes.AsSpan().TrimEnd((byte)0), found.CodePage);
        return text.TrimEnd('\0');
    }

    private async ValueTask<bool> SkipAsync(long count, CancellationToken cancellationToken) =>
        count <= end - reader.Position && await reader.SkipAsync(count, cancellationToken).ConfigureAwait(false);

    private static long Padded(long length) => (length + 3) & ~3L;

    private static int FixedSize(int type) => type switch
    {
        1 => 0,
        2 or 3 or 4 or 0x0A or 0x0B => 4,
        5 or 6 or 7 or 0x14 or 0x40 => 8,
        0x48 => 16,
        _ => -1,
    };
}
