using System.Text;

namespace Sportello.Wire.Imap;

/// <summary>How a command or the server itself fares (RFC 9051 section 7.1).</summary>
public enum ImapStatus
{
    /// <summary>Done, or a remark.</summary>
    Ok,

    /// <summary>Refused, or a warning.</summary>
    No,

    /// <summary>Not understood.</summary>
    Bad,

    /// <summary>The server is about to close the connection.</summary>
    Bye,

    /// <summary>A greeting: the session is signed in already.</summary>
    PreAuth,
}

/// <summary>Words of the protocol, which come in any case.</summary>
internal static class ImapWords
{
    public static ImapStatus? Status(ReadOnlySpan<byte> word)
    {
        if (Ascii.EqualsIgnoreCase(word, "OK"u8))
            return ImapStatus.Ok;
        if (Ascii.EqualsIgnoreCase(word, "NO"u8))
            return ImapStatus.No;
        if (Ascii.EqualsIgnoreCase(word, "BAD"u8))
            return ImapStatus.Bad;
        if (Ascii.EqualsIgnoreCase(word, "BYE"u8))
            return ImapStatus.Bye;
        return Ascii.EqualsIgnoreCase(word, "PREAUTH"u8) ? ImapStatus.PreAuth : null;
    }

    public static bool EndsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) =>
        text.Length >= end.Length && Ascii.EqualsIgnoreCase(text[^end.Length..], end);
}
