namespace Sportello.Directory;

/// <summary>The names of all organizations, for whoever may put people into them.</summary>
public sealed class OrganizationNames(Desk desk)
{
    public Task<List<string>> Run(CancellationToken stop) => desk.Actor.Holds("contact.add")
        ? desk.Sql.List("select name from organization where merged_into_id is null order by name", r => r.GetString(0), stop)
        : throw Refusal.Denied(Words.Said.Of("refusal.permission", ("permission", "contact.add")));
}
