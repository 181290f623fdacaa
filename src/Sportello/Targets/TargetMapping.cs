using Microsoft.EntityFrameworkCore;

namespace Sportello.Targets;

internal static class TargetMapping
{
    public static void Map(ModelBuilder model) => model.Entity<WorkCalendar>(calendar =>
    {
        calendar.ToTable("work_calendar");
        calendar.Ignore(c => c.Changes);
        calendar.Property(c => c.Version).IsConcurrencyToken();
    });
}
