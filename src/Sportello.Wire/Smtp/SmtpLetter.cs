namespace Sportello.Wire.Smtp;

/// <summary>A finished message and what it needs of the server.</summary>
/// <param name="Write">Writes it, line ends of any kind. An exception of it leaves the connection broken and the letter unsent.</param>
/// <param name="Octets">Its length, if known (SIZE).</param>
/// <param name="EightBit">Whether its body has octets above 127 (8BITMIME, RFC 6152).</param>
/// <param name="SmtpUtf8">Whether its headers have (SMTPUTF8, RFC 6531).</param>
public sealed record SmtpLetter(Func<Stream, CancellationToken, Task> Write, long? Octets = null, bool EightBit = false, bool SmtpUtf8 = false)
{
    /// <summary>A message held in memory.</summary>
    public static SmtpLetter FromBytes(ReadOnlyMemory<byte> message, bool smtpUtf8 = false) => new(
        (stream, cancellation) => stream.WriteAsync(message, cancellation).AsTask(), message.Length, message.Span.ContainsAnyExceptInRange((byte)0, (byte)127), smtpUtf8);
}
