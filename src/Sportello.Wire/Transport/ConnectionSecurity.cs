namespace Sportello.Wire.Transport;

/// <summary>How a connection is protected against listeners.</summary>
public enum ConnectionSecurity
{
    /// <summary>Everything travels in the clear. For a server on the same machine.</summary>
    None,

    /// <summary>Begins in the clear and is upgraded by the protocol's STARTTLS command; refused when the server does not offer it.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314 calls it implicit TLS).</summary>
    Tls,
}
