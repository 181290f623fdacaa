namespace Sportello.Messaging;

/// <summary>What people write for themselves on Slack: a handle with or without its @, a user id, an e-mail address, or a channel.</summary>
internal static class SlackAddress
{
    public static string Of(string given)
    {
        given = given.Trim();
        return given[0] is '@' or '#' || IsId(given) || IsEmail(given) ? given : "@" + given;
    }

    public static bool IsEmail(string address) => address.IndexOf('@', StringComparison.Ordinal) > 0;

    /// <summary>Ids are upper-case letters and digits, and begin with the letter of their kind.</summary>
    public static bool IsId(string address) =>
        address.Length >= 9 && address[0] is 'U' or 'W' or 'D' or 'C' or 'G' && address.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
