using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Fields;
using Sportello.Words;

namespace Sportello.App.Api.Administration;

/// <summary>Upkeep of the fields that projects have of their own.</summary>
internal static class FieldApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/fields", List).Shows<FieldList>().Gives<ListJson<FieldRowJson>>().WithSummary("List the fields that projects have of their own");
        api.MapPost("/fields", Add).Runs<AddField>().Gives<FieldJson>(StatusCodes.Status201Created).WithSummary("Add a field to a project");
        api.MapGet("/fields/{id:long}", Read).Shows<FieldPage>().Gives<FieldJson>().WithSummary("Read a field");
        api.MapPatch("/fields/{id:long}", Change).Runs<ChangeField>().Gives<FieldJson>().IfMatch().WithSummary("Change a field, all but its kind");
        api.MapGet("/fields/{id:long}/history", History).Shows<FieldPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of a field");
    }

    private static async Task<IResult> List(ApiVisitor visitor) => Results.Ok(new ListJson<FieldRowJson>(
        [.. (await new FieldList(visitor.Desk).Run(visitor.Stop)).Select(f => new FieldRowJson(f.Id, f.Project, f.Name, Name.Of(f.Kind), f.Required, f.ForCustomers, f.Active))], null));

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] FieldToAdd form)
    {
        visitor.MustHold("settings.view");
        var id = await new AddField(visitor.Desk).Run(form.Project ?? "", form.Read(), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/fields/{id}", await Json(visitor, id));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, long id) => Results.Ok(await Json(visitor, id));

    private static async Task<IResult> Change(ApiVisitor visitor, long id, [FromBody] FieldPatch changes)
    {
        var before = await new FieldPage(visitor.Desk).Run(id, visitor.Stop);
        await new ChangeField(visitor.Desk).Run(id, visitor.IfMatch ?? before.Version, changes.Of(before.Fields), visitor.Stop);
        return Results.Ok(await Json(visitor, id));
    }

    private static async Task<IResult> History(ApiVisitor visitor, long id) => Results.Ok(HistoryJson.List((await new FieldPage(visitor.Desk).Run(id, visitor.Stop)).History));

    private static async Task<FieldJson> Json(ApiVisitor visitor, long id)
    {
        var field = await new FieldPage(visitor.Desk).Run(id, visitor.Stop);
        visitor.Tag(field.Version);
        return FieldJson.Of(field);
    }
}

/// <summary>A field to make, as the caller writes it.</summary>
internal sealed record FieldToAdd(
    string? Project, string? Name, string? Kind, bool Required = false, bool ForCustomers = false, IReadOnlyList<string>? Choices = null, int Position = 0, bool Active = true)
{
    public FieldFields Read() => new(
        Name ?? "",
        Choice.Of<FieldKind>("kind", Kind) ?? throw Refusal.Invalid("kind", $"The kind is needed: {Words.Name.Choices<FieldKind>()}."),
        Required,
        ForCustomers,
        Choices,
        Position,
        Active);
}

/// <summary>What is to be otherwise; absent members stay as they are.</summary>
internal sealed record FieldPatch(string? Name, bool? Required, bool? ForCustomers, IReadOnlyList<string>? Choices, int? Position, bool? Active)
{
    public FieldFields Of(FieldFields before) => before with
    {
        Name = Name ?? before.Name,
        Required = Required ?? before.Required,
        ForCustomers = ForCustomers ?? before.ForCustomers,
        Choices = Choices ?? before.Choices,
        Position = Position ?? before.Position,
        Active = Active ?? before.Active,
    };
}

internal sealed record FieldRowJson(long Id, string Project, string Name, string Kind, bool Required, bool ForCustomers, bool Active);

/// <param name="ForCustomers">Whether customers see it, and fill it in when they open a ticket.</param>
/// <param name="Choices">What there is to choose from, of a choice.</param>
internal sealed record FieldJson(
    long Id, string? Project, string Name, string Kind, bool Required, bool ForCustomers, IReadOnlyList<string> Choices, int Position, bool Active, int Version)
{
    public static FieldJson Of(FieldView f) => new(
        f.Id, f.Project, f.Fields.Name, Words.Name.Of(f.Fields.Kind), f.Fields.Required, f.Fields.ForCustomers, f.Fields.Choices ?? [], f.Fields.Position, f.Fields.Active, f.Version);
}
