using Sportello.App.Web.Shared;

namespace Sportello.App.Web.Access;

/// <summary>What a browser says of itself, as people call it.</summary>
internal static class Browsers
{
    // The first that fits: most browsers also name those they descend from.
    private static readonly (string Sign, string Name)[] Known = [("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser", "Yandex"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Sign, string Name)[] Systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];

    public static string Of(Page page, string? text)
    {
        var names = new[] { First(Known, text), First(Systems, text) }.OfType<string>().ToList();
        return names.Count > 0 ? string.Join(", ", names) : page.Say("sessions.unknown");
    }

    private static string? First((string Sign, string Name)[] among, string? text) =>
        text is null ? null : Array.Find(among, k => text.Contains(k.Sign, StringComparison.Ordinal)).Name;
}
