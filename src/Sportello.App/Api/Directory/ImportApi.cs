using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Directory;
using Sportello.Directory.Import;
using Sportello.Words;

namespace Sportello.App.Api.Directory;

/// <summary>Organizations and contacts from a file: brought, looked at, done portion by portion. One sees only what one has brought.</summary>
internal static class ImportApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/imports", Begin).Runs<ImportDirectory>().TakesRaw("text/csv").Gives<ImportJson>(StatusCodes.Status201Created).WithSummary("Bring a file of contacts or organizations; nothing is changed yet");
        api.MapGet("/imports/{id:long}", Show).Shows<ImportPage>().Gives<ImportJson>().WithSummary("Look at what the rows of a file would do, or have done");
        api.MapPatch("/imports/{id:long}", Reread).Runs<ImportDirectory>().Takes<ImportPatch>().Gives<ImportJson>().WithSummary("Read the same file in another way, and plan anew");
        api.MapPost("/imports/{id:long}/apply", Apply).Runs<ImportDirectory>().Gives<ImportJson>().WithSummary("Do the next portion of what was planned, until state is done");
        api.MapDelete("/imports/{id:long}", Discard).Runs<ImportDirectory>().GivesNothing().WithSummary("Forget the file and what was planned");
    }

    private static async Task<IResult> Begin(ApiVisitor visitor, HttpRequest request, [FromQuery] string? kind, [FromQuery(Name = "new_organizations")] string? newOrganizations)
    {
        var what = Choice.Of<ImportKind>("kind", kind) ?? throw Refusal.Invalid("kind", $"The kind is needed: {Name.Choices<ImportKind>()}.");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, visitor.Stop);
        var id = await new ImportDirectory(visitor.Desk).Begin(body.ToArray(), what, Category.Read(newOrganizations), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/imports/{id}", await Json(visitor, id));
    }

    private static async Task<IResult> Show(ApiVisitor visitor, long id, [FromQuery] string? show, [FromQuery] string? after) =>
        Results.Ok(await Json(visitor, id, Choice.Of<ImportOutcome>("show", show), after));

    private static async Task<IResult> Reread(ApiVisitor visitor, long id, [FromBody] JsonElement changes)
    {
        var reading = (await new ImportPage(visitor.Desk).Run(id, null, null, visitor.Stop)).Reading;
        foreach (var member in Patch.Members(changes))
        {
            reading = member.Name switch
            {
                "encoding" => reading with { Encoding = Choice.Of<FileEncoding>("encoding", Patch.Text(member)) ?? reading.Encoding },
                "separator" => reading with { Separator = Patch.Text(member) is [var separator] ? separator : throw Refusal.Invalid("separator", "One character is needed.") },
                "columns" => reading with { Columns = [.. Patch.Names(member, $"A list of what each column says is needed: {Name.Choices<ImportField>()}.").Select(c => Choice.Of<ImportField>("columns", c)!.Value)] },
                "new_organizations" => reading with { NewOrganizations = Category.Read(Patch.Text(member)) },
                _ => throw Refusal.Invalid(member.Name, "There is no such member; encoding, separator, columns and new_organizations there are."),
            };
        }

        await new ImportDirectory(visitor.Desk).Reread(id, reading, visitor.Stop);
        return Results.Ok(await Json(visitor, id));
    }

    private static async Task<IResult> Apply(ApiVisitor visitor, long id)
    {
        await new ImportDirectory(visitor.Desk).Apply(id, visitor.Stop);
        return Results.Ok(await Json(visitor, id));
    }

    private static async Task<IResult> Discard(ApiVisitor visitor, long id)
    {
        await new ImportDirectory(visitor.Desk).Discard(id, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<ImportJson> Json(ApiVisitor visitor, long id, ImportOutcome? shown = null, string? after = null) =>
        ImportJson.Of(await new ImportPage(visitor.Desk).Run(id, shown, after, visitor.Stop));
}

/// <summary>How the file is to be read; absent members stay as they are.</summary>
internal sealed record ImportPatch(string? Encoding, string? Separator, IReadOnlyList<string>? Columns, string? NewOrganizations);

internal sealed record ImportChangeJson(string What, string? From, string? To);

/// <param name="Row">As a spreadsheet counts; the headings stand in row 1.</param>
/// <param name="Id">Whom it changes.</param>
/// <param name="Why">Why it is refused.</param>
internal sealed record ImportRowJson(int Row, string Outcome, string Title, long? Id, IReadOnlyList<ImportChangeJson> Changes, string? Why)
{
    public static ImportRowJson Of(ImportRow r) => new(
        r.Number, Name.Of(r.Outcome), r.Title, r.Id, [.. r.Changes.Select(c => new ImportChangeJson(c.What, c.From, c.To))], r.Why?.In(ApiVisitor.Language));
}

/// <param name="State">How far it is: planned, going or done.</param>
/// <param name="Columns">What each column says, from the left.</param>
/// <param name="NewOrganizations">What organizations become that are not there yet; null = their rows are refused.</param>
/// <param name="Counts">How many rows come out in which way.</param>
/// <param name="Show">Which rows <c>items</c> are; <c>?show=</c> chooses.</param>
internal sealed record ImportJson(
    long Id, string Kind, string State, string Encoding, string Separator, IReadOnlyList<string> Headings, IReadOnlyList<string> Columns, string? NewOrganizations, int Rows, int Done,
    IReadOnlyDictionary<string, int> Counts, string Show, IReadOnlyList<ImportRowJson> Items, string? Next)
{
    public static ImportJson Of(ImportView i) => new(
        i.Id, Name.Of(i.Kind), Name.Of(i.State), Name.Of(i.Reading.Encoding), i.Reading.Separator.ToString(), i.Headings, [.. i.Reading.Columns.Select(c => Name.Of(c))],
        i.Reading.NewOrganizations is { } category ? Category.Of(category) : null, i.Rows, i.Done, i.Counts.ToDictionary(c => Name.Of(c.Key), c => c.Value, StringComparer.Ordinal), Name.Of(i.Shown),
        [.. i.Page.Items.Select(ImportRowJson.Of)], i.Page.Next);
}
