using Microsoft.EntityFrameworkCore;
using Sportello.Projects;

namespace Sportello.Mailroom.Intake;

/// <summary>In which project a letter of somebody opens its ticket.</summary>
internal static class Destination
{
    /// <returns>The project, or why there is none.</returns>
    public static async Task<(Project? Project, string Because)> Of(Desk desk, long senderId, DateOnly day, CancellationToken stop)
    {
        var organization = await desk.Db.Contacts.Where(c => c.Id == senderId).Select(c => c.Organization!).SingleAsync(stop);
        var theirs = (await desk.Db.Projects.Where(p => p.OrganizationId == organization.Id && p.Active).OrderBy(p => p.Name).ToListAsync(stop))
            .Where(p => p.ValidOn(day)).ToList();
        if (theirs is [var only])
        {
            return (only, $"{only.Name} is the only active project of {organization.Name}");
        }

        var many = theirs.Count == 0
            ? $"{organization.Name} has no active project"
            : $"{organization.Name} has {theirs.Count} active projects ({string.Join(", ", theirs.Select(p => p.Name))})";
        if (desk.House.Settings.Work.DefaultProject is not { } name)
        {
            return (null, $"{many}, and [work] defaultProject is not set");
        }

        var usual = await desk.Db.Projects.SingleOrDefaultAsync(p => p.Name == name, stop);
        return usual switch
        {
            null => (null, $"{many}, and there is no project {name}, which [work] defaultProject names"),
            _ when !usual.ValidOn(day) => (null, $"{many}, and the project {name}, which [work] defaultProject names, is not active"),
            _ => (usual, $"{many}, so it is {name}, which [work] defaultProject names"),
        };
    }
}
