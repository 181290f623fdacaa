using System.Globalization;

namespace Sportello.App.Web.Shared;

internal static class Sizes
{
    /// <summary>1536 is "1.5 kB".</summary>
    public static string Of(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.CurrentCulture, $"{bytes} B"),
        < 1000_000 => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1000.0:0.#} kB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1000_000.0:0.#} MB"),
    };
}
