using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

/// <summary>The server answered a command with NO or BAD. The next command may be sent.</summary>
public sealed class ImapRefusedException : CommandRefusedException
{
    internal ImapRefusedException(string command, ImapStatus status, ImapCode? code, string text)
        : base($"The mail server {(status == ImapStatus.Bad ? "did not understand" : "refused")} {command}: {(text.Length > 0 ? text : code?.Name ?? "it gave no reason")}")
    {
        Status = status;
        Code = code;
    }

    /// <summary>NO or BAD.</summary>
    public ImapStatus Status { get; }

    /// <summary>The reason for machines, such as <c>TRYCREATE</c> or <c>OVERQUOTA</c> (RFC 5530), if one was given.</summary>
    public ImapCode? Code { get; }
}

/// <summary>The selected folder was replaced by another of the same name (its UIDVALIDITY changed), so UIDs known so far mean nothing. Select it again.</summary>
public sealed class ImapFolderReplacedException : CommandRefusedException
{
    internal ImapFolderReplacedException(string folder, uint before, uint now)
        : base($"The folder {folder} was replaced on the server; what was known of it holds no more.")
    {
        UidValidityBefore = before;
        UidValidity = now;
    }

    /// <summary>The UIDVALIDITY under which UIDs were known.</summary>
    public uint UidValidityBefore { get; }

    /// <summary>The UIDVALIDITY of the folder that stands there now; 0 if the server gives none any more.</summary>
    public uint UidValidity { get; }
}
