using Sportello.App.Web.Shared;

namespace Sportello.App.Web.Webhooks;

internal static class EventWords
{
    /// <summary>An event in the reader's words.</summary>
    public static string Of(Page page, string name) => page.Say("webhook-event." + name.Replace('.', '-'));
}
