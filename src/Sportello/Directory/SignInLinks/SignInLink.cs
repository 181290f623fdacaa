using System.Globalization;
using Sportello.Mailroom.Outbox;

namespace Sportello.Directory.SignInLinks;

/// <summary>Where a link stands on its way. Stored.</summary>
internal enum LinkState
{
    Waiting = 0,

    /// <summary>A sender has it. If the sender dies, the link is asked for again: it lives for minutes only.</summary>
    Sending = 1,
    Sent = 2,
    Refused = 3,

    /// <summary>Nobody who signs in has this address; nothing is sent.</summary>
    Nobody = 4,
}

/// <summary>What stands in the address of a link: its number and our signature of it. Nothing in the database opens a door by itself.</summary>
internal static class LinkToken
{
    public static string Write(House house, long id, DateTime expires) => string.Create(CultureInfo.InvariantCulture, $"{id}-{house.MailKey.Signature.Of(Said(id, expires))}");

    /// <summary>None where it was not written by us.</summary>
    public static (long Id, string Sign)? Read(string token) =>
        token.Split('-') is [var id, { Length: 24 } sign] && sign.All(char.IsAsciiHexDigitLower) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? (key, sign) : null;

    public static bool Holds(House house, long id, DateTime expires, string sign) => house.MailKey.Signature.Holds(Said(id, expires), sign);

    private static string Said(long id, DateTime expires) => string.Create(CultureInfo.InvariantCulture, $"sign-in.{id}.{expires.Ticks}");
}
