using Sportello.Access;
using Sportello.Data;
using Sportello.Tickets;

namespace Sportello.WorkItems;

/// <summary>What the form of a work item offers: the people who may be given it, and the test suites there are.</summary>
public sealed record WorkOffer(IReadOnlyList<PersonLink> People, IReadOnlyList<string> Suites)
{
    public static WorkOffer Nothing { get; } = new([], []);
}

public sealed class WorkChoices(Desk desk)
{
    /// <summary>The projects in which the actor may make work.</summary>
    public async Task<IReadOnlyList<string>> Projects(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor, Right.AddWork);
        return await desk.Sql.List(
            $"select name from project where active{(sight.All ? "" : " and " + desk.Sql.Dialect.Among("id", "@projects"))} order by name",
            r => r.GetString(0),
            stop,
            sight.All ? [] : [("@projects", sight.Projects)]);
    }

    /// <summary>The projects whose work the actor sees, to choose a list by.</summary>
    public async Task<IReadOnlyList<string>> Visible(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor, Right.SeeWork);
        return await desk.Sql.List(
            $"select name from project{(sight.All ? "" : " where " + desk.Sql.Dialect.Among("id", "@projects"))} order by name",
            r => r.GetString(0),
            stop,
            sight.All ? [] : [("@projects", sight.Projects)]);
    }

    /// <summary>What may be chosen in a project; nothing where the actor sees no work.</summary>
    public async Task<WorkOffer> Of(string? project, CancellationToken stop)
    {
        var id = project is null ? null : await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", project));
        return id is { } key && Law.Allows(desk.Actor, Right.SeeWork, new Place(key))
            ? new(
                await desk.Sql.List($"{Assignment.CandidatesOf("@project")} order by 2", r => new PersonLink(r.GetInt64(0), r.GetString(1)), stop, ("@project", key)),
                await desk.Sql.List("select name from test_suite order by name", r => r.GetString(0), stop))
            : WorkOffer.Nothing;
    }
}
