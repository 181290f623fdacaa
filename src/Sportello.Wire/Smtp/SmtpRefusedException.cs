using Sportello.Wire.Transport;

namespace Sportello.Wire.Smtp;

/// <summary>The server refused a command that is not about one recipient or letter.</summary>
public sealed class SmtpRefusedException : CommandRefusedException
{
    /// <summary>Creates the exception from what was asked and the answer.</summary>
    public SmtpRefusedException(string command, SmtpReply reply)
        : base($"The server refused {command}: {reply}") => Reply = reply;

    /// <summary>What the server said.</summary>
    public SmtpReply Reply { get; }
}
