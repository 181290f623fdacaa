using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sportello.Wire.Transport;

/// <summary>What is demanded of a server's certificate. It is always checked unless <see cref="Unchecked"/> was asked for that one server.</summary>
public sealed class CertificatePolicy
{
    private readonly X509Certificate2Collection? _roots;
    private readonly Action<string>? _warn;

    private CertificatePolicy(X509Certificate2Collection? roots, Action<string>? warn)
    {
        _roots = roots;
        _warn = warn;
    }

    /// <summary>The certificate must lead to an authority this machine trusts, be valid today and carry the server's name.</summary>
    public static CertificatePolicy Checked { get; } = new(roots: null, warn: null);

    /// <summary>As <see cref="Checked"/>, but the only authorities trusted are these (a company's own, or one self-made certificate).</summary>
    public static CertificatePolicy Trusting(params X509Certificate2[] roots) => new([.. roots], warn: null);

    /// <summary>Any certificate passes. Each fault that would have ended the connection is told to <paramref name="warn"/> as a sentence.</summary>
    public static CertificatePolicy Unchecked(Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(warn);
        return new(roots: null, warn);
    }

    /// <summary>Prepares the chain rules for one handshake.</summary>
    internal void Apply(SslClientAuthenticationOptions options)
    {
        if (_roots is null)
            return;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(_roots);
    }

    /// <summary>Judges what the handshake found; the sentence says what is wrong, whether or not it is accepted.</summary>
    internal bool Accepts(string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, out string? fault)
    {
        fault = Describe(host, certificate, chain, errors);
        if (fault is null)
            return true;
        if (_warn is null)
            return false;
        _warn($"{fault} The settings say not to check it, so the connection goes on and could be overheard.");
        return true;
    }

    private static string? Describe(string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return null;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return $"{host} showed no certificate.";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"The certificate of {host} was issued for another name ({certificate?.Subject}).";
        var reasons = chain is null ? "" : string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
        return $"The certificate of {host} is not trusted ({certificate?.Subject}: {reasons}).";
    }
}
