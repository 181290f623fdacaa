using Microsoft.EntityFrameworkCore;
using Sportello.Access;

namespace Sportello.Projects;

/// <summary>The only way to a project that is to be changed or opened in: with the right to it.</summary>
internal sealed class ProjectShelf(Desk desk)
{
    public Task<Project> Get(string name, Right right, CancellationToken stop) => Get(p => p.Name == name, $"“{name}”", right, stop);

    public Task<Project> Get(long id, Right right, CancellationToken stop) => Get(p => p.Id == id, id.ToString(System.Globalization.CultureInfo.InvariantCulture), right, stop);

    private async Task<Project> Get(System.Linq.Expressions.Expression<Func<Project, bool>> which, string called, Right right, CancellationToken stop)
    {
        var project = await desk.Db.Projects.Include(p => p.Members).SingleOrDefaultAsync(which, stop);
        if (project is null || !Law.Allows(desk.Actor, Right.See, new Place(project.Id)))
        {
            throw new Refusal(RefusalReason.NotFound, $"There is no project {called}, or it is out of your reach.", "project");
        }

        return Law.Allows(desk.Actor, right, new Place(project.Id)) ? project : throw Refusal.Denied(Explain.Missing(desk.Actor, right));
    }
}
