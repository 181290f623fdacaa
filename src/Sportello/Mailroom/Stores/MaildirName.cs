namespace Sportello.Mailroom.Stores;

/// <summary>A file's name in a Maildir: the part that never changes, and after <c>:2,</c> the flags as letters in order.</summary>
internal static class MaildirName
{
    private const string Recent = @"\Recent";

    // Letters without a name of their own stand for keywords; they are handed on as they are.
    private const string LetterFlag = "maildir-";

    private static readonly (char Letter, string Flag)[] Known =
    [
        ('D', @"\Draft"), ('F', @"\Flagged"), ('P', "$Forwarded"), ('R', @"\Answered"), ('S', @"\Seen"), ('T', @"\Deleted"),
    ];

    public static string Unchanging(string name) => name.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? name[..colon] : name;

    public static List<string> Flags(string name, bool isNew)
    {
        var letters = name.IndexOf(":2,", StringComparison.Ordinal) is var info and >= 0 ? name[(info + 3)..] : "";
        var flags = letters.Select(letter => Array.Find(Known, k => k.Letter == letter).Flag ?? $"{LetterFlag}{letter}").ToList();
        if (isNew)
        {
            flags.Add(Recent);
        }

        return flags;
    }

    /// <summary>Where a letter with these flags goes, relative to its folder.</summary>
    public static string PathOf(string unchanging, IReadOnlyList<string> flags)
    {
        var letters = string.Concat(flags.Select(LetterOf).Order());
        return flags.Contains(Recent, StringComparer.Ordinal) && letters.Length == 0
            ? Path.Combine("new", unchanging)
            : Path.Combine("cur", $"{unchanging}:2,{letters}");
    }

    private static string LetterOf(string flag)
    {
        if (flag.StartsWith(LetterFlag, StringComparison.Ordinal))
        {
            return flag[LetterFlag.Length..];
        }

        var letter = Array.Find(Known, k => string.Equals(k.Flag, flag, StringComparison.OrdinalIgnoreCase)).Letter;
        return letter == '\0' ? "" : letter.ToString();
    }
}
