using Sportello.App.Web.Shared;
using Sportello.History;
using Sportello.Jobs;

namespace Sportello.App.Web.Jobs;

internal static class StartedBy
{
    public static string Of(Page page, RunRow run) => run.Door switch
    {
        Door.Program => page.Say("jobs.by.timetable"),
        Door.Web => run.Person ?? "",
        _ => page.Say("jobs.by.shell"),
    };
}
