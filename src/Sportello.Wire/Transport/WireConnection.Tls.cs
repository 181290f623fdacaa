using System.Net.Security;
using System.Security.Authentication;

namespace Sportello.Wire.Transport;

public sealed partial class WireConnection
{
    /// <summary>Makes the connection secure from here on. Call it right after the server agreed to STARTTLS.</summary>
    /// <exception cref="CertificateNotTrustedException">The certificate does not meet the policy.</exception>
    /// <exception cref="ConversationBrokenException">The handshake failed, or the server had already sent more than its consent.</exception>
    public async Task UpgradeToTlsAsync(CancellationToken cancellation = default)
    {
        // Words that arrived before the handshake could have been slipped in by anybody; taking them for the
        // server's secured answer is the old STARTTLS injection.
        if (_start < _end)
            throw new ConversationBrokenException($"{Endpoint} sent more before the connection was made secure; somebody may be interfering.");

        string? fault = null;
        var host = Endpoint.CertificateName ?? Endpoint.Host;
        var policy = Endpoint.Certificates ?? CertificatePolicy.Checked;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => policy.Accepts(host, certificate, chain, errors, out fault),
        };
        policy.Apply(options);

        var secured = new SslStream(_stream, leaveInnerStreamOpen: false);
        using var late = new CancellationTokenSource(Limits.ConnectTimeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await secured.AuthenticateAsClientAsync(options, both.Token);
        }
        catch (Exception problem)
        {
            await secured.DisposeAsync();
            throw Explain(problem, fault, late.IsCancellationRequested, cancellation);
        }
        _stream = secured;
        IsEncrypted = true;
    }

    private Exception Explain(Exception problem, string? fault, bool late, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return new OperationCanceledException(cancellation);
        if (late)
            return new ConversationBrokenException($"{Endpoint} did not finish the TLS handshake within {Limits.ConnectTimeout.TotalSeconds:0} seconds.", problem);
        if (problem is AuthenticationException && fault is not null)
            return new CertificateNotTrustedException(fault, problem);
        return new ConversationBrokenException($"No secure connection to {Endpoint}: {problem.Message}", problem);
    }
}
