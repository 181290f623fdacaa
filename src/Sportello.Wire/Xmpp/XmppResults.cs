using Sportello.Wire.Transport;

namespace Sportello.Wire.Xmpp;

/// <summary>What became of a message.</summary>
public enum XmppOutcome
{
    /// <summary>Our server took it: it delivers it, keeps it for later, or passes it on.</summary>
    Taken,

    /// <summary>It came back as an error.</summary>
    Refused,

    /// <summary>The line dropped before the server said anything: it may have been taken. Sending again may show it twice.</summary>
    Unknown,
}

/// <summary>Why a stanza came back (RFC 6120 section 8.3).</summary>
/// <param name="Condition">The condition's name, such as <c>service-unavailable</c>.</param>
/// <param name="Type"><c>wait</c> means that trying later may help; <c>cancel</c>, <c>modify</c>, <c>auth</c> that it will not.</param>
/// <param name="Text">The server's words, if any.</param>
public sealed record XmppError(string Condition, string Type, string? Text)
{
    /// <inheritdoc />
    public override string ToString() => Text is null ? Condition : $"{Condition}: {Text}";
}

/// <summary>The outcome of sending one message.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Error">Why it was refused; else null.</param>
public sealed record XmppDelivery(XmppOutcome Outcome, XmppError? Error);

/// <summary>The server refused what is needed to begin a session.</summary>
public sealed class XmppRefusedException : CommandRefusedException
{
    /// <summary>Creates the exception from what was asked and the server's reason.</summary>
    public XmppRefusedException(string request, XmppError error)
        : base($"The server refused {request}: {error}") => Error = error;

    /// <summary>The server's reason.</summary>
    public XmppError Error { get; }
}

/// <summary>How long an XMPP conversation waits and how much it takes in at once.</summary>
public sealed record XmppLimits
{
    /// <summary>The usual limits.</summary>
    public static XmppLimits Default { get; } = new();

    /// <summary>Limits of the connection beneath.</summary>
    public WireLimits Wire { get; init; } = WireLimits.Default with { ReadTimeout = TimeSpan.FromSeconds(60), WriteTimeout = TimeSpan.FromSeconds(60) };

    /// <summary>Octets of one stanza, the stream's header included; a larger one breaks the conversation.</summary>
    public int StanzaOctets { get; init; } = 512 * 1024;

    /// <summary>Elements within elements.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Stanzas of others that may come between a question and its answer.</summary>
    public int StanzasInBetween { get; init; } = 10_000;

    /// <summary>How long the server's end of the stream is waited for after ours.</summary>
    public TimeSpan Closing { get; init; } = TimeSpan.FromSeconds(3);
}
