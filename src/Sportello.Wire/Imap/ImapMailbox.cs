namespace Sportello.Wire.Imap;

/// <summary>The selected folder, kept up to date by whatever the server says (RFC 9051 sections 6.3.2 and 7).</summary>
public sealed class ImapMailbox
{
    internal ImapMailbox(string name, bool isReadOnly)
    {
        Name = name;
        IsReadOnly = isReadOnly;
    }

    /// <summary>The folder's name, decoded.</summary>
    public string Name { get; }

    /// <summary>Whether nothing can be changed in it.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>Messages in it now.</summary>
    public uint Exists { get; private set; }

    /// <summary>UIDs hold only together with this number; another number means another folder. 0 when the server gave none, and then UIDs cannot be remembered.</summary>
    public uint UidValidity { get; private set; }

    /// <summary>The UID the next message will get at the least; 0 when the server did not say.</summary>
    public uint UidNext { get; private set; }

    /// <summary>The highest modification sequence (RFC 7162); 0 when the server keeps none for this folder.</summary>
    public ulong HighestModSeq { get; private set; }

    /// <summary>Flags in use here.</summary>
    public IReadOnlyList<string> Flags { get; private set; } = [];

    /// <summary>Flags that can be changed for good; <c>\*</c> among them means new ones can be made.</summary>
    public IReadOnlyList<string> PermanentFlags { get; private set; } = [];

    /// <summary>Whether the UIDVALIDITY changed while the folder was selected, so that it has to be selected again.</summary>
    public bool WasReplaced { get; private set; }

    /// <summary>The UIDVALIDITY before the last one heard.</summary>
    internal uint UidValidityBefore { get; private set; }

    /// <summary>How often something changed: a message came or went, or flags were set elsewhere.</summary>
    internal int Changes { get; private set; }

    internal void Hear(ImapEvent item, int depthLimit)
    {
        if (item.Kind == ImapEventKind.Status)
            HearCode(item.Code);
        else
            HearData(item, depthLimit);
    }

    internal void HearCode(ImapCode? code)
    {
        switch (code)
        {
            case { Name: "UIDVALIDITY", Number: { } number }:
                WasReplaced = UidValidity != 0 && UidValidity != number;
                (UidValidityBefore, UidValidity) = (UidValidity, number);
                break;
            case { Name: "UIDNEXT", Number: { } number }:
                UidNext = number;
                break;
            case { Name: "HIGHESTMODSEQ", LongNumber: { } number }:
                HighestModSeq = number;
                break;
            case { Name: "NOMODSEQ" }:
                HighestModSeq = 0;
                break;
            case { Name: "PERMANENTFLAGS" }:
                PermanentFlags = code.Words;
                break;
            case { Name: "READ-ONLY" }:
                IsReadOnly = true;
                break;
            case { Name: "READ-WRITE" }:
                IsReadOnly = false;
                break;
            case { Name: "CLOSED" }:
                Forget();
                break;
        }
    }

    // RFC 7162 section 3.2.11: what came before CLOSED was about the folder selected before.
    private void Forget()
    {
        Exists = UidValidity = UidNext = 0;
        HighestModSeq = 0;
        Flags = PermanentFlags = [];
        WasReplaced = false;
    }

    private void HearData(ImapEvent item, int depthLimit)
    {
        switch (item.Name)
        {
            case "EXISTS":
                Changes += Exists == item.Number ? 0 : 1;
                Exists = item.Number;
                break;
            case "EXPUNGE":
                Changes++;
                Exists = Exists == 0 ? 0 : Exists - 1;
                break;
            case "FETCH":
                Changes++;
                break;
            case "FLAGS":
                Flags = item.Scan(depthLimit).Words();
                break;
        }
    }
}
