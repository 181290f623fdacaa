using System.Text.Json.Nodes;
using Sportello.Directory;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;

namespace Sportello.Importing;

/// <summary>Organizations and projects of another system: those it has become before, those of the same name here, or new ones.</summary>
internal sealed class ForeignPlaces(Intake intake)
{
    private readonly Dictionary<string, string> _organizations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _projects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _new = new(StringComparer.Ordinal);

    /// <returns>What it is called here.</returns>
    public string Organization(string id, Spot at, string name, OrganizationCategory category)
    {
        if (_organizations.TryGetValue(id, out var known))
        {
            return known;
        }

        if (intake.Known.Of(PortableTypes.Organization, id) is { } key)
        {
            return _organizations[id] = intake.Here.OrganizationNames[key];
        }

        if (!intake.Here.Organizations.ContainsKey(name) && _new.Add($"organization {name}"))
        {
            intake.Draft.Add(PortableTypes.Organization, at, new JsonObject { ["name"] = name, ["category"] = OrganizationCategories.ShortName(category) });
        }

        intake.Known.Note(PortableTypes.Organization, id, name);
        return _organizations[id] = name;
    }

    /// <summary>Our own side: the organization that is named, or the only owner here.</summary>
    public string Owner(string? named)
    {
        var owners = intake.Here.Organizations.Where(o => o.Value.Category == OrganizationCategory.Owner).Select(o => o.Key).ToList();
        if (named is null)
        {
            return owners is [var only] ? only : throw Refusal.Invalid("map", "Say which organization is your own: --map owner=NAME.");
        }

        return Organization("owner", default, named, OrganizationCategory.Owner);
    }

    /// <returns>What it is called here.</returns>
    public string Project(string id, Spot at, string name, Func<JsonObject> describe)
    {
        if (_projects.TryGetValue(id, out var known))
        {
            return known;
        }

        if (intake.Known.Of(PortableTypes.Project, id) is { } key)
        {
            return _projects[id] = intake.Here.ProjectNames[key];
        }

        if (!intake.Here.Projects.ContainsKey(name) && _new.Add($"project {name}"))
        {
            var project = describe();
            project["name"] = name;
            intake.Draft.Add(PortableTypes.Project, at, project);
        }

        intake.Known.Note(PortableTypes.Project, id, name);
        return _projects[id] = name;
    }

    public static JsonArray People(IEnumerable<long?> people) => new([.. people.OfType<long>().Distinct().Order().Select(p => (JsonNode)p)]);
}
