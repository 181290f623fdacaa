using Microsoft.EntityFrameworkCore;
using Sportello.Projects;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>In which project a letter of somebody opens its ticket.</summary>
internal static class Destination
{
    /// <returns>The project, or why there is none.</returns>
    public static async Task<(Project? Project, Said Because)> Of(Desk desk, long senderId, DateOnly day, CancellationToken stop)
    {
        var organization = await desk.Db.Contacts.Where(c => c.Id == senderId).Select(c => c.Organization!).SingleAsync(stop);
        var theirs = (await desk.Db.Projects.Where(p => p.OrganizationId == organization.Id && p.Active).OrderBy(p => p.Name).ToListAsync(stop))
            .Where(p => p.ValidOn(day)).ToList();
        if (theirs is [var only])
        {
            return (only, Said.Of("letter-goes.only", ("project", only.Name), ("organization", organization.Name)));
        }

        var many = theirs.Count == 0
            ? Said.Of("letter-goes.none", ("organization", organization.Name))
            : Said.Of("letter-goes.many", ("organization", organization.Name), ("n", theirs.Count), ("projects", theirs.ConvertAll(p => p.Name)));
        if (desk.House.Settings.Work.DefaultProject is not { } name)
        {
            return (null, Said.Of("letter-goes.no-default", ("many", many)));
        }

        var usual = await desk.Db.Projects.SingleOrDefaultAsync(p => p.Name == name, stop);
        return usual switch
        {
            null => (null, Default("missing")),
            _ when !usual.ValidOn(day) => (null, Default("inactive")),
            _ => (usual, Default("usual")),
        };

        Said Default(string what) => Said.Of($"letter-goes.{what}", ("many", many), ("project", name));
    }
}
