using Sportello.Wire.Transport;

namespace Sportello.Wire.Smtp;

/// <summary>How long an SMTP conversation waits and how much it takes in at once. The times are those of RFC 5321 section 4.5.3.2.</summary>
public sealed record SmtpLimits
{
    /// <summary>The usual limits.</summary>
    public static SmtpLimits Default { get; } = new();

    /// <summary>Limits of the connection beneath.</summary>
    public WireLimits Wire { get; init; } = WireLimits.Default with
    {
        LineOctets = 8 * 1024,
        ReadTimeout = TimeSpan.FromMinutes(5),
        WriteTimeout = TimeSpan.FromMinutes(3),
    };

    /// <summary>How long the answer to the end of a letter may take: the server may deliver meanwhile.</summary>
    public TimeSpan FinalAnswer { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most lines in one answer.</summary>
    public int ReplyLines { get; init; } = 200;

    /// <summary>Whether letters are sent by BDAT (RFC 3030) where the server offers CHUNKING; else always by DATA.</summary>
    public bool UseChunking { get; init; } = true;

    /// <summary>Octets of one BDAT chunk; so much is held in memory where the server offers CHUNKING.</summary>
    public int ChunkOctets { get; init; } = 256 * 1024;

    /// <summary>Most recipients named before their answers are read, where the server offers PIPELINING.</summary>
    public int RecipientsAtOnce { get; init; } = 100;
}
