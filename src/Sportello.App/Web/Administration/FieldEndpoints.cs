using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Fields;
using Sportello.Words;

namespace Sportello.App.Web.Administration;

/// <summary>What was typed into the form of a field.</summary>
public sealed record TypedField
{
    public string? Project { get; init; }

    public string? Name { get; init; }

    public string? Kind { get; init; }

    public bool Required { get; init; }

    public bool ForCustomers { get; init; }

    /// <summary>One a line.</summary>
    public string? Choices { get; init; }

    public string? Position { get; init; }

    public bool Active { get; init; }

    public int Version { get; init; }

    public static TypedField Of(FieldFields field) => new()
    {
        Name = field.Name,
        Kind = Words.Name.Of(field.Kind),
        Required = field.Required,
        ForCustomers = field.ForCustomers,
        Choices = string.Join('\n', field.Choices ?? []),
        Position = field.Position.ToString(CultureInfo.InvariantCulture),
        Active = field.Active,
    };

    public FieldFields Read() => new(
        Name ?? "",
        Words.Name.TryRead<FieldKind>(Kind, out var kind) ? kind : FieldKind.Text,
        Required,
        ForCustomers,
        (Choices ?? "").Split('\n'),
        string.IsNullOrWhiteSpace(Position) ? 0
            : int.TryParse(Position, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
            : throw Refusal.Invalid("position", Said.Of("refusal.whole-number", ("text", Position))),
        Active);
}

internal static class FieldEndpoints
{
    private const string Home = "/administration/fields";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Home, List).Shows<FieldList>();
        web.MapGet(Home + "/new", New).Shows<FieldPage>();
        web.MapPost(Home + "/new", Add).Runs<AddField>();
        web.MapGet(Home + "/{id:long}", Show).Shows<FieldPage>();
        web.MapPost(Home + "/{id:long}", Change).Runs<ChangeField>();
    }

    private static async Task<IResult> List(Visitor visitor) => Answers.View<FieldListView>(new
    {
        Page = await visitor.Page(visitor.Language.Say("fields"), "fields"),
        Rows = await new FieldList(visitor.Desk).Run(visitor.Stop),
    });

    private static async Task<IResult> New(Visitor visitor) => await Form(visitor, await new FieldPage(visitor.Desk).Blank(visitor.Stop), null, null);

    private static async Task<IResult> Add(Visitor visitor, HttpContext http, [FromForm] TypedField? given)
    {
        var typed = given ?? new();
        try
        {
            await new AddField(visitor.Desk).Run(typed.Project ?? "", typed.Read(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo(Home);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Form(visitor, await new FieldPage(visitor.Desk).Blank(visitor.Stop), typed, refusal);
        }
    }

    private static async Task<IResult> Show(Visitor visitor, long id) => await Form(visitor, await new FieldPage(visitor.Desk).Run(id, visitor.Stop), null, null);

    private static async Task<IResult> Change(Visitor visitor, HttpContext http, long id, [FromForm] TypedField? given)
    {
        var typed = given ?? new();
        try
        {
            await new ChangeField(visitor.Desk).Run(id, typed.Version, typed.Read(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo($"{Home}/{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await Form(visitor, await new FieldPage(visitor.Desk).Run(id, visitor.Stop), typed, refusal);
        }
    }

    private static async Task<IResult> Form(Visitor visitor, FieldView field, TypedField? typed, Refusal? error) => Answers.View<FieldFormView>(
        new
        {
            Page = await visitor.Page(field.Id == 0 ? visitor.Language.Say("field.new") : field.Fields.Name, "fields"),
            Field = field,
            Typed = typed ?? TypedField.Of(field.Fields),
            Error = error,
        },
        error is null ? 200 : Refusals.StatusOf(error.Reason));
}
