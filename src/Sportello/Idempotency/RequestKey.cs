namespace Sportello.Idempotency;

/// <summary>A request that its sender may repeat: carried out once, however often it comes.</summary>
/// <param name="UserId">Whose it is; others may use the same key.</param>
/// <param name="Key">What the sender calls it.</param>
/// <param name="Fingerprint">A hash of all that it asks; the same key may not ask for something else.</param>
public sealed record RequestKey(long UserId, string Key, string Fingerprint)
{
    public const int LongestKey = 255;
}

/// <summary>The answer of a request that was carried out.</summary>
public sealed record KeptAnswer(int Status, string? ContentType, string? Location, string? ETag, string Body);
