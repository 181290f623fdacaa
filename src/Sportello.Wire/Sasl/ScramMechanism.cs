using System.Security.Cryptography;
using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Sasl;

/// <summary>
/// RFC 5802: both sides prove that they know the password, and neither sends it. Without channel binding.
/// </summary>
internal sealed class ScramMechanism : SaslMechanism
{
    private readonly ScramHash _hash;
    private readonly string _nonce;
    private string _firstBare = "";
    private byte[]? _expectedSignature;
    private int _step;

    public ScramMechanism(SaslCredentials credentials, ScramHash hash, string? nonce = null)
        : base(credentials)
    {
        _hash = hash;
        _nonce = nonce ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
    }

    public override string Name => _hash.Mechanism;

    private string Header => Credentials.ActAs.Length == 0 ? "n,," : $"n,a={Escape(Credentials.ActAs)},";

    public override byte[] InitialResponse()
    {
        _step = 1;
        _firstBare = $"n={Escape(SaslPrep.Prepare(Credentials.User))},r={_nonce}";
        return Encoding.UTF8.GetBytes(Header + _firstBare);
    }

    public override byte[] Respond(ReadOnlySpan<byte> challenge)
    {
        switch (_step)
        {
            case 0:
                return InitialResponse();
            case 1:
                _step = 2;
                return Prove(Encoding.UTF8.GetString(challenge));
            case 2:
                _step = 3;
                Verify(Encoding.UTF8.GetString(challenge));
                return [];
            default:
                throw new AuthenticationFailedException($"The server went on asking after the {Name} exchange had ended.");
        }
    }

    // The names of the values are those of RFC 5802 section 3.
    private byte[] Prove(string serverFirst)
    {
        var challenge = ScramChallenge.Parse(serverFirst, _nonce);
        var password = Encoding.UTF8.GetBytes(SaslPrep.Prepare(Credentials.Secret));
        var saltedPassword = _hash.Derive(password, challenge.Salt, challenge.Iterations);
        var clientKey = _hash.Mac(saltedPassword, "Client Key"u8);
        var storedKey = _hash.Hash(clientKey);
        var withoutProof = $"c={Convert.ToBase64String(Encoding.UTF8.GetBytes(Header))},r={challenge.Nonce}";
        var authMessage = Encoding.UTF8.GetBytes($"{_firstBare},{serverFirst},{withoutProof}");
        var proof = _hash.Mac(storedKey, authMessage);
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= clientKey[i];
        _expectedSignature = _hash.Mac(_hash.Mac(saltedPassword, "Server Key"u8), authMessage);
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    private void Verify(string serverFinal)
    {
        if (serverFinal.StartsWith("e=", StringComparison.Ordinal))
            throw new AuthenticationFailedException($"The server refused to sign in {Credentials.User}: {serverFinal[2..]}.");
        var value = serverFinal.Split(',')[0];
        if (!value.StartsWith("v=", StringComparison.Ordinal)
            || ScramChallenge.FromBase64(value[2..]) is not { } signature
            || !CryptographicOperations.FixedTimeEquals(signature, _expectedSignature))
        {
            throw new AuthenticationFailedException("The server could not prove that it knows the password; it may not be the one it claims to be.");
        }
        IsComplete = true;
    }

    private static string Escape(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
}
