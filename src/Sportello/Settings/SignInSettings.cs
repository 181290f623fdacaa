namespace Sportello.Settings;

/// <summary>Of whom a second step is demanded when they sign in.</summary>
public enum WhoShowsTwo
{
    Off,

    /// <summary>Our own people, and administrators.</summary>
    Staff,
    All,
}

public sealed record SignInSettings
{
    public WhoShowsTwo SecondFactor { get; init; }
}
