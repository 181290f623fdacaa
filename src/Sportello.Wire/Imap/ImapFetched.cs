namespace Sportello.Wire.Imap;

/// <summary>The items of one FETCH response (RFC 9051 section 7.5.2), in whatever order they came.</summary>
internal sealed class ImapFetched
{
    public uint Uid { get; private set; }

    public List<string>? Flags { get; private set; }

    public DateTimeOffset? ArrivedAt { get; private set; }

    public long? Size { get; private set; }

    public ulong ModSeq { get; private set; }

    public byte[]? Header { get; private set; }

    public byte[]? Body { get; private set; }

    public bool IsCut { get; private set; }

    public static ImapFetched? Read(ImapEvent item, int depthLimit)
    {
        if (!item.IsData("FETCH"))
            return null;
        var fetched = new ImapFetched();
        var scanner = item.Scan(depthLimit);
        if (!scanner.TryTake('('))
            throw scanner.Fail();
        // The end without a closing parenthesis is where a body begins that has not been read yet.
        while (!scanner.TryTake(')') && !scanner.AtEnd)
            fetched.ReadItem(ref scanner);
        return fetched;
    }

    private void ReadItem(ref ImapScanner scanner)
    {
        var before = scanner.Position;
        switch (scanner.ItemName())
        {
            case "UID":
                Uid = scanner.Number32();
                break;
            case "FLAGS":
                Flags = scanner.Words();
                break;
            case "INTERNALDATE":
                ArrivedAt = scanner.StringText() is { } date ? ImapDate.TryRead(date) : null;
                break;
            case "RFC822.SIZE":
                Size = (long)Math.Min(scanner.Number(), long.MaxValue);
                break;
            case "MODSEQ":
                ModSeq = scanner.TryTake('(') ? scanner.Number() : throw scanner.Fail();
                if (!scanner.TryTake(')'))
                    throw scanner.Fail();
                break;
            case "BODY[]" or "BODY[]<0>" or "RFC822":
                Body = scanner.String();
                break;
            case var name when name.StartsWith("BODY[HEADER", StringComparison.Ordinal) || string.Equals(name, "RFC822.HEADER", StringComparison.Ordinal):
                Header = scanner.String() ?? [];
                IsCut = scanner.WasCut;
                break;
            case "" when scanner.Position == before:
                throw scanner.Fail();
            default:
                scanner.SkipValue();
                break;
        }
    }
}
