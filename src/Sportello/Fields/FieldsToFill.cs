using Sportello.Access;
using Sportello.Projects;

namespace Sportello.Fields;

/// <summary>The fields that whoever opens a ticket is asked for, by project; from memory.</summary>
public sealed class FieldsToFill(Desk desk)
{
    public async Task<ILookup<long, KeptField>> Run(IEnumerable<ProjectRow> projects, CancellationToken stop)
    {
        var facts = await desk.House.Book.Of(desk, stop);
        return projects.Where(p => Law.Allows(desk.Actor, Right.Open, new Place(p.Id)))
            .SelectMany(p => FillFields.SeenBy(desk.Actor, facts.FieldsOf(p.Id), new Place(p.Id))).ToLookup(f => f.ProjectId);
    }
}
