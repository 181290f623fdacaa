using System.Text;
using Sportello.App.Web.Shared;
using Sportello.Directory;
using Sportello.Directory.Import;
using Sportello.Words;

namespace Sportello.App.Web.Directory.Import;

/// <summary>Organizations and contacts from a file: brought, looked at, done portion by portion.</summary>
internal static class ImportEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/import", New).Shows<ImportPage>();
        web.MapPost("/import", Begin).Runs<ImportDirectory>();
        web.MapGet("/import/{id:long}", Show).Shows<ImportPage>();
        web.MapPost("/import/{id:long}", Reread).Runs<ImportDirectory>();
        web.MapPost("/import/{id:long}/apply", Apply).Runs<ImportDirectory>();
        web.MapPost("/import/{id:long}/discard", Discard).Runs<ImportDirectory>();
    }

    private static Task<IResult> New(Visitor visitor) => Form(visitor, new(), null);

    private static async Task<IResult> Begin(Visitor visitor, HttpContext http)
    {
        var typed = await TypedImport.Of(http);
        try
        {
            return Answers.GoTo($"/import/{await new ImportDirectory(visitor.Desk).Begin(typed.Source, typed.Kind, typed.NewOrganizations, visitor.Stop)}");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Form(visitor, typed, refusal);
        }
    }

    private static async Task<IResult> Form(Visitor visitor, TypedImport typed, Refusal? error) => Answers.View<NewImportView>(
        new
        {
            Page = await visitor.Page(visitor.Language.Say("import"), "contacts"),
            Typed = typed,
            Kinds = new ImportPage(visitor.Desk).Kinds(),
            Error = error,
        },
        error is null ? 200 : Refusals.StatusOf(error.Reason));

    private static async Task<IResult> Show(Visitor visitor, long id, string? show, string? after)
    {
        var import = await new ImportPage(visitor.Desk).Run(id, Name.TryRead<ImportOutcome>(show, out var shown) ? shown : null, after, visitor.Stop);
        return Answers.View<ImportPageView>(new { Page = await visitor.Page(visitor.Language.Say("import"), "contacts"), Import = import, After = after });
    }

    private static async Task<IResult> Reread(Visitor visitor, HttpContext http, long id)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        await new ImportDirectory(visitor.Desk).Reread(id, TypedImport.Reading(form), visitor.Stop);
        return Answers.GoTo($"/import/{id}");
    }

    private static async Task<IResult> Apply(Visitor visitor, long id)
    {
        await new ImportDirectory(visitor.Desk).Apply(id, visitor.Stop);
        return Answers.GoTo($"/import/{id}");
    }

    private static async Task<IResult> Discard(Visitor visitor, long id)
    {
        await new ImportDirectory(visitor.Desk).Discard(id, visitor.Stop);
        return Answers.GoTo("/import");
    }
}

/// <summary>What the form of a new import says.</summary>
public sealed record TypedImport
{
    public ImportKind Kind { get; init; } = ImportKind.Contacts;

    public OrganizationCategory? NewOrganizations { get; init; }

    public string? Pasted { get; init; }

    public byte[] Source { get; init; } = [];

    /// <summary>A file goes before what was pasted.</summary>
    internal static async Task<TypedImport> Of(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var pasted = form["Text"].ToString();
        var bytes = Encoding.UTF8.GetBytes(pasted);
        if (form.Files.FirstOrDefault(f => f.Length > 0) is { } file)
        {
            using var whole = new MemoryStream();
            await file.CopyToAsync(whole, http.RequestAborted);
            bytes = whole.ToArray();
        }

        return new()
        {
            Kind = Name.TryRead<ImportKind>(form["Kind"], out var kind) ? kind : ImportKind.Contacts,
            NewOrganizations = Category(form),
            Pasted = pasted,
            Source = bytes,
        };
    }

    /// <summary>The way of reading that the page offers to change: a field for each column, in their order.</summary>
    internal static ImportReading Reading(IFormCollection form) => new(
        Name.TryRead<FileEncoding>(form["Encoding"], out var encoding) ? encoding : FileEncoding.Utf8,
        form["Separator"].ToString() switch { "semicolon" => ';', "tab" => '\t', "bar" => '|', _ => ',' },
        [.. form["Column"].Select(c => Name.TryRead<ImportField>(c, out var field) ? field : ImportField.Nothing)],
        Category(form));

    internal static string SeparatorName(char separator) => separator switch { ';' => "semicolon", '\t' => "tab", '|' => "bar", _ => "comma" };

    private static OrganizationCategory? Category(IFormCollection form) => Name.TryRead<OrganizationCategory>(form["NewOrganizations"], out var category) ? category : null;
}
