using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Smtp;

public sealed partial class SmtpClient
{
    private const int MostChallenges = 10;

    // RFC 4954 section 4: longer lines need not be taken.
    private const int LongestInitialResponse = 12_000;

    /// <summary>Signs in by the strongest way both sides know (AUTH, RFC 4954); over a line that others can read, only by one that does not show the password.</summary>
    /// <param name="credentials">Who signs in.</param>
    /// <param name="allowInClear">Whether the password may travel readable nevertheless.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <exception cref="AuthenticationFailedException">The server says no, or nothing it offers is safe here.</exception>
    /// <exception cref="SmtpRefusedException">The server cannot say at the moment (4xx).</exception>
    public Task SignInAsync(SaslCredentials credentials, bool allowInClear = false, CancellationToken cancellation = default)
    {
        var mayReveal = SaslChoice.MayRevealSecret(_connection, allowInClear);
        return SignInAsync(SaslChoice.Strongest(Offers.Mechanisms, credentials, mayReveal), cancellation);
    }

    /// <summary>Signs in by one mechanism, whatever the line.</summary>
    /// <exception cref="AuthenticationFailedException">The server says no or could not prove itself.</exception>
    /// <exception cref="SmtpRefusedException">The server cannot say at the moment (4xx).</exception>
    public async Task SignInAsync(SaslMechanism mechanism, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(mechanism);
        var first = mechanism.InitialResponse() is { } octets ? Encode(octets) : null;
        var reply = first is { Length: <= LongestInitialResponse }
            ? await AskAsync($"AUTH {mechanism.Name} {(first.Length == 0 ? "=" : first)}", cancellation, $"AUTH {mechanism.Name} ***")
            : await AskAsync($"AUTH {mechanism.Name}", cancellation);
        var pending = first is { Length: > LongestInitialResponse } ? first : null;
        for (var asked = 0; reply.Code == 334; asked++)
        {
            if (asked == MostChallenges)
                throw new AuthenticationFailedException($"The server keeps asking in the {mechanism.Name} exchange.");
            reply = await AskAsync(pending ?? await RespondAsync(mechanism, reply, cancellation), cancellation, "***");
            pending = null;
        }

        if (reply.IsTemporary)
            throw new SmtpRefusedException("AUTH", reply);
        if (!reply.IsPositive)
            throw new AuthenticationFailedException($"The server did not accept the name and the password: {reply}");
        mechanism.EnsureComplete();
    }

    private async ValueTask<string> RespondAsync(SaslMechanism mechanism, SmtpReply challenge, CancellationToken cancellation)
    {
        try
        {
            return Encode(mechanism.Respond(Decode(challenge.Text)));
        }
        catch (AuthenticationFailedException)
        {
            // The star calls the exchange off (RFC 4954 section 4). A server that could not prove itself is not spoken to any further.
            await AskAsync("*", cancellation);
            IsOpen = false;
            throw;
        }
    }

    private static string Encode(byte[] octets) => Convert.ToBase64String(octets);

    private static byte[] Decode(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var count)
            ? octets[..count]
            : throw new AuthenticationFailedException("The server's challenge is not base64.");
    }
}
