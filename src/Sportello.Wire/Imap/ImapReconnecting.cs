namespace Sportello.Wire.Imap;

/// <summary>How often and how patiently a broken conversation is taken up again.</summary>
public sealed record ImapReconnecting
{
    /// <summary>Five tries within about fifteen seconds.</summary>
    public static ImapReconnecting Default { get; } = new();

    /// <summary>How often one piece of work is tried in all, the first time included; 1 means never again.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>The wait before the second try; each further wait is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No wait is longer.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The wait after so many tries have failed.</summary>
    internal TimeSpan PauseAfter(int tries)
    {
        var pause = FirstPause.TotalSeconds * Math.Pow(2, tries - 1);
        return pause < LongestPause.TotalSeconds ? TimeSpan.FromSeconds(pause) : LongestPause;
    }
}
