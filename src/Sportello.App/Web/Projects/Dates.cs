using Sportello.App.Web.Shared;
using Sportello.Projects;

namespace Sportello.App.Web.Projects;

internal static class Dates
{
    public static string Of(Page page, ProjectRow project) => (project.Start, project.End) switch
    {
        ({ } start, { } end) => $"{Day(page, start)} – {Day(page, end)}",
        ({ } start, null) => page.Say("dates.from", ("day", Day(page, start))),
        (null, { } end) => page.Say("dates.until", ("day", Day(page, end))),
        _ => page.Say("dates.open"),
    };

    private static string Day(Page page, DateOnly day) => day.ToString("d", page.Language.Culture);
}
