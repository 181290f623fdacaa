using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

public sealed partial class ImapClient
{
    private const int MostChallenges = 10;

    /// <summary>Signs in by the strongest way both sides know; over a line that others can read, only by one that does not show the password.</summary>
    /// <param name="credentials">Who signs in.</param>
    /// <param name="allowInClear">Whether the password may travel readable nevertheless.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <exception cref="AuthenticationFailedException">The server says no, or nothing it offers is safe here.</exception>
    public async Task SignInAsync(SaslCredentials credentials, bool allowInClear = false, CancellationToken cancellation = default)
    {
        var mayReveal = SaslChoice.MayRevealSecret(_conversation.Connection, allowInClear);
        var offersLogin = mayReveal && !credentials.IsToken && !Capabilities.Has("LOGINDISABLED");
        // The LOGIN command is older than SASL; it serves where no mechanism does.
        if (offersLogin && SaslChoice.Find(Capabilities.Mechanisms, credentials, mayReveal) is null)
            await LoginAsync(credentials, cancellation);
        else
            await SignInAsync(SaslChoice.Strongest(Capabilities.Mechanisms, credentials, mayReveal), cancellation);
    }

    /// <summary>Signs in by one mechanism, whatever the line (AUTHENTICATE, with SASL-IR of RFC 4959 where offered).</summary>
    /// <exception cref="AuthenticationFailedException">The server says no or could not prove itself.</exception>
    public async Task SignInAsync(SaslMechanism mechanism, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        var first = mechanism.InitialResponse();
        var command = new ImapCommand("AUTHENTICATE").Raw(" " + mechanism.Name);
        if (first is not null && Capabilities.Has("SASL-IR"))
        {
            command.Raw(" ").Hidden(first.Length == 0 ? "=" : Convert.ToBase64String(first));
            first = null;
        }
        var end = await ExchangeAsync(command, mechanism, first, cancellation);
        if (end.Status != ImapStatus.Ok)
            throw Refused(end);
        mechanism.EnsureComplete();
        await EnterAsync(end, cancellation);
    }

    /// <summary>Signs in by the LOGIN command (RFC 9051 section 6.2.3), whatever the line.</summary>
    /// <exception cref="AuthenticationFailedException">The server says no.</exception>
    public async Task LoginAsync(SaslCredentials credentials, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        var command = new ImapCommand("LOGIN").Raw(" ").String(credentials.User).Raw(" ").Secret(credentials.Secret);
        var tag = await _conversation.SendAsync(command, cancellation);
        var end = await _conversation.EndOfAsync(tag, collect: null, cancellation);
        if (end.Status != ImapStatus.Ok)
            throw Refused(end);
        await EnterAsync(end, cancellation);
    }

    private async Task<ImapEvent> ExchangeAsync(ImapCommand command, SaslMechanism mechanism, byte[]? first, CancellationToken cancellation)
    {
        var tag = await _conversation.SendAsync(command, cancellation);
        AuthenticationFailedException? failure = null;
        ImapEvent end;
        var asked = 0;
        while (!_conversation.TryEnd(tag, out end))
        {
            var item = await _conversation.NextAsync(cancellation);
            if (item.Kind != ImapEventKind.Continuation)
                continue;
            if (++asked > MostChallenges)
                throw new ConversationBrokenException("The server goes on asking without end while we sign in.");
            try
            {
                var answer = failure is null ? first ?? mechanism.Respond(Challenge(item.Text)) : throw failure;
                first = null;
                await _conversation.AnswerAsync(Convert.ToBase64String(answer), answer.Length == 0 ? "" : "***", cancellation);
            }
            catch (AuthenticationFailedException problem)
            {
                // The server is told that we give up (RFC 9051 section 6.2.2), so that the conversation can go on.
                failure = problem;
                await _conversation.AnswerAsync("*", "*", cancellation);
            }
        }
        return failure is null ? end : throw failure;
    }

    private static byte[] Challenge(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var count)
            ? octets[..count]
            : throw new AuthenticationFailedException("The server's challenge is not base64.");
    }

    private static AuthenticationFailedException Refused(ImapEvent end) =>
        new($"The mail server did not accept the name and the password: {(end.Text.Length > 0 ? end.Text : "it gave no reason")}");

    // Signing in changes what the server can do; it may say so in the same breath.
    private async Task EnterAsync(ImapEvent end, CancellationToken cancellation)
    {
        IsSignedIn = true;
        if (end.Code is not { Name: "CAPABILITY" })
            await AskCapabilitiesAsync(cancellation);
    }
}
