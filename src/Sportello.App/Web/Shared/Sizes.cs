namespace Sportello.App.Web.Shared;

internal static class Sizes
{
    /// <summary>1536 is "1.5 kB", in the reader's manner.</summary>
    public static string Of(Page page, long bytes) => bytes switch
    {
        < 1000 => page.Say("size.b", ("size", bytes)),
        < 1000_000 => page.Say("size.kb", ("size", (bytes / 1000.0).ToString("0.#", page.Language.Culture))),
        _ => page.Say("size.mb", ("size", (bytes / 1000_000.0).ToString("0.#", page.Language.Culture))),
    };
}
