namespace Sportello.Wire.Imap;

/// <summary>The flags every server knows (RFC 9051 section 2.3.2).</summary>
public static class ImapFlags
{
    /// <summary>Read.</summary>
    public const string Seen = @"\Seen";

    /// <summary>Answered.</summary>
    public const string Answered = @"\Answered";

    /// <summary>Marked as urgent.</summary>
    public const string Flagged = @"\Flagged";

    /// <summary>To be removed by the next EXPUNGE.</summary>
    public const string Deleted = @"\Deleted";

    /// <summary>Not finished.</summary>
    public const string Draft = @"\Draft";

    /// <summary>Writes a list of flags. <c>\Recent</c> is the server's alone and left out.</summary>
    internal static string Write(IEnumerable<string> flags) =>
        $"({string.Join(' ', flags.Where(flag => !string.Equals(flag, @"\Recent", StringComparison.OrdinalIgnoreCase)).Select(Check))})";

    private static string Check(string flag)
    {
        var name = flag.StartsWith('\\') ? flag[1..] : flag;
        var isAtom = name.Length > 0 && name.All(character => character is > ' ' and < '\x7f' and not ('(' or ')' or '{' or '%' or '*' or '"' or '\\'));
        return isAtom ? flag : throw new ArgumentException($"'{flag}' is no flag.", nameof(flag));
    }
}

/// <summary>What to do with the flags given.</summary>
public enum ImapFlagChange
{
    /// <summary>Set them beside those that are there.</summary>
    Add,

    /// <summary>Take them away.</summary>
    Remove,

    /// <summary>Set them instead of those that are there.</summary>
    Replace,
}
