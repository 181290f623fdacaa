using System.Security.Cryptography;
using System.Text;
using Sportello.Data;

namespace Sportello.Mailroom.Outbox;

/// <summary>The key by which our own Message-IDs are known. It is made with the database and stays in it.</summary>
internal sealed class MailKey
{
    private const string Setting = "mail.signing-key";
    private byte[] _key = [];

    public static Task Lay(Desk desk, CancellationToken stop) => desk.Sql.Run(
        "insert into setting (name, value) values (@name, @value) on conflict (name) do nothing",
        stop,
        ("@name", Setting),
        ("@value", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));

    public Signature Signature => new(_key);

    public async Task Read(Sql sql, CancellationToken stop) =>
        _key = Convert.FromBase64String(await sql.First("select value from setting where name = @name", r => r.GetString(0), stop, ("@name", Setting))
            ?? throw new InvalidOperationException("The key of our Message-IDs is not in the database; “sportello db check” says more."));
}

/// <summary>Signs what our Message-IDs say, and checks it.</summary>
internal readonly struct Signature(byte[] key)
{
    private const int Octets = 12;

    public string Of(string said) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(said)).AsSpan(0, Octets));

    public bool Holds(string said, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(said)), Encoding.ASCII.GetBytes(signature));
}
