using Sportello.App.Web.Shared;

namespace Sportello.App.Web.Reference;

/// <summary>The API as pages: what there is, and each operation to be tried with a token.</summary>
internal static class ReferenceEndpoints
{
    public const string Home = "/reference";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Home, List).Shows<ApiReference>();
        web.MapGet(Home + "/{id}", Show).Shows<ApiReference>();
    }

    private static async Task<IResult> List(Visitor visitor, ApiReference reference) => Answers.View<ReferenceView>(new
    {
        Operations = await reference.Operations(visitor.Stop),
        Page = await visitor.Page(visitor.Language.Say("reference"), "reference"),
    });

    private static async Task<IResult> Show(Visitor visitor, HttpContext http, ApiReference reference, string id)
    {
        var operation = (await reference.Operations(visitor.Stop)).FirstOrDefault(o => string.Equals(o.Id, id, StringComparison.Ordinal))
            ?? throw Refusal.NotFound(Words.Said.Of("refused.address"));
        return Answers.View<OperationView>(new
        {
            Operation = operation,
            Root = HouseAddress.Of(http),
            Page = await visitor.Page($"{operation.Method} {operation.Path}", "reference"),
        });
    }
}
