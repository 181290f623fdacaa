namespace Sportello.Settings;

/// <summary>How people sign in.</summary>
public sealed partial class SettingsReader
{
    private SignInSettings SignInOf() => new()
    {
        SecondFactor = OneOf("signin", "secondFactor", "off", "off", "staff", "all") switch
        {
            "staff" => WhoShowsTwo.Staff,
            "all" => WhoShowsTwo.All,
            _ => WhoShowsTwo.Off,
        },
    };
}
