namespace Sportello.Wire.Transport;

/// <summary>Where a server is and how to speak to it.</summary>
/// <param name="Host">DNS name or IP address; also the name the certificate must carry.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Security">Protection of the connection.</param>
/// <param name="Certificates">What is demanded of the certificate; checked when not given.</param>
public sealed record WireEndpoint(string Host, int Port, ConnectionSecurity Security, CertificatePolicy? Certificates = null)
{
    /// <summary>The name demanded of the certificate when it is not <see cref="Host"/> (an XMPP domain behind a SRV record, RFC 6120 section 13.7.2).</summary>
    public string? CertificateName { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Host}:{Port}";
}
