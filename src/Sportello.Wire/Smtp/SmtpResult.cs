namespace Sportello.Wire.Smtp;

/// <summary>What became of a letter for one recipient.</summary>
public enum SmtpOutcome
{
    /// <summary>The server took it and is responsible from here on.</summary>
    Accepted,

    /// <summary>Not taken; may be taken when tried again later (4xx).</summary>
    Temporary,

    /// <summary>Not taken, and trying again is of no use (5xx).</summary>
    Permanent,

    /// <summary>
    /// The line dropped after the letter's end was sent and before the server answered: it may have been taken (RFC 1047).
    /// Sending again may deliver it twice.
    /// </summary>
    Unknown,
}

/// <summary>The outcome for one recipient.</summary>
/// <param name="Address">The recipient, as in the envelope.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reply">The answer that decided it; null when it is unknown.</param>
public sealed record SmtpRecipientResult(string Address, SmtpOutcome Outcome, SmtpReply? Reply);

/// <summary>The outcome of sending one letter.</summary>
/// <param name="Recipients">One entry for each recipient of the envelope, in its order.</param>
/// <param name="Answer">The answer to the letter's end, often with the server's queue number; null when it did not come to that.</param>
public sealed record SmtpResult(IReadOnlyList<SmtpRecipientResult> Recipients, SmtpReply? Answer)
{
    /// <summary>Whether every recipient was accepted.</summary>
    public bool IsAccepted => Recipients.All(recipient => recipient.Outcome == SmtpOutcome.Accepted);
}
