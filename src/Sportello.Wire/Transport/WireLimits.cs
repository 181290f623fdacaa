namespace Sportello.Wire.Transport;

/// <summary>How long a connection waits and how much it takes in at once.</summary>
public sealed record WireLimits
{
    /// <summary>The usual limits.</summary>
    public static WireLimits Default { get; } = new();

    /// <summary>Time for finding the address, connecting and the TLS handshake, each.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest silence of the server while an answer is awaited.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest time the server may refuse to take in what is being sent.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest line the server may send, in octets without the line end. A longer one breaks the conversation.</summary>
    public int LineOctets { get; init; } = 1024 * 1024;
}
