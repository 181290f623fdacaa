using System.Text;
using Sportello.Wire.Mime.Writing;

namespace Sportello.Wire.Smtp;

/// <summary>Who a letter comes from and goes to, for the servers; the headers may say otherwise.</summary>
public sealed class SmtpEnvelope
{
    /// <summary>Addresses an envelope.</summary>
    /// <param name="from">Where reports of failure go; null for none (<c>&lt;&gt;</c>), as in answers of machines.</param>
    /// <param name="to">The recipients, at least one.</param>
    /// <exception cref="FormatException">One of them is no address.</exception>
    public SmtpEnvelope(string? from, params IEnumerable<string> to)
    {
        From = from is null ? "" : Normalize(from);
        To = [.. to.Select(Normalize)];
        if (To.Count == 0)
            throw new FormatException("An envelope needs a recipient.");
    }

    /// <summary>Where reports of failure go; empty for nowhere.</summary>
    public string From { get; }

    /// <summary>The recipients, in the order given.</summary>
    public IReadOnlyList<string> To { get; }

    /// <summary>What reports are wanted, where the server can say so (DSN, RFC 3461); null leaves it to the server.</summary>
    public SmtpNotify? Notify { get; init; }

    /// <summary>A name the reports will carry (ENVID), where the server offers DSN.</summary>
    public string? EnvelopeId { get; init; }

    internal bool NeedsSmtpUtf8 => !Ascii.IsValid(From) || To.Any(address => !Ascii.IsValid(address));

    private static string Normalize(string address) =>
        AddrSpec.TryNormalize(address) ?? throw new FormatException("An envelope holds something that is no mail address.");
}

/// <summary>When a report is wanted (RFC 3461 section 4.1).</summary>
[Flags]
public enum SmtpNotify
{
    /// <summary>Never, not even of failure.</summary>
    Never = 0,

    /// <summary>When the letter was delivered.</summary>
    Success = 1,

    /// <summary>When it could not be delivered.</summary>
    Failure = 2,

    /// <summary>When it takes long.</summary>
    Delay = 4,
}
